import { sql } from 'kysely';
import {
  type ChangeKind,
  changesBetween,
  type Instant,
  type Interval,
  type Minor,
  minor,
  type Plan,
  type PlanCost,
  type Unallocated,
} from '#engine';
import { type Em, kysely } from './database.ts';
import { liveRecording } from './live-events.ts';
import { logPlan, type PlanMade, planLogging } from './plan-log.ts';
import type { Seen } from './seen.ts';
import { literal, literals, sendAll } from './statements.ts';
import { allocations, costColumns, type StoredAllocation } from './tables/plans.ts';
import { insertion, insertRecords, type Row, toRecord } from './tables/table.ts';

/** The plan of a territory as it stands. */
export interface StoredPlan {
  readonly territory: string;
  /** Goes up by one with each plan saved; 0: none was. */
  readonly version: number;
  readonly madeAt: Instant | null;
  /** The moment for which it was made. */
  readonly now: Instant | null;
  /** Of open calls, by resource and time. */
  readonly allocations: readonly StoredAllocation[];
  readonly unallocated: readonly Unallocated[];
  readonly cost: PlanCost | null;
  /** See `PlanPrice`; 0 where no plan was made. */
  readonly changeCost: Minor;
  /** Hard rules that the plan breaks, where a person forced it. */
  readonly violations: readonly unknown[];
  /** Last entry of the log of plans that it knows; null: none. */
  readonly log: number | null;
  /** Milliseconds for which the whole plan is not to be made again. */
  readonly restsFor: number;
  /** Allocations of later versions were put there in passing, since the whole plan was made last; 0: none was. */
  readonly wholeVersion: number;
}

export interface PlanContext {
  readonly madeAt: Instant;
  readonly now: Instant;
  /** What the planner had seen of the calls, from `readCalls`. */
  readonly seen: Seen;
  /** The version that stood when the planner read; another one by now has overtaken this plan. Left out: not asked. */
  readonly basedOn?: number;
  /** Versions of the tables that the planner read; where others stand by now it does not know who works when. Left out: not asked. */
  readonly tables?: { readonly reference: string; readonly rota: string };
  readonly violations?: readonly unknown[];
  /** How it was made, so that it can be made again. */
  readonly made?: PlanMade;
  /** What boards are told of it, recorded with it: what has changed, and who has no place since. */
  readonly tell?: (changed: readonly StoredAllocation[], left: readonly Unallocated[]) => readonly object[];
}

export interface SavedPlan {
  readonly version: number;
  /** See `StoredPlan`. */
  readonly wholeVersion: number;
  /** Allocations to another resource or for another start than before. */
  readonly changed: readonly StoredAllocation[];
  /** Calls that have changed, or gone, since the planner read them: their allocations were left as they are. */
  readonly skipped: readonly string[];
}

/** Version of the territory's plan; 0: none was made. */
export async function planVersion(em: Em, territory: string): Promise<number> {
  const { rows } = await sql<{ plan_version: number }>`select plan_version from plans
    where territory = ${territory}`.execute(kysely(em));
  return rows[0]?.plan_version ?? 0;
}

/** Has other writers of the territory's plan wait until the transaction ends. Taken before any of its calls is locked. */
export const lockPlan = async (em: Em, territory: string): Promise<number> => (await lockedPlan(em, territory)).version;

interface LockedPlan {
  readonly version: number;
  readonly wholeVersion: number;
  readonly unallocated: readonly Unallocated[];
}

async function lockedPlan(em: Em, territory: string): Promise<LockedPlan> {
  const db = kysely(em);
  for (;;) {
    const { rows } = await sql<LockedPlan>`
      select plan_version as version, whole_version as "wholeVersion", unallocated from plans
      where territory = ${territory} for update`.execute(db);
    if (rows[0] !== undefined) return rows[0];
    await sql`insert into plans (territory, plan_version, made_at, now, unallocated, violations)
      values (${territory}, 0, 0, 0, '[]', '[]') on conflict do nothing`.execute(db);
  }
}

/** Has the whole plan of a territory not made again for so many milliseconds, by whatever process. */
export async function restPlan(em: Em, territory: string, milliseconds: number): Promise<void> {
  await sql`insert into plans (territory, plan_version, made_at, now, unallocated, violations, rests_until)
    values (${territory}, 0, 0, 0, '[]', '[]', ${databaseNow} + ${Math.ceil(milliseconds)}::bigint)
    on conflict (territory) do update set rests_until = excluded.rests_until`.execute(kysely(em));
}

/** Milliseconds for which the whole plan of a territory is not to be made again. */
export async function planRest(em: Em, territory: string): Promise<number> {
  const { rows } = await sql<{ rest: number }>`select ${restsFor} as rest from plans p
    where territory = ${territory}`.execute(kysely(em));
  return rows[0]?.rest ?? 0;
}

