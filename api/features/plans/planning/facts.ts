import {
  type Call,
  FINISHED_LOOK_BACK,
  type Instant,
  instant,
  isFinishedWork,
  pricesIn,
  type TerritoryInput,
  territoryInput,
} from '#engine';
import type { Day } from '../../../platform/desk.ts';
import { callsEndedSince, type Em } from '../../../store/index.ts';

/** The calls that were finished in shifts which may still be running: they tell where people are, and how many calls they had. */
export async function finishedIn(em: Em, { book }: Day, territory: string): Promise<Call[]> {
  const ended = await callsEndedSince(em, territory, instant(book.now - FINISHED_LOOK_BACK));
  return finishedOf(ended, book, book.now);
}

/** Those of ended calls that count as work done by `now`. */
export const finishedOf = (ended: readonly Call[], book: Day['book'], now: Instant): Call[] =>
  ended.filter((call) => isFinishedWork(call, now) && book.ordered(call.number) === null);

/** What the planner needs of a territory, as the book stands. `finished`: see `finishedIn`. */
export function inputOf(
  day: Pick<Day, 'book' | 'tables'>,
  territory: string,
  finished: readonly Call[],
): TerritoryInput {
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
}
