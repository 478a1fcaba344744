import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import { callReply, lockCall } from './find-call.ts';
import { recordEntry } from './record-change.ts';

/** Who may read a comment: the office alone, or the customer too. */
export const AUDIENCES = ['internal', 'customer'] as const;
export type Audience = (typeof AUDIENCES)[number];

/** Adds a comment to a call's journal, whatever its status. */
export async function comment(
  change: Change,
  number: string,
  by: By,
  text: string,
  audience: Audience,
): Promise<Reply> {
  const { call } = await lockCall(change, number, null);
  const entry = { kind: 'comment', at: change.now, by, details: { text, audience } };
  const reply = await callReply(change, await recordEntry(change, call, entry));
  return { ...reply, status: 201 };
}
