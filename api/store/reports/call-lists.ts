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
  const which: Record<CallListKind, RawBuilder<boolean>> = {
    open: openAt(to),
    closed: sql<boolean>`(not ${CANCELLED} and ${within(sql`c.ended_at`, filter)} and ${within(END, filter)})`,
    escalated: sql<boolean>`((c.raised_to is not null or e.steps is not null) and c.logged_at < ${to}::bigint
      and (c.ended_at is null or c.ended_at >= ${filter.from}::bigint))`,
    'on-hold': sql<boolean>`(${openAt(to)} and ${heldAtSql(to)})`,
    'high-priority': sql<boolean>`(${openAt(to)} and ${CLASS} in ('emergency', 'high'))`,
  };
  const { after } = page;
  const behind =
    after === null
      ? sql<boolean>`true`
      : sql<boolean>`(c.logged_at, c.number) < (${after.loggedAt}::bigint, ${after.number})`;
  const { rows } = await sql<ListedCall>`select c.number, c.logged_at as "loggedAt", ${CLASS} as class, c.type,
      c.contract, k.customer, c.territory, c.site, c.model, c.device, c.resource as technician, c.description,
      c.duplicate_of as "duplicateOf", c.responded_at as "respondedAt", c.fixed_at as "fixedAt", c.closed_at as "closedAt",
      h.reason as "holdReason", h."from" as "holdFrom", coalesce(e.steps, '{}') as escalations
    from ${CALLS(filter)}
    left join lateral (select array_agg(x.key order by x."at", x.key) as steps from call_escalations x
      where x.territory = c.territory and x.call = c.number and x."at" < ${to}::bigint) e on true
    left join lateral (select x ->> 'reason' as reason, (x ->> 'from')::bigint as "from" from jsonb_array_elements(c.holds) x
      where (x ->> 'from')::bigint <= ${to}::bigint and (x ->> 'to' is null or (x ->> 'to')::bigint > ${to}::bigint)
      limit 1) h on true
    where ${matches(filter)} and ${which[kind]} and ${behind}
    order by c.logged_at desc, c.number desc limit ${page.limit + 1}`.execute(kysely(em));
  const calls = rows.slice(0, page.limit);
  const last = calls.at(-1);
  const more = rows.length > page.limit && last !== undefined;
  return { calls, next: more ? { loggedAt: last.loggedAt, number: last.number } : null };
}
