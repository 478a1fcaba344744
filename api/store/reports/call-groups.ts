import { type RawBuilder, sql } from 'kysely';
import { type Em, kysely } from '../database.ts';
import {
  CALLS,
  CANCELLED,
  CLASS,
  COUNTS,
  END,
  heldAtSql,
  matches,
  openAt,
  type ReportFilter,
  touches,
  within,
} from './report-filter.ts';

/** By what calls are put together. */
export const GROUPS = ['technician', 'customer', 'model', 'contract', 'site', 'territory', 'class', 'type'] as const;
export type Group = (typeof GROUPS)[number];

const KEY: Readonly<Record<Group, RawBuilder<unknown>>> = {
  technician: sql`c.resource`,
  customer: sql`k.customer`,
  model: sql`c.model`,
  contract: sql`c.contract`,
  site: sql`c.site`,
  territory: sql`c.territory`,
  class: CLASS,
  type: sql`c.type`,
};
const NAMED: Partial<Record<Group, string>> = {
  technician: 'resources',
  customer: 'customers',
  model: 'models',
  contract: 'contracts',
  site: 'sites',
  territory: 'territories',
};
/** The name of a group's key, where its table has one. */
const nameOf = (group: Group): RawBuilder<unknown> => {
  const table = NAMED[group];
  return table === undefined ? sql`null::text` : sql`(select n.name from ${sql.table(table)} n where n.code = g.key)`;
};

