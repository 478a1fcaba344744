import { createHash } from 'node:crypto';
import {
  type Allocation,
  type Call,
  type CallPrices,
  checkPlan,
  extendPlan,
  FINISHED_LOOK_BACK,
  formatInstant,
  type Instant,
  instant,
  isFinishedWork,
  type Plan,
  planInPool,
  presentPlan,
  pricesIn,
  type TerritoryInput,
  territoryInput,
  type Violation,
} from '#engine';
import { callsEndedSince, type Em, readPlan, type StoredPlan, savePlan } from '../store/index.ts';
import { afterPlan } from './after-plan.ts';
import type { Day } from './desk.ts';
import type { LiveEvent } from './live.ts';
import type { Office } from './office.ts';
import { watchWhole } from './planning-progress.ts';

/** Makes the plan of a territory; `whole`: though its last whole plan was made a moment ago. */
export type Planner = (territory: string, whole: boolean) => Promise<void>;

/** A whole plan is not made again before so many times what it took have passed, nor need it wait longer than `MOST_REST`. */
const REST = 10;
const MOST_REST = 10_000;

/**
 * Makes plans again: read, plan, check, save, tell. What has just come in is put into the plan as it stands, which takes
 * little; then the whole plan is made in the pool (the event loop stays free), at once where the last one is long enough
 * ago, else a little later: under a storm of calls each has a place within moments, and improving them all takes a tenth
 * of the time.
 * A plan with a violation that work which may not move does not explain is not saved: the former one stays, and
 * /health says so.
 * @throws Error when the pool could not do it; the job is tried again.
 */
export function createPlanner(office: Office): Planner {
  /** When a whole plan of a territory may be made again. */
  const restedAt = new Map<string, number>();
  /** What the last whole plan of a territory was made of: what has changed since is looked at again, the rest stays. */
  const madeOf = new Map<string, TerritoryInput>();
  return async (territory, whole) => {
    const rest = whole ? 0 : (restedAt.get(territory) ?? 0) - performance.now();
    const seen = madeOf.get(territory) ?? null;
    const came = performance.now();
    const placed = await untilSaved(office, territory, seen, false, (reading) => extended(reading, rest > 0));
    if (placed !== null) office.measures.planned('placed', (performance.now() - came) / 1000);
    if (rest > 0) return office.jobs.planLater(territory, rest);
    const began = performance.now();
    const saved = await untilSaved(office, territory, seen, true, (reading) => wholePlan(office, reading));
    if (saved !== null) madeOf.set(territory, saved.reading.input);
    const ended = performance.now();
    if (saved !== null) office.measures.planned('whole', (ended - began) / 1000);
    restedAt.set(territory, ended + Math.min(MOST_REST, (office.planning.rest ?? REST) * (ended - began)));
    // What a plan shows beyond itself is asked of whole ones: the call that came late may make others room yet.
    if (saved !== null) {
      await afterPlan(office, saved.reading.day, territory, saved.plan).catch((err) =>
        office.log.warn({ err, territory }, 'after the plan'),
      );
    }
  };
}

/** What a plan is made from. */
export interface Reading {
  readonly day: Day;
  /** For the book's own now, which a change may have brought further than this job's clock. */
  readonly now: Instant;
  readonly input: TerritoryInput;
  /** As they were when they were read, whatever the book takes in while the plan is made. */
  readonly calls: readonly Call[];
  readonly finished: readonly Call[];
  readonly stored: StoredPlan;
}

/** A plan, and the prices of calls that it was made by. */
export interface Made {
  readonly plan: Plan;
  readonly prices: CallPrices;
}

/** Reads, makes and saves until nobody has come first; null: not made, or refused by the checker. */
export async function untilSaved(
  office: Office,
  territory: string,
  seen: TerritoryInput | null,
  anew: boolean,
  make: (reading: Reading) => Promise<Made | null>,
): Promise<{ reading: Reading; plan: Plan } | null> {
  for (;;) {
    const reading = await read(office, territory, seen);
    if (reading === null) return null; // a dataset without it came meanwhile
    const made = await make(reading);
    if (made === null) return null;
    const { plan } = made;
    const outcome = await checkAndSave(office, territory, reading, made, anew);
    if (outcome !== 'overtaken') return outcome === 'saved' ? { reading, plan } : null;
    office.log.info({ territory }, 'overtaken: made again');
  }
}

/** `seen`: what the last whole plan was made of, as far as this process knows. */
export async function read(office: Office, territory: string, seen: TerritoryInput | null): Promise<Reading | null> {
  return office.store.transaction(async (em) => {
    // Whoever asked for this plan has committed by the time the calls are read.
    await office.jobs.settle(em, territory);
    const stored = await readPlan(em, territory);
    const day = await office.desk.upToDate(em, office.clock());
    if (!day.tables.territories.has(territory)) return null;
    const finished = await finishedIn(em, day, territory);
    // Nothing is waited for from here on: the book takes in calls and time whenever this pauses, and all has to be of one moment.
    const facts = inputOf(day, territory, finished);
    const input = { ...facts, ...presentPlan(facts, stored, seen) };
    const calls = input.calls.map(({ number }) => day.book.call(number)!);
    return { day, now: facts.now, input, calls, finished, stored };
  });
}

