import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';

/** How far the plans are behind. */
export interface PlanStandings {
  /** Open calls by territory, and those of them that its plan does not know yet. */
  readonly calls: readonly { territory: string; calls: number; unplanned: number }[];
  readonly plans: readonly { territory: string; madeAt: number }[];
  /** Jobs that are not done, by state. */
  readonly jobs: readonly { state: string; jobs: number }[];
}

export async function planStandings(em: Em): Promise<PlanStandings> {
  const db = kysely(em);
  const calls = await sql<PlanStandings['calls'][number]>`
    with unallocated as (select p.territory, u->>'call' as call from plans p, jsonb_array_elements(p.unallocated) u)
    select c.territory, count(*) as calls, count(*) filter (where coalesce(c.status, 'open') <> 'awaiting-approval'
      and not exists (select from allocations a where a.territory = c.territory and a.call = c.number)
      and not exists (select from unallocated u where u.territory = c.territory and u.call = c.number)) as unplanned
    from calls c where c.ended_at is null group by c.territory`.execute(db);
  const plans = await sql<PlanStandings['plans'][number]>`
    select territory, made_at as "madeAt" from plans where plan_version > 0`.execute(db);
  const jobs = await sql<PlanStandings['jobs'][number]>`select state::text as state, count(*) as jobs from pgboss.job
    where name in ('plan-territory', 'plan-whole-territory') and state in ('created', 'retry', 'active') group by state`.execute(
    db,
  );
  return { calls: calls.rows, plans: plans.rows, jobs: jobs.rows };
}