const minutes = (length: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`round((${length} / 60000.0)::numeric, 1)::float8`;
const percent = (part: RawBuilder<unknown>, whole: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`case when ${whole} > 0 then round(100.0 * ${part} / ${whole}, 2)::float8 end`;

/** Fixed at the first visit: one visit at most, and never reopened. */
const FIRST_TIME = sql`(coalesce(v.visits, 1) <= 1 and not exists (select from call_events e
  where e.territory = c.territory and e.call = c.number and e.kind in ('reopen', 'reopened-as')))`;
const VISITS = sql`left join (select territory, call, count(*) as visits from visits group by 1, 2 having count(*) > 1) v
  on v.territory = c.territory and v.call = c.number`;

export interface CallGroup {
  readonly key: string | null;
  readonly name: string | null;
  readonly logged: number;
  readonly duplicates: number;
  readonly cancelled: number;
  readonly closed: number;
  readonly open: number;
  readonly on_hold: number;
  readonly high_priority: number;
  readonly escalated: number;
  readonly mean_respond_minutes: number | null;
  readonly mean_fix_minutes: number | null;
  readonly first_time_fix_percent: number | null;
}

/** Counts and means of calls by group, the most calls first. */
export async function reportGroups(em: Em, group: Group, filter: ReportFilter, limit: number): Promise<CallGroup[]> {
  const logged = within(sql`c.logged_at`, filter);
  const fixed = sql`(${COUNTS} and c.fixed_at is not null and ${within(sql`c.fixed_at`, filter)})`;
  const fault = sql`(${fixed} and c.type = 'fault')`;
  const responded = sql`(${COUNTS} and c.responded_at is not null and ${within(sql`c.responded_at`, filter)})`;
  const open = openAt(filter.to);
  const { rows } = await sql<CallGroup>`select g.key, ${nameOf(group)} as name, g.logged, g.duplicates, g.cancelled,
      g.closed, g.open, g.on_hold, g.high_priority, g.escalated, g.mean_respond_minutes, g.mean_fix_minutes,
      g.first_time_fix_percent
    from (select ${KEY[group]} as key,
      count(*) filter (where ${logged})::int as logged,
      count(*) filter (where ${logged} and c.duplicate_of is not null)::int as duplicates,
      count(*) filter (where ${logged} and ${CANCELLED})::int as cancelled,
      count(*) filter (where ${within(END, filter)})::int as closed,
      count(*) filter (where ${open})::int as open,
      count(*) filter (where ${open} and ${heldAtSql(filter.to)})::int as on_hold,
      count(*) filter (where ${open} and c.duplicate_of is null and ${CLASS} in ('emergency', 'high'))::int as high_priority,
      count(*) filter (where c.raised_to is not null and c.duplicate_of is null)::int as escalated,
      ${minutes(sql`avg(c.responded_at - c.logged_at) filter (where ${responded})`)} as mean_respond_minutes,
      ${minutes(sql`avg(c.fixed_at - c.logged_at) filter (where ${fixed})`)} as mean_fix_minutes,
      ${percent(sql`count(*) filter (where ${fault} and ${FIRST_TIME})`, sql`count(*) filter (where ${fault})`)}
        as first_time_fix_percent
    from ${CALLS(filter)} ${VISITS} where ${matches(filter)} and ${touches(filter)} group by 1) g
    order by g.logged + g.open desc, g.key limit ${limit}`.execute(kysely(em));
  return rows;
}

export interface TimesGroup {
  readonly key: string | null;
  readonly name: string | null;
  readonly calls: number;
  readonly mean_minutes: number;
  readonly median_minutes: number;
  readonly p90_minutes: number;
  readonly max_minutes: number;
  readonly met: number;
  readonly missed: number;
  readonly met_percent: number | null;
}

/** How long it took until somebody came, or until it was fixed, by group; and what that made of the targets. */
export async function reportTimes(
  em: Em,
  clock: 'respond' | 'fix',
  group: Group,
  filter: ReportFilter,
  limit: number,
): Promise<TimesGroup[]> {
  const until = clock === 'respond' ? sql`c.responded_at` : sql`c.fixed_at`;
  const outcome = sql.ref(`f.${clock}`);
  const met = sql`count(*) filter (where ${outcome} = 'met')`;
  const missed = sql`count(*) filter (where ${outcome} = 'missed')`;
  const share = (part: number) =>
    minutes(sql`percentile_cont(${sql.lit(part)}) within group (order by ${until} - c.logged_at)`);
  const { rows } = await sql<TimesGroup>`select g.*, ${nameOf(group)} as name from (
    select ${KEY[group]} as key, count(*)::int as calls, ${minutes(sql`avg(${until} - c.logged_at)`)} as mean_minutes,
      ${share(0.5)} as median_minutes, ${share(0.9)} as p90_minutes, ${minutes(sql`max(${until} - c.logged_at)`)} as max_minutes,
      ${met}::int as met, ${missed}::int as missed, ${percent(met, sql`(${met} + ${missed})`)} as met_percent
    from ${CALLS(filter)} left join call_facts f on f.territory = c.territory and f.number = c.number and not f.excused
    where ${matches(filter)} and ${touches(filter)} and ${COUNTS} and ${within(until, filter)} group by 1) g
    order by g.calls desc, g.key limit ${limit}`.execute(kysely(em));
  return rows;
}

export interface FirstTimeFix {
  readonly key: string | null;
  readonly name: string | null;
  readonly fixed: number;
  readonly first_time: number;
  readonly first_time_fix_percent: number | null;
  readonly mean_visits: number;
}

/** Of the faults fixed in the period, those fixed at the first visit, by group. */
export async function reportFirstTimeFix(
  em: Em,
  group: Group,
  filter: ReportFilter,
  limit: number,
): Promise<FirstTimeFix[]> {
  const { rows } = await sql<FirstTimeFix>`select g.*, ${nameOf(group)} as name from (
    select ${KEY[group]} as key, count(*)::int as fixed, count(*) filter (where ${FIRST_TIME})::int as first_time,
      ${percent(sql`count(*) filter (where ${FIRST_TIME})`, sql`count(*)`)} as first_time_fix_percent,
      round(avg(coalesce(v.visits, 1)), 2)::float8 as mean_visits
    from ${CALLS(filter)} ${VISITS}
    where ${matches(filter)} and ${touches(filter)} and ${COUNTS} and c.type = 'fault' and ${within(sql`c.fixed_at`, filter)}
    group by 1) g order by g.fixed desc, g.key limit ${limit}`.execute(kysely(em));
  return rows;
}
