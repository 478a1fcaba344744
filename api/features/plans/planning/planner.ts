import { changesBetween, extendPlan, planInPool, pricesIn, type TerritoryInput } from '#engine';
import type { Office } from '../../../platform/office.ts';
import { holdTables, lockPlan, type PlanMade, type PlanSource, planRest, restPlan } from '../../../store/index.ts';
import { afterPlan } from '../after-plan.ts';
import { budgetOf } from './budget.ts';
import { asChange, checkAndSave, type Made, type Outcome, sourceOf } from './check-and-save.ts';
import { watchWhole } from './progress.ts';
import { type KnownOf, type Reading, readTerritory, readWithin, withoutPresent } from './reading.ts';

/** Makes plans. Both may be done for one territory at the same time, by whatever processes. */
export interface Planner {
  /** Puts what has come in into the plan of a territory as it stands, and asks for its whole plan. */
  place(territory: string): Promise<void>;
  /** Makes the whole plan of a territory. */
  whole(territory: string): Promise<void>;
  /** The same, but later where it was made a moment ago. */
  wholeInTurn(territory: string): Promise<void>;
}

/** A whole plan is not made again before so many times what it took have passed, nor need it wait longer than `MOST_REST`. */
const REST = 10;
const MOST_REST = 10_000;
/** A rest of less milliseconds is over: jobs are put off by whole seconds. */
const OVER = 250;
/** Milliseconds that a whole plan waits for the first prices there are: new calls do not wait for it. */
const PRICES = 5_000;
/** Calls times resources up to which a first plan is made in passing: some tens of milliseconds. */
const FIRST_AT_MOST = 100_000;

/**
 * Makes plans again: read, plan, check, save, tell. What has just come in is put into the plan as it stands, which takes
 * little. The whole plan is made beside that, in the pool (the event loop stays free), at once where the last one is long
 * enough ago, else a little later: under a storm of calls each has a place within moments, and improving them all takes a
 * tenth of the time.
 * Planning never fails on a call that comes in meanwhile: a whole plan that was overtaken takes in what has come, with the
 * plan of the territory locked for those milliseconds, so that however many come, each whole plan that is made is saved.
 */
export function createPlanner(office: Office): Planner {
  /** What the last whole plan of a territory was made of: what has changed since is looked at again, the rest stays. */
  const madeOf = new Map<
    string,
    { readonly wholeVersion: number; readonly replaced: number; readonly input: TerritoryInput }
  >();
  const knownIn =
    (territory: string): KnownOf =>
    ({ wholeVersion }, replaced) => {
      const made = madeOf.get(territory);
      return made?.wholeVersion === wholeVersion && made.replaced === replaced ? made.input : null;
    };

  const whole = async (territory: string): Promise<void> => {
    const known = knownIn(territory);
    const began = performance.now();
    const attempt = async (reading: Reading | null): Promise<SavedWhole | 'refused' | null> =>
      reading === null ? null : savedWhole(office, territory, known, await wholePlan(office, reading));
    const rest = () => Math.min(MOST_REST, (office.planning.rest ?? REST) * (performance.now() - began));
    let saved: SavedWhole | 'refused' | null;
    try {
      const read = await readTerritory(office, territory, known);
      saved = await attempt(read?.stored.wholeVersion === 0 ? withoutPresent(read) : read);
      if (saved === 'refused') {
        // At once, by another way: from what is known now, and from nothing that stands.
        const again = await readTerritory(office, territory, known);
        saved = await attempt(again === null ? null : withoutPresent(again));
        office.log.warn({ territory, saved: saved !== 'refused' }, 'refused, made anew without the present plan');
      }
    } finally {
      await restPlan(office.store.em(), territory, rest());
    }
    if (saved === null || saved === 'refused') return;
    office.live.publish();
    const { wholeVersion, madeOf: input, made } = saved;
    madeOf.set(territory, { wholeVersion, input, replaced: made.reading.replaced });
    office.measures.planned('whole', (performance.now() - began) / 1000);
    // What a plan shows beyond itself is asked of whole ones: the call that came late may make others room yet.
    await afterPlan(office, saved.made.reading.day, territory, saved.made.plan).catch((err) =>
      office.log.warn({ err, territory }, 'after the plan'),
    );
  };

  return {
    async place(territory) {
      const began = performance.now();
      for (;;) {
        const reading = await readTerritory(office, territory, knownIn(territory));
        if (reading === null) return;
        const made = extended(reading);
        const outcome = made === null ? null : await saveExtended(office, territory, made);
        if (outcome === 'overtaken') continue;
        if (outcome !== null && outcome !== 'refused') {
          office.live.publish();
          office.measures.planned('placed', (performance.now() - began) / 1000);
        }
        return office.jobs.planWhole(territory, reading.stored.restsFor);
      }
    },
    whole,
    async wholeInTurn(territory) {
      const rest = await planRest(office.store.em(), territory);
      if (rest < OVER) await whole(territory);
      else await office.jobs.planWhole(territory, rest);
    },
  };
}

