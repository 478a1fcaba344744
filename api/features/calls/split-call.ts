import { formatDuration, type Millis, millis, reopenedCall, spokenLength, workTimeOf } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import { refusal } from '../../problem.ts';
import { lockCall } from './find-call.ts';
import { admitAndEnter } from './log-call.ts';
import { happenedAt, saveEvent } from './save-event.ts';

/**
 * Splits the work of a call: it keeps the first part, and a return visit of its own is logged for the rest, to be sent
 * to whom one likes. The first call's clocks stay as they are; the visit has those that a return visit gets.
 */
export async function splitCall(
  change: Change,
  number: string,
  ifMatch: string | null,
  by: By,
  first: Millis,
): Promise<Reply> {
  const found = await lockCall(change, number, ifMatch);
  const { call } = found;
  const at = happenedAt(by, change.now, call);
  const { tables } = await change.day();
  const model = tables.models.get(call.model)!;
  const whole = workTimeOf(call, model);
  if (first >= whole) {
    throw refusal('change-refused', [
      {
        code: 'split-not-possible',
        field: 'first',
        value: formatDuration(first),
        message: `Call ${number} takes ${spokenLength(whole)} in all: nothing would be left for a second part.`,
        action: `Give a first part shorter than ${formatDuration(whole)}.`,
      },
    ]);
  }
  const rest = reopenedCall(call, 'new', '', `${call.description} (second part of ${number})`, at);
  const entered = await admitAndEnter(change, { ...rest, estimatedTime: millis(whole - first) }, by, {
    splits: number,
  });
  const event = { kind: 'estimate', at, estimatedTime: first, approval: false } as const;
  const reply = await saveEvent(change, found, event, by, { split_into: entered.number });
  return { ...reply, body: { ...(reply.body as object), second: entered.number } };
}
