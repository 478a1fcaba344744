import { type Allocation, type CallStatus, OPEN_STATUSES, possibleWith } from '#engine';
import type { Change, Reply } from '../../platform/change.ts';
import type { Day } from '../../platform/desk.ts';
import { requireMatch } from '../../platform/etag.ts';
import { at, callView } from '../../platform/views.ts';
import { Refusal } from '../../problem.ts';
import {
  allocationOf,
  type Em,
  findCall,
  type StoredAllocation,
  type StoredCall,
  type StoredCallEvent,
} from '../../store/index.ts';

/** A call as it stands: with the allocation that the plan gives it, which makes an open call an allocated one. */
export interface Found {
  readonly call: StoredCall;
  readonly status: CallStatus;
  readonly allocation: StoredAllocation | null;
}

const PLACED_BY_PLAN: ReadonlySet<CallStatus> = new Set(['logged', 'open', 'reopened']);

/** The status that people see: an open call that the plan has given to somebody is allocated. */
export const seenStatus = (status: CallStatus, allocation: Allocation | null): CallStatus =>
  allocation !== null && PLACED_BY_PLAN.has(status) ? 'allocated' : status;

/** Finds a call to be changed and keeps others from changing it until the transaction ends. Checks `If-Match`. */
export async function lockCall(change: Change, number: string, ifMatch: string | null): Promise<Found> {
  const call = await findCall(change.em, number, { lock: true });
  if (call === null) throw callNotFound(number);
  requireMatch(ifMatch, etag(call), `Call ${number}`);
  return stands(await change.day(), change.em, call);
}

export const callNotFound = (number: string): Refusal =>
  new Refusal('call-not-found', `There is no call ${number.slice(0, 100)}.`);

/** A change of the call changes it; a new plan does not. */
export const etag = (call: Pick<StoredCall, 'version'>): string => `"${call.version}"`;

/** A call as it stands, with its allocation. */
export async function stands(day: Day, em: Em, call: StoredCall): Promise<Found> {
  const status = day.book.status(call) ?? 'logged';
  const allocation = OPEN_STATUSES.has(status) ? await allocationOf(em, call.territory, call.number) : null;
  return { call, status: seenStatus(status, allocation), allocation };
}

/** The reply to a change: the call as it is now. */
export async function callReply(change: Change, call: StoredCall): Promise<Reply> {
  const day = await change.day();
  const { status, allocation } = await stands(day, change.em, call);
  return {
    status: 200,
    headers: { etag: etag(call) },
    body: {
      ...callView(day.tables, call, status, allocation),
      version: call.version,
      possible: possibleWith(call, status),
    },
  };
}

export const commentView = ({ id, at: when, who, data }: StoredCallEvent) => ({
  id: String(id),
  at: at(when),
  who,
  text: data.text,
  audience: data.audience,
});
