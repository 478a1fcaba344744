import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from '../database.ts';
import { CALLS, COUNTS, END, matches, type ReportFilter } from './report-filter.ts';

/** What happened in one stretch of the period. */
export interface BacklogStep {
  readonly logged: number;
  readonly ended: number;
}

/**
 * How many calls were open as the period began, and how many came and ended in each stretch between its bounds
 * (ascending, the first is the period's beginning, the last its end). Duplicates and cancelled calls are left out.
 */
export async function reportBacklog(
  em: Em,
  filter: ReportFilter,
  bounds: readonly Instant[],
): Promise<{ open: number; steps: BacklogStep[] }> {
  const { from, to } = filter;
  const edges = sql`${[...bounds]}::bigint[]`;
  const { rows } = await sql<{ open: number; bucket: number | null; logged: number; ended: number }>`
    with c as materialized (select c.logged_at, ${END} as "end" from ${CALLS(filter)}
        where ${matches(filter)} and ${COUNTS} and c.logged_at < ${to}::bigint
          and (c.ended_at is null or c.ended_at >= ${from}::bigint)),
      came as (select width_bucket(logged_at, ${edges}) as bucket, count(*)::int as logged from c
        where logged_at >= ${from}::bigint group by 1),
      went as (select width_bucket("end", ${edges}) as bucket, count(*)::int as ended from c
        where "end" >= ${from}::bigint and "end" < ${to}::bigint group by 1)
    select (select count(*)::int from c where logged_at < ${from}::bigint and ("end" is null or "end" >= ${from}::bigint)) as open,
      b.bucket, coalesce(came.logged, 0) as logged, coalesce(went.ended, 0) as ended
    from (values (1)) as always
    left join (select bucket from came union select bucket from went) b on true
    left join came using (bucket) left join went using (bucket)`.execute(kysely(em));
  const byBucket = new Map(rows.map(({ bucket, logged, ended }) => [bucket, { logged, ended }]));
  const steps = bounds.slice(1).map((_, k) => byBucket.get(k + 1) ?? { logged: 0, ended: 0 });
  return { open: rows[0]?.open ?? 0, steps };
}
