import { type Call, type Instant, presentPlan, type TerritoryInput, withPast } from '#engine';
import type { Day } from '../../../platform/desk.ts';
import type { Office } from '../../../platform/office.ts';
import { type Em, readPlan, readSetting, type StoredPlan } from '../../../store/index.ts';
import { spentLately } from '../../calls/time-spent.ts';
import { finishedIn, inputOf } from './facts.ts';

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
  /** How often a dataset had taken the place of everything: codes of another one may name other places. */
  readonly replaced: number;
}

/** What the last whole plan of a territory was made of; null: another process made it, or nobody. */
export type KnownOf = (stored: StoredPlan, replaced: number) => TerritoryInput | null;

/**
 * Reads a territory for a plan. Whoever asked for it has committed by the time the calls are read.
 * @param known what the last whole plan was made of, as far as this process knows.
 * @returns null: there is no such territory; a dataset without it came meanwhile.
 */
export const readTerritory = (office: Office, territory: string, known: KnownOf): Promise<Reading | null> =>
  office.store.transaction(async (em) => {
    await office.jobs.settle(em, territory);
    return readWithin(office, em, territory, known);
  });

/** As `readTerritory`, within a transaction that waits for nobody. */
export async function readWithin(office: Office, em: Em, territory: string, known: KnownOf): Promise<Reading | null> {
  const replaced = (await readSetting<number>(em, 'datasets_replaced')) ?? 0;
  const stored = await readPlan(em, territory);
  const day = await office.desk.upToDate(em, office.clock());
  if (!day.tables.territories.has(territory)) return null;
  const spent = await spentLately(office, em, day, territory);
  const finished = await finishedIn(em, day, territory);
  // Nothing is waited for from here on: the book takes in calls and time whenever this pauses, and all has to be of one moment.
  const facts = withPast(day.tables.reference, inputOf(day, territory, finished), spent);
  const input = { ...facts, ...presentOf(facts, stored, known(stored, replaced)) };
  const calls = input.calls.map(({ number }) => day.book.call(number)!);
  return { day, now: facts.now, input, calls, finished, stored, replaced };
}

/** The plan that people know, and which of it is looked at again. */
function presentOf(
  facts: TerritoryInput,
  stored: StoredPlan,
  known: TerritoryInput | null,
): Required<Pick<TerritoryInput, 'present' | 'lookAgain'>> {
  const passing = stored.allocations.filter(({ planVersion }) => planVersion > stored.wholeVersion);
  return presentPlan(facts, stored, known, new Set(passing.map(({ call }) => call)));
}

/** As if nobody had been told of anything: what was put there in passing before the first whole plan binds nobody. */
export const withoutPresent = (reading: Reading): Reading => ({
  ...reading,
  input: { ...reading.input, present: new Map(), lookAgain: new Set() },
});