/** The plan as it stands with what it does not know yet; null: there is none, or nothing new and no need. */
async function extended({ input, stored }: Reading, needed: boolean): Promise<Made | null> {
  if (stored.version === 0 || stored.cost === null) return null;
  const known = new Set([...stored.allocations, ...stored.unallocated].map(({ call }) => call));
  if (!needed && input.calls.every(({ number }) => known.has(number))) return null;
  const { allocations, unallocated, cost } = stored;
  return { plan: extendPlan(input, { allocations, unallocated, cost }), prices: input.prices ?? new Map() };
}

/** What a plan made anew may take. */
export const budgetOf = ({ planning }: Office, { policy }: TerritoryInput) => ({
  seed: planning.seed,
  iterations: planning.iterations ?? (planning.milliseconds === null ? policy.iterations : Number.MAX_SAFE_INTEGER),
  milliseconds: planning.milliseconds,
});

/** The same for two plans that give the same calls to the same people at the same times, leave out the same and cost the same. */
export function planDigest({ allocations, unallocated, cost }: Plan): string {
  const placed = allocations.map(({ call, resource, travelStart, arrival, start, finish }) =>
    [call, resource, travelStart, arrival, start, finish].join(),
  );
  const out = unallocated.map(({ call }) => call);
  const text = JSON.stringify([placed.sort(), out.sort(), cost.total]);
  return createHash('sha256').update(text).digest('base64url');
}

async function wholePlan(office: Office, { day, input: read, stored }: Reading): Promise<Made> {
  await office.prices.refresh(office, day);
  const prices = pricesIn(read, day.book.prices);
  const input = { ...read, prices };
  const watch = watchWhole(office, input, budgetOf(office, read), stored);
  const planned = await planInPool(office.pool, input, { ...budgetOf(office, read), ...watch.ears }).finally(watch.end);
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join(' '));
  return { plan: planned.value, prices };
}

/** `overtaken`: while this plan was made another one was saved, or somebody's working time changed; nothing was changed. */
async function checkAndSave(
  office: Office,
  territory: string,
  reading: Reading,
  { plan, prices }: Made,
  anew: boolean,
): Promise<'saved' | 'refused' | 'overtaken'> {
  const { store, live, alerts, log } = office;
  const { day, now, input, calls, finished, stored } = reading;
  const asked = new Map(input.calls.map((call) => [call.number, call]));
  const violations = checkPlan(
    day.tables.reference,
    [...calls, ...finished],
    plan,
    now,
    (call) => asked.get(call)?.class ?? null,
    {
      orderedOf: (call) => asked.get(call) ?? null,
      // Those that it was made by: they are brought up to date after the calls are read.
      prices,
      ...(input.present && { present: input.present }),
    },
  );
  const defects = violations.filter(({ fixed }) => !fixed);
  if (defects.length > 0) {
    log.error({ territory, violations: defects }, 'plan refused by the checker');
    alerts.set(`plan ${territory}`, { code: 'plan-refused', at: now, text: refusedText(territory, defects) });
    return 'refused';
  }
  const tables = { reference: day.referenceVersion, rota: day.rotaVersion };
  const context = {
    madeAt: office.clock(),
    now,
    seen: day.seen,
    basedOn: stored.version,
    tables,
    violations,
    made: {
      ...{ now, seen: day.seen.xid, ...tables, anew, ...budgetOf(office, input), digest: planDigest(plan) },
      present: { log: stored.log, unsettled: [...(input.lookAgain ?? [])] },
      prices: [...prices],
    },
    tell: planEvents(territory),
  };
  const saved = await savePlan(store.em(), territory, plan, context);
  if (saved === null) return 'overtaken';
  alerts.delete(`plan ${territory}`);
  log.debug(
    {
      territory,
      version: saved.version,
      allocated: plan.allocations.length,
      unallocated: plan.unallocated.length,
      skipped: saved.skipped.length,
    },
    'planned',
  );
  live.publish();
  return 'saved';
}

/** Changes in one event: what processes tell each other has a size at most. */
const CHANGES = 40;

/** The new plan, told in one event or, where it changes much, in several. */
const planEvents =
  (territory: string) =>
  (changed: readonly Allocation[]): LiveEvent[] => {
    const changes = changed.map(({ call, resource, start }) => ({ call, resource, start: formatInstant(start) }));
    const events: LiveEvent[] = [];
    do events.push({ kind: 'plan', territory, changed: changes.splice(0, CHANGES) });
    while (changes.length > 0);
    return events;
  };

/** The calls that were finished in shifts which may still be running: they tell where people are, and how many calls they had. */
export async function finishedIn(em: Em, { book }: Day, territory: string): Promise<Call[]> {
  const ended = await callsEndedSince(em, territory, instant(book.now - FINISHED_LOOK_BACK));
  return ended.filter((call) => isFinishedWork(call, book.now) && book.ordered(call.number) === null);
}

/** What the planner needs of a territory, as the book stands. `finished`: see `finishedIn`. */
export const inputOf = (
  day: Pick<Day, 'book' | 'tables'>,
  territory: string,
  finished: readonly Call[],
): TerritoryInput => {
  const input = territoryInput(
    day.tables.reference,
    day.book.all(),
    (number) => day.book.call(number)!,
    (number) => day.book.status(number)!,
    territory,
    day.book.now,
    finished,
  );
  return { ...input, prices: pricesIn(input, day.book.prices) };
};

const refusedText = (territory: string, violations: readonly Violation[]): string =>
  `The plan of ${territory} broke ${violations.length} hard rules and was not saved: ${violations[0]?.text}`;
