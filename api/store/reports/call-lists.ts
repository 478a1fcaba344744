import { type RawBuilder, sql } from 'kysely';
import type { CallClass, CallType, Instant } from '#engine';
import type { CallCursor } from '../call-list.ts';
import { type Em, kysely } from '../database.ts';
import {
  CALLS,
  CANCELLED,
  CLASS,
  END,
  heldAtSql,
  matches,
  openAt,
  type ReportFilter,
  within,
} from './report-filter.ts';

/** What a list is of; at the period's end, or in it. */
export type CallListKind = 'open' | 'closed' | 'escalated' | 'on-hold' | 'high-priority';

export interface ListedCall {
  readonly number: string;
  readonly loggedAt: Instant;
  readonly class: CallClass;
  readonly type: CallType;
  readonly contract: string;
  readonly customer: string;
  readonly territory: string;
  readonly site: string;
  readonly model: string;
  readonly device: string;
  readonly technician: string | null;
  readonly description: string;
  readonly duplicateOf: string | null;
  readonly respondedAt: Instant | null;
  readonly fixedAt: Instant | null;
  readonly closedAt: Instant | null;
  /** Of the hold at the period's end. */
  readonly holdReason: string | null;
  readonly holdFrom: Instant | null;
  /** Steps gone, in order: `respond 80`. */
  readonly escalations: readonly string[];
}

/** Calls, newest first, a page at a time. */
export async function reportCalls(
  em: Em,
  kind: CallListKind,
  filter: ReportFilter,
  page: { readonly limit: number; readonly after: CallCursor | null },
): Promise<{ calls: ListedCall[]; next: CallCursor | null }> {
  const { to } = filter;
  const notEndedBy = sql<boolean>`(c.ended_at is null or c.ended_at > ${to}::bigint)`;
  const open = sql<boolean>`(${openAt(to)} and ${notEndedBy})`;
  const which: Record<CallListKind, RawBuilder<boolean>> = {
    open,
    closed: sql<boolean>`(not ${CANCELLED} and c.ended_at >= ${filter.from}::bigint and ${within(END, filter)})`,
    escalated: sql<boolean>`(c.logged_at < ${to}::bigint and (c.ended_at is null or c.ended_at >= ${filter.from}::bigint)
      and c.duplicate_of is null
      and (c.territory, c.number) in (select d.territory, coalesce(d.duplicate_of, d.number)
        from call_escalations x join calls d on d.territory = x.territory and d.number = x.call where x."at" < ${to}::bigint
        union select r.territory, coalesce(r.duplicate_of, r.number) from calls r where r.raised_to is not null))`,
    'on-hold': sql<boolean>`(${open} and ${heldAtSql(to)})`,
    'high-priority': sql<boolean>`(${open} and c.duplicate_of is null and ${CLASS} in ('emergency', 'high'))`,
  };
  const { after } = page;
  const behind =
    after === null
      ? sql<boolean>`true`
      : sql<boolean>`(c.logged_at, c.number) < (${after.loggedAt}::bigint, ${after.number})`;
  // Holds and escalations are looked up for the calls of the page alone.
  const { rows } = await sql<ListedCall>`select c.number, c.logged_at as "loggedAt", c.known_class as class, c.type,
      c.contract, c.customer, c.territory, c.site, c.model, c.device, c.resource as technician, c.description,
      c.duplicate_of as "duplicateOf", c.responded_at as "respondedAt", c.fixed_at as "fixedAt", c.closed_at as "closedAt",
      h.reason as "holdReason", h."from" as "holdFrom", coalesce(e.steps, '{}') as escalations
    from (select c.*, k.customer, ${CLASS} as known_class from ${CALLS(filter)}
      where ${matches(filter)} and ${which[kind]} and ${behind}
      order by c.logged_at desc, c.number desc limit ${page.limit + 1}) c
    left join lateral (select array_agg(s.key order by s.first, s.key) as steps from (
      select x.key, min(x."at") as first from call_escalations x
      where x.territory = c.territory and x."at" < ${to}::bigint and (x.call = c.number or x.call in (
        select d.number from calls d where d.territory = c.territory and d.duplicate_of = c.number))
      group by x.key) s) e on true
    left join lateral (select x ->> 'reason' as reason, (x ->> 'from')::bigint as "from" from jsonb_array_elements(c.holds) x
      where (x ->> 'from')::bigint <= ${to}::bigint and (x ->> 'to' is null or (x ->> 'to')::bigint > ${to}::bigint)
      limit 1) h on true
    order by c.logged_at desc, c.number desc`.execute(kysely(em));
  const calls = rows.slice(0, page.limit);
  const last = calls.at(-1);
  const more = rows.length > page.limit && last !== undefined;
  return { calls, next: more ? { loggedAt: last.loggedAt, number: last.number } : null };
}