/** One clock for all processes, since theirs differ. */
const databaseNow = sql`floor(extract(epoch from clock_timestamp()) * 1000)::bigint`;
const restsFor = sql<number>`greatest(0, p.rests_until - ${databaseNow})`;

/**
 * Puts a plan in the place of the territory's last. Calls that changed since the planner read them keep what they have
 * (whoever changed them has asked for another plan); so do calls that have ended, as a record of what was planned.
 * @returns null: another plan was saved, or somebody's working time changed, since the planner read; nothing was changed.
 */
export async function savePlan(em: Em, territory: string, plan: Plan, context: PlanContext): Promise<SavedPlan | null> {
  return em.transactional(async (within) => {
    const tx = within as Em;
    const db = kysely(tx);
    const locked = await lockedPlan(tx, territory);
    if (context.basedOn !== undefined && context.basedOn !== locked.version) return null;
    if (context.tables !== undefined && !(await areCurrent(tx, context.tables))) return null;
    const version = locked.version + 1;
    const wholeVersion = wholeOf(context.made, version, locked);
    // Locked, in order: a change under way is waited for, and one that comes now waits for us.
    const { rows } = await sql<Row & { number: string; unchanged: boolean }>`
      select c.number, pg_visible_in_snapshot(c.changed_xid, ${context.seen.xid}::pg_snapshot) as unchanged, a.*
      from calls c left join allocations a on a.territory = c.territory and a.call = c.number
      where c.territory = ${territory} and c.ended_at is null order by c.number for share of c`.execute(db);
    const unchanged = new Set(rows.filter((row) => row.unchanged).map((row) => row.number));
    const former = new Map(
      rows.filter((row) => row.unchanged && row.call !== null).map((row) => [row.number, toRecord(allocations, row)]),
    );
    const costs = new Map(plan.allocationCosts?.map((cost) => [cost.call, cost]));
    const planned = plan.allocations
      .filter((allocation) => unchanged.has(allocation.call))
      .map((allocation): StoredAllocation => {
        const cost = costColumns(costs.get(allocation.call) ?? null);
        return { ...allocation, territory, planVersion: version, ...cost };
      });
    const unallocated = plan.unallocated.filter(({ call }) => unchanged.has(call));
    const before = { allocations: [...former.values()], unallocated: locked.unallocated };
    const changes = changesBetween(before, { allocations: planned, unallocated });
    const elsewhere = new Set(changes.filter(({ kind }) => TOLD.has(kind)).map(({ call }) => call));
    const gone = changes.filter(({ kind }) => kind === 'dropped').map(({ call }) => call);
    // Most of a plan is as it was: only what differs is written.
    const written = planned.filter((allocation) => !isSameRow(allocation, former.get(allocation.call)));
    const replaced = [...gone, ...written.filter(({ call }) => former.has(call)).map(({ call }) => call)];
    const named = [...plan.allocations.map(({ call }) => call), ...plan.unallocated.map(({ call }) => call)];
    const changed = written.filter(({ call }) => elsewhere.has(call));
    const left = changes.flatMap((change) => change.left ?? []);
    const logged = { version, made: context.made ?? null };
    const of = `territory = ${literal(territory)}`;
    // In one message: a plan is saved as each call comes in, and whoever waits for it waits for each round trip.
    await sendAll(tx, [
      ...(replaced.length > 0 ? [`delete from allocations where ${of} and call = any(${literals(replaced)})`] : []),
      ...(written.length > 0 ? [insertion(allocations, written)] : []),
      `update plans set plan_version = ${version}, made_at = ${context.madeAt}, now = ${context.now},
        cost = ${literal(JSON.stringify(plan.cost))}::jsonb, change_cost = ${plan.changeCost}, unallocated = ${literal(JSON.stringify(unallocated))}::jsonb,
        violations = ${literal(JSON.stringify(context.violations ?? []))}::jsonb,
        whole_version = ${wholeVersion} where ${of}`,
      planLogging({ territory, at: context.madeAt, written, gone, plan: logged }),
      ...liveRecording(context.tell?.(changed, left) ?? []),
    ]);
    return { version, wholeVersion, changed, skipped: named.filter((call) => !unchanged.has(call)) };
  });
}

/** What was merged into a whole plan stands in it as if it had been put there in passing since. */
const wholeOf = (made: PlanMade | undefined, version: number, before: LockedPlan): number =>
  made?.anew !== true ? before.wholeVersion : made.merged === undefined ? version : before.version;

/** Asked with the plan locked: whoever changes working time locks it first. */
async function areCurrent(em: Em, { reference, rota }: NonNullable<PlanContext['tables']>): Promise<boolean> {
  const { rows } = await sql<{ key: string; value: string }>`select key, value::text as value from settings
    where key in ('reference_version', 'rota_version')`.execute(kysely(em));
  const now = new Map(rows.map(({ key, value }) => [key, value]));
  return (now.get('reference_version') ?? '0') === reference && (now.get('rota_version') ?? '0') === rota;
}

