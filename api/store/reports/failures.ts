import { type RawBuilder, sql } from 'kysely';
import type { Instant, Millis } from '#engine';
import { type Em, kysely } from '../database.ts';
import { CALLS, COUNTS, matches, type ReportFilter, within } from './report-filter.ts';

/** A failure: a fault that counts and that nothing excuses. */
const FAILURE = sql`(${COUNTS} and c.type = 'fault' and c.excuse is null)`;

export interface RepeatFailures {
  readonly device: string;
  readonly model: string;
  readonly site: string;
  readonly contract: string;
  readonly failures: number;
  readonly repeats: number;
  readonly repeat_percent: number;
  readonly last_logged_at: Instant;
}

/**
 * Failures of each device logged in the period, and how many of them came within so long after an earlier one of the same
 * device had been fixed (or before it was). The worst devices first.
 */
export async function reportRepeats(
  em: Em,
  filter: ReportFilter,
  soon: Millis,
  limit: number,
): Promise<RepeatFailures[]> {
  const { rows } = await sql<RepeatFailures>`select device, model, site, contract, count(*)::int as failures,
      count(*) filter (where repeat)::int as repeats,
      round(100.0 * count(*) filter (where repeat) / count(*), 2)::float8 as repeat_percent,
      max(logged_at) as last_logged_at
    from (select c.device, c.model, c.site, c.contract, c.logged_at,
        coalesce(c.logged_at - lag(coalesce(c.fixed_at, c.logged_at)) over same < ${soon}::bigint, false) as repeat
      from ${CALLS(filter)}
      where ${matches(filter)} and ${FAILURE} and c.logged_at >= ${filter.from - soon - LONGEST_FIX}::bigint
        and c.logged_at < ${filter.to}::bigint
      window same as (partition by c.device order by c.logged_at, c.number)) failures
    where logged_at >= ${filter.from}::bigint
    group by 1, 2, 3, 4 order by repeats desc, failures desc, device limit ${limit}`.execute(kysely(em));
  return rows;
}

/** Earlier failures are looked for among those logged so long before: ninety days. */
const LONGEST_FIX = 90 * 86_400_000;

export const FAILURE_GROUPS = ['model', 'device', 'site', 'contract', 'customer', 'territory'] as const;
export type FailureGroup = (typeof FAILURE_GROUPS)[number];

const KEY: Readonly<Record<FailureGroup, RawBuilder<unknown>>> = {
  model: sql`d.model`,
  device: sql`d.code`,
  site: sql`d.site`,
  contract: sql`d.contract`,
  customer: sql`k.customer`,
  territory: sql`s.territory`,
};

export interface TimeBetweenFailures {
  readonly key: string;
  readonly devices: number;
  readonly service_hours: number;
  readonly failures: number;
  /** null: none failed. */
  readonly mtbf_hours: number | null;
}

/**
 * Mean time between failures: the time that devices were in service in the period (installed and not retired, by the
 * calendar), divided by their failures logged in it. The least time first.
 */
export async function reportTimeBetween(
  em: Em,
  group: FailureGroup,
  filter: ReportFilter,
  limit: number,
): Promise<TimeBetweenFailures[]> {
  const { from, to } = filter;
  const midnight = (date: RawBuilder<unknown>, days: number) =>
    sql`(extract(epoch from ((${date}::date + ${sql.lit(days)})::timestamp at time zone s.time_zone)) * 1000)::bigint`;
  const narrowed: RawBuilder<boolean>[] = [sql<boolean>`true`];
  const columns = {
    contract: 'd.contract',
    site: 'd.site',
    model: 'd.model',
    device: 'd.code',
    zone: 'd.zone',
  } as const;
  for (const [field, column] of Object.entries(columns)) {
    const value = filter[field as keyof typeof columns];
    if (value !== undefined) narrowed.push(sql<boolean>`${sql.ref(column)} = ${value}`);
  }
  if (filter.customer !== undefined) narrowed.push(sql<boolean>`k.customer = ${filter.customer}`);
  if (filter.territory !== undefined) narrowed.push(sql<boolean>`s.territory = ${filter.territory}`);
  const { rows } = await sql<TimeBetweenFailures>`
    with failed as (select c.device, count(*) as failures from ${CALLS(filter)}
      where ${matches(filter)} and ${FAILURE} and ${within(sql`c.logged_at`, filter)} group by 1)
    select key, count(*)::int as devices, round(sum(service) / 3600000.0, 1)::float8 as service_hours,
      sum(failures)::int as failures,
      case when sum(failures) > 0 then round(sum(service) / sum(failures) / 3600000.0, 1)::float8 end as mtbf_hours
    from (select ${KEY[group]} as key, coalesce(f.failures, 0) as failures,
        greatest(0, least(${to}::bigint, coalesce(${midnight(sql`d.retired_on`, 1)}, ${to}::bigint))
          - greatest(${from}::bigint, coalesce(${midnight(sql`d.installed_on`, 0)}, ${from}::bigint)))::numeric as service
      from devices d join sites s on s.code = d.site join contracts k on k.code = d.contract
      left join failed f on f.device = d.code where ${sql.join(narrowed, sql` and `)}) each
    where service > 0 or failures > 0
    group by 1 order by mtbf_hours nulls last, key limit ${limit}`.execute(kysely(em));
  return rows;
}