/**
 * The plan as it stands with what it does not know yet; a first one where there is none. null: nothing would be another,
 * or nothing is new and the whole plan comes at once; or the territory is so large that its first plan is the pool's work.
 */
function extended(reading: Reading): Made | null {
  const { input, stored } = reading;
  if (stored.version === 0 && input.calls.length * input.resources.length > FIRST_AT_MOST) return null;
  const known = new Set([...stored.allocations, ...stored.unallocated].map(({ call }) => call));
  const isNew = stored.version === 0 || input.calls.some(({ number }) => !known.has(number));
  if (!isNew && stored.restsFor < OVER) return null;
  const plan = extendPlan(input, stored);
  return !isNew && changesBetween(stored, plan).length === 0
    ? null
    : { reading, plan, prices: input.prices ?? new Map() };
}

const saveExtended = (office: Office, territory: string, made: Made): Promise<Outcome> =>
  checkAndSave(office, office.store.em(), territory, made, asChange(office, made));

/** @throws Error when the pool could not do it; the job is tried again. */
async function wholePlan(office: Office, reading: Reading): Promise<Made> {
  const { day, input: read, stored } = reading;
  await office.prices.refresh(office, day, PRICES);
  const prices = pricesIn(read, day.book.prices);
  const input = { ...read, prices };
  const watch = watchWhole(office, input, budgetOf(office, read), stored);
  const planned = await planInPool(office.pool, input, { ...budgetOf(office, read), ...watch.ears }).finally(watch.end);
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join(' '));
  return { reading, plan: planned.value, prices };
}

/** A whole plan as it was saved. */
interface SavedWhole {
  readonly made: Made;
  /** What it was made of with care: without what was put into it in the end. */
  readonly madeOf: TerritoryInput;
  readonly wholeVersion: number;
}

/**
 * Saves a whole plan; one that was overtaken with what has come in meanwhile put into it, and checked anew.
 * @returns null: nothing was saved, nor need it be.
 */
async function savedWhole(
  office: Office,
  territory: string,
  known: KnownOf,
  whole: Made,
): Promise<SavedWhole | 'refused' | null> {
  const how = (source: PlanSource): PlanMade => ({ ...source, anew: true, ...budgetOf(office, whole.reading.input) });
  const savedAs = (made: Made, outcome: Outcome): SavedWhole | 'refused' | null => {
    if (typeof outcome === 'string') return outcome === 'refused' ? outcome : null;
    return { made, madeOf: whole.reading.input, wholeVersion: outcome.wholeVersion };
  };
  const outcome = await checkAndSave(office, office.store.em(), territory, whole, how);
  if (outcome !== 'overtaken') return savedAs(whole, outcome);
  return office.store.transaction(async (em) => {
    // Whoever else saves a plan, or changes working time, also elsewhere, waits; so nothing overtakes this one.
    await holdTables(em);
    await lockPlan(em, territory);
    const reading = await readWithin(office, em, territory, known);
    // Of another dataset, whose codes may name other calls and places: its plan is asked for already.
    if (reading === null || reading.replaced !== whole.reading.replaced) return null;
    const { input } = reading;
    const merged = { reading, plan: extendPlan(input, whole.plan), prices: input.prices ?? new Map() };
    const source = sourceOf(whole);
    return savedAs(
      merged,
      await checkAndSave(office, em, territory, merged, (last) => ({ ...how(source), merged: last })),
    );
  });
}