/** Changes that people are told about. */
const TOLD: ReadonlySet<ChangeKind> = new Set(['moved', 'added', 'retimed']);

/** Whether the stored row of an allocation says the same, its costs too; the plan that it came with does not matter. */
const isSameRow = (allocation: StoredAllocation, former: StoredAllocation | undefined): boolean =>
  former !== undefined &&
  allocations.columns.every(({ field }) => {
    const key = field as keyof StoredAllocation;
    return key === 'planVersion' || allocation[key] === former[key];
  });

/** The territory's plan; an empty one where none was made. */
export async function readPlan(em: Em, territory: string): Promise<StoredPlan> {
  // One statement: the plan and its allocations are of one moment.
  const { rows } =
    await sql<Row>`select p.plan_version, p.made_at, p.now, p.cost, p.change_cost, p.unallocated, p.violations, ${restsFor} as rest,
      p.whole_version,
      (select max(id) from plan_log where territory = ${territory}) as log,
      (select json_agg(row_to_json(a) order by a.resource, a.start, a.call) from allocations a
        join calls c on c.territory = a.territory and c.number = a.call
        where a.territory = ${territory} and c.ended_at is null) as allocations
    from (values (1)) as always left join plans p on p.territory = ${territory}`.execute(kysely(em));
  const row = rows[0] ?? {};
  const version = (row.plan_version as number | null) ?? 0;
  return {
    territory,
    version,
    madeAt: version === 0 ? null : (row.made_at as Instant),
    now: version === 0 ? null : (row.now as Instant),
    cost: row.cost as PlanCost | null,
    changeCost: (row.change_cost as Minor | null) ?? minor(0),
    unallocated: (row.unallocated as Unallocated[] | null) ?? [],
    violations: (row.violations as unknown[] | null) ?? [],
    log: (row.log as number | null) ?? null,
    restsFor: (row.rest as number | null) ?? 0,
    wholeVersion: (row.whole_version as number | null) ?? 0,
    allocations: ((row.allocations as Row[] | null) ?? []).map((each) => toRecord(allocations, each)),
  };
}

/** The plan alone; null: none was made. */
export const planOf = ({ allocations, unallocated, cost, changeCost }: StoredPlan): Plan | null =>
  cost === null ? null : { allocations, unallocated, cost, changeCost };

/** What a resource does in an interval, in order of time: legs and work that lie in it in whole or part, done work included. */
export async function readRoute(em: Em, resource: string, during: Interval): Promise<StoredAllocation[]> {
  const { rows } = await sql<Row>`select * from allocations
    where resource = ${resource} and travel_start < ${during.end}::bigint and finish > ${during.start}::bigint
    order by start, call`.execute(kysely(em));
  return rows.map((row) => toRecord(allocations, row));
}

export async function allocationOf(em: Em, territory: string, call: string): Promise<StoredAllocation | null> {
  const { rows } = await sql<Row>`select * from allocations
    where territory = ${territory} and call = ${call}`.execute(kysely(em));
  return rows[0] === undefined ? null : toRecord(allocations, rows[0]);
}

/** Allocations of some calls, by number; those that have none are not in it. */
export async function allocationsOf(
  em: Em,
  of: readonly { readonly territory: string; readonly number: string }[],
): Promise<Map<string, StoredAllocation>> {
  if (of.length === 0) return new Map();
  const { rows } = await sql<Row>`select a.* from allocations a
    join unnest(${of.map(({ territory }) => territory)}::text[], ${of.map(({ number }) => number)}::text[])
      as wanted (territory, call) using (territory, call)`.execute(kysely(em));
  return new Map(rows.map((row) => [row.call as string, toRecord(allocations, row)]));
}

/** Sets the one allocation of a call, as a dispatcher does by hand. */
export async function saveAllocation(em: Em, allocation: StoredAllocation, at: Instant): Promise<void> {
  const { territory, call } = allocation;
  await takeAway(em, territory, call);
  await insertRecords(em, allocations, [allocation]);
  await logPlan(em, { territory, at, written: [allocation], gone: [call], plan: null });
}

/** Takes the allocation of a call away, where it has one. */
export async function dropAllocation(em: Em, territory: string, call: string, at: Instant): Promise<void> {
  if (await takeAway(em, territory, call)) await logPlan(em, { territory, at, written: [], gone: [call], plan: null });
}

async function takeAway(em: Em, territory: string, call: string): Promise<boolean> {
  const { rows } = await sql`delete from allocations where territory = ${territory} and call = ${call}
    returning call`.execute(kysely(em));
  return rows.length > 0;
}
