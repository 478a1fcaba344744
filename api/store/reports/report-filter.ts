import { type RawBuilder, sql } from 'kysely';
import type { CallClass, CallType, Instant } from '#engine';

/** A period `[from, to)`; each other field narrows the calls. */
export interface ReportFilter {
  readonly from: Instant;
  readonly to: Instant;
  readonly contract?: string | undefined;
  readonly customer?: string | undefined;
  readonly site?: string | undefined;
  readonly model?: string | undefined;
  readonly device?: string | undefined;
  readonly zone?: string | undefined;
  /** Who has the call, or fixed it. */
  readonly technician?: string | undefined;
  readonly territory?: string | undefined;
  readonly class?: CallClass | undefined;
  readonly type?: CallType | undefined;
  /** Classes of open calls where they are not what their rows tell: raised by a reliability target, or deferred. */
  readonly classes: ReadonlyMap<string, CallClass>;
}

/** Calls as `c`, their contracts as `k`, and classes known better than by the row as `o`. */
export const CALLS = (filter: ReportFilter): RawBuilder<unknown> =>
  filter.classes.size === 0
    ? sql`calls c join contracts k on k.code = c.contract
        left join (select null::text as number, null::text as class where false) o on true`
    : sql`calls c join contracts k on k.code = c.contract
        left join unnest(${[...filter.classes.keys()]}::text[], ${[...filter.classes.values()]}::text[])
          as o (number, class) on o.number = c.number`;

/** Class of a call: what is known of an open one, else what its row tells. */
export const CLASS = sql`coalesce(o.class, case when c.emergency is not null then 'emergency'
  when c.raised_to = 'high' then 'high' when c.type in ('maintenance', 'installation') then 'planned' else 'normal' end)`;

export const CANCELLED = sql`coalesce(c.status = 'cancelled', false)`;
/** When a call was fixed, or closed without a fix; null: open, or cancelled. */
export const END = sql`case when ${CANCELLED} then null else coalesce(c.fixed_at, c.ended_at) end`;
/** One failure, one piece of work: no report of it again, not called off. */
export const COUNTS = sql`(c.duplicate_of is null and not ${CANCELLED})`;

/** Open at an instant: logged by then, fixed or closed after it or not yet, not cancelled. */
export const openAt = (at: Instant): RawBuilder<boolean> =>
  sql<boolean>`(c.logged_at <= ${at}::bigint and not ${CANCELLED} and (${END} is null or ${END} > ${at}::bigint))`;

/** On hold at an instant. */
export const heldAtSql = (at: Instant): RawBuilder<boolean> =>
  sql<boolean>`exists (select from jsonb_array_elements(c.holds) h where (h ->> 'from')::bigint <= ${at}::bigint
    and (h ->> 'to' is null or (h ->> 'to')::bigint > ${at}::bigint))`;

/** An instant of the period. */
export const within = (column: RawBuilder<unknown>, { from, to }: ReportFilter): RawBuilder<boolean> =>
  sql<boolean>`(${column} >= ${from}::bigint and ${column} < ${to}::bigint)`;

/** Logged before the period's end and not ended before its beginning: all that it has to do with. */
export const touches = ({ from, to }: ReportFilter): RawBuilder<boolean> =>
  sql<boolean>`(c.logged_at < ${to}::bigint and (c.ended_at is null or c.ended_at >= ${from}::bigint))`;

/** The conditions of the filter but for its period. */
export function matches(filter: ReportFilter): RawBuilder<boolean> {
  const all: RawBuilder<boolean>[] = [sql<boolean>`true`];
  for (const column of ['contract', 'site', 'model', 'device', 'zone', 'territory', 'type'] as const) {
    const value = filter[column];
    if (value !== undefined) all.push(sql<boolean>`c.${sql.ref(column)} = ${value}`);
  }
  if (filter.technician !== undefined) all.push(sql<boolean>`c.resource = ${filter.technician}`);
  if (filter.customer !== undefined) all.push(sql<boolean>`k.customer = ${filter.customer}`);
  if (filter.class !== undefined) all.push(sql<boolean>`${CLASS} = ${filter.class}`);
  return sql<boolean>`${sql.join(all, sql` and `)}`;
}
