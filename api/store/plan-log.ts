import { sql } from 'kysely';
import { type Instant, type Minor, minor, type PlanCost, type Unallocated } from '#engine';
import { type Em, kysely } from './database.ts';
import { literal, sendAll } from './statements.ts';
import type { PlanMade, PlanSource } from './tables/history.ts';
import { allocations, type StoredAllocation } from './tables/plans.ts';
import { type Row, toRecord, toRow } from './tables/table.ts';

export type { PlanMade, PlanSource };

/** What changed in a territory's plan. */
export interface PlanLogged {
  readonly territory: string;
  readonly at: Instant;
  readonly written: readonly StoredAllocation[];
  /** Calls that have no place any more. */
  readonly gone: readonly string[];
  /** A plan that was saved; null: a change of single calls. */
  readonly plan: {
    readonly version: number;
    readonly made: PlanMade | null;
  } | null;
}

/** Every so many versions the whole plan is written down, so that reading back has few steps. */
const WHOLE_EACH = 50;

/** The statement that logs it, after those that write it: the plan's own row is read back. */
export function planLogging({ territory, at, written, gone, plan }: PlanLogged): string {
  const whole = plan !== null && plan.version % WHOLE_EACH === 1;
  const rows = JSON.stringify(written.map((allocation) => toRow(allocations, allocation)));
  const content = whole
    ? `coalesce((select jsonb_agg(to_jsonb(a)) from allocations a join calls c
        on c.territory = a.territory and c.number = a.call
        where a.territory = ${literal(territory)} and c.ended_at is null), '[]')`
    : `${literal(rows)}::jsonb`;
  // What the plan's own row says by now is not sent again.
  const made =
    plan === null
      ? 'null'
      : `(select jsonb_build_object('plan', ${literal(JSON.stringify(plan.made))}::jsonb, 'cost', cost, 'changeCost', change_cost,
          'unallocated', unallocated) from plans where territory = ${literal(territory)})`;
  return `insert into plan_log (territory, "at", plan_version, written, gone, whole, made)
    select ${literal(territory)}, ${at}::bigint, ${plan?.version ?? null}::integer, ${content},
      ${literal(JSON.stringify(gone))}::jsonb, ${whole}, ${made}::jsonb`;
}

export const logPlan = (em: Em, logged: PlanLogged): Promise<void> => sendAll(em, [planLogging(logged)]);

/** Notes a plan that was made and not saved, and why. */
export async function logRefusal(em: Em, territory: string, at: Instant, refused: readonly unknown[]): Promise<void> {
  await sql`insert into plan_log (territory, "at", plan_version, written, gone, whole, made)
    values (${territory}, ${at}::bigint, null, '[]', '[]', false, ${JSON.stringify({ refused })}::jsonb)`.execute(
    kysely(em),
  );
}

/** A territory's plan as it stood, with the plan that was saved last. */
export interface PastPlan {
  readonly version: number;
  readonly madeAt: Instant;
  readonly made: PlanMade | null;
  readonly cost: PlanCost;
  readonly changeCost: Minor;
  readonly unallocated: readonly Unallocated[];
  /** Those of calls that have ended since it was written down too. */
  readonly allocations: readonly StoredAllocation[];
}

/** Up to an instant, or up to an entry of the log. null: none is known of that time. */
export async function planAt(
  em: Em,
  territory: string,
  upTo: { readonly at: Instant } | { readonly log: number },
): Promise<PastPlan | null> {
  const known = 'at' in upTo ? sql`"at" <= ${upTo.at}::bigint` : sql`id <= ${upTo.log}::bigint`;
  const { rows } = await sql<{
    at: Instant;
    plan_version: number | null;
    written: Row[];
    gone: string[];
    whole: boolean;
    made: { plan: PlanMade | null; cost: PlanCost; changeCost?: Minor; unallocated: Unallocated[] } | null;
  }>`select "at", plan_version, written, gone, whole, made from plan_log
    where territory = ${territory} and ${known} and id >= (select max(id) from plan_log
      where territory = ${territory} and ${known} and whole) order by id`.execute(kysely(em));
  const placed = new Map<string, StoredAllocation>();
  let last: Omit<PastPlan, 'allocations'> | null = null;
  for (const row of rows) {
    if (row.whole) placed.clear();
    for (const call of row.gone) placed.delete(call);
    for (const each of row.written) placed.set(each.call as string, toRecord(allocations, each));
    if (row.plan_version === null) continue;
    const { plan = null, cost = {} as PlanCost, changeCost = minor(0), unallocated = [] } = row.made ?? {};
    last = { version: row.plan_version, madeAt: row.at, made: plan, cost, changeCost, unallocated };
  }
  const order = (a: StoredAllocation, b: StoredAllocation): number =>
    a.resource < b.resource ? -1 : a.resource > b.resource ? 1 : a.start - b.start || (a.call < b.call ? -1 : 1);
  return last === null ? null : { ...last, allocations: [...placed.values()].sort(order) };
}

/** Entry of the log with which a version was saved; null: it is not known (any more). */
export async function planEntry(em: Em, territory: string, version: number): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`select max(id) as id from plan_log
    where territory = ${territory} and plan_version = ${version}`.execute(kysely(em));
  return rows[0]?.id ?? null;
}

/** The earliest entry of the log with which a whole plan can be read back; null: there is none. */
export async function firstPlanEntry(em: Em, territory: string): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`select min(id) as id from plan_log
    where territory = ${territory} and whole and plan_version is not null`.execute(kysely(em));
  return rows[0]?.id ?? null;
}

/** How the last plan was made that was made anew by an instant; null: none is known. */
export async function lastMadeAnew(
  em: Em,
  territory: string,
  at: Instant,
): Promise<{ readonly version: number; readonly madeAt: Instant; readonly made: PlanMade } | null> {
  const { rows } = await sql<{ version: number; madeAt: Instant; made: PlanMade }>`
    select plan_version as version, "at" as "madeAt", made->'plan' as made from plan_log
    where territory = ${territory} and "at" <= ${at}::bigint and (made->'plan'->>'anew')::boolean
    order by id desc limit 1`.execute(kysely(em));
  return rows[0] ?? null;
}

/** Forgets what was logged before an instant, but for what later moments are read back from. */
export async function forgetPlans(em: Em, before: Instant): Promise<void> {
  await sql`delete from plan_log l where "at" < ${before}::bigint and id < (select max(id) from plan_log w
    where w.territory = l.territory and w.whole and w."at" < ${before}::bigint)`.execute(kysely(em));
}
