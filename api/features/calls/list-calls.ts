import {
  CALL_STATUSES,
  type Call,
  type CallStatus,
  type CallType,
  formatInstant,
  type Instant,
  OPEN_STATUSES,
} from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { callView, csv, linkToNext } from '../../platform/views.ts';
import { Refusal, refusal } from '../../problem.ts';
import { allocationsOf, cursorText, listCalls, parseCursor } from '../../store/index.ts';
import { seenStatus } from './find-call.ts';

export interface ListQuery {
  readonly status?: string | undefined;
  readonly territory?: string | undefined;
  readonly contract?: string | undefined;
  readonly site?: string | undefined;
  readonly device?: string | undefined;
  readonly resource?: string | undefined;
  readonly type?: CallType | undefined;
  readonly logged_from?: Instant | undefined;
  readonly logged_to?: Instant | undefined;
  readonly text?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const COLUMNS = [
  'number',
  'device',
  'site',
  'model',
  'contract',
  'territory',
  'contact',
  'description',
  'type',
  'status',
  'logged_at',
  'occurred_at',
  'service_affecting',
  'estimated_time',
  'earliest',
  'latest',
  'resource',
  'pinned',
  'planned_start',
  'responded_at',
  'fixed_at',
  'closed_at',
  'duplicate_of',
] as const;

/** A page of calls, newest first; `url` is what was asked for. The next page of a table is in the `Link` header. */
export async function listCallPage(office: Office, url: string, query: ListQuery, asCsv: boolean): Promise<Reply> {
  const after = query.cursor === undefined ? null : parseCursor(query.cursor);
  if (query.cursor !== undefined && after === null) throw badCursor();
  refuseReversed(query);
  const em = office.store.em();
  const now = office.clock();
  const { book, tables } = await office.desk.upToDate(em, now);
  const statusOf = (call: Call): CallStatus => book.status(call) ?? 'logged';
  const { territory, contract, site, device, resource, text } = query;
  const filter = {
    ...{ now, territory, contract, site, device, resource, text },
    status: query.status === undefined ? undefined : statuses(query.status),
    type: query.type === undefined ? undefined : [query.type],
    loggedFrom: query.logged_from,
    loggedTo: query.logged_to,
  };
  const page = await listCalls(em, filter, { limit: query.limit, after });
  const allocations = await allocationsOf(
    em,
    page.calls.filter((call) => OPEN_STATUSES.has(statusOf(call))),
  );
  const calls = page.calls.map((call) => {
    const allocation = allocations.get(call.number) ?? null;
    return callView(tables, call, seenStatus(statusOf(call), allocation), allocation);
  });
  const next = page.next === null ? null : cursorText(page.next);
  return { status: 200, headers: linkToNext(url, next), body: asCsv ? csv(COLUMNS, calls) : { calls, next } };
}

export const badCursor = (): Refusal => new Refusal('bad-cursor', 'This cursor was not given out by this list.');

/** Nothing was ever logged in a period that ends before it begins: better said than shown as an empty list. */
function refuseReversed({ logged_from: from, logged_to: to }: ListQuery): void {
  if (from === undefined || to === undefined || from < to) return;
  const message = 'The period ends at or before its beginning.';
  const action = 'Give a `logged_from` before `logged_to`.';
  throw refusal('invalid-request', [
    { code: 'bad-value', field: 'logged_from', value: formatInstant(from), message, action },
  ]);
}

/** Comma-separated statuses; `active` stands for all open ones. An open call may have been allocated by the plan alone. */
function statuses(text: string): CallStatus[] {
  const named = text.split(',').map((each) => each.trim());
  const unknown = named.filter((each) => each !== 'active' && !CALL_STATUSES.includes(each as CallStatus));
  if (unknown.length > 0) {
    throw refusal(
      'invalid-request',
      unknown.map((value) => ({
        code: 'bad-value',
        field: 'status',
        value: value.slice(0, 100),
        message: `There is no status ${value.slice(0, 100)}.`,
        action: `Give active, or some of: ${CALL_STATUSES.join(', ')}.`,
      })),
    );
  }
  return named.flatMap((each) => (each === 'active' ? [...OPEN_STATUSES] : [each as CallStatus]));
}
