import {
  type Book,
  type Call,
  type Dataset,
  type Instant,
  instant,
  isFinishedWork,
  openBook,
  type Plan,
  parseDataset,
  parseInstant,
  planTerritory,
  type Reference,
  type TerritoryInput,
  territoryInput,
} from '#engine';
import { FIELD_NOW, fieldDay } from '#fixtures';

const HOUR = 3_600_000;
const AREA = 'AREA';

/** A field day on which people are at work: what has been done, is being done, and is still to do. */
export interface RunningDay {
  readonly book: Book;
  readonly reference: Reference;
  readonly now: Instant;
  /** Done since the morning. */
  readonly finished: readonly Call[];
  /** The plan of the morning, as far as it is still ahead. */
  readonly plan: Plan;
  /** Numbers of calls that have not come in yet. */
  readonly toCome: readonly Call[];
}

/**
 * A field day as it stands `hours` after it was planned, everybody having done as planned: calls whose work has ended are
 * fixed, others on site or travelled to, the rest as planned. One call in twenty is kept back, to come in later.
 */
export function runningDay(calls: number, technicians: number, hours: number, steps: number): RunningDay {
  const parsed = parseDataset(fieldDay(calls, technicians, 1));
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const whole = parsed.value.dataset;
  const toCome = whole.calls.filter((_, k) => k % 20 === 7);
  const morning = parseInstant(FIELD_NOW)!;
  const known = whole.calls.filter((_, k) => k % 20 !== 7);
  const early = opened({ ...whole, calls: known }, morning);
  const planned = planTerritory(inputOf(early, early.reference, [], morning), {
    seed: 1,
    iterations: steps,
    milliseconds: null,
  });
  const now = instant(morning + hours * HOUR);
  const placeOf = new Map(planned.allocations.map((allocation) => [allocation.call, allocation]));
  const later = known.map((call): Call => {
    const place = placeOf.get(call.number);
    if (place === undefined || place.travelStart > now) return call;
    const { resource, arrival, start, finish } = place;
    if (finish <= now) return { ...call, status: 'fixed', resource, respondedAt: arrival, fixedAt: finish };
    if (start <= now) return { ...call, status: 'on-site', resource, respondedAt: arrival, arrivedAt: arrival };
    return { ...call, status: 'travelling', resource };
  });
  const book = opened({ ...whole, calls: later }, now);
  const finished = later.filter((call) => isFinishedWork(call, now));
  // As a first plan of this moment has it: what is under way takes as long as is thought.
  const ahead = { ...planned, allocations: planned.allocations.filter(({ call }) => book.ordered(call) !== null) };
  return { book, reference: book.reference, now, finished, plan: ahead, toCome };
}

function opened(dataset: Dataset, now: Instant): Book {
  const book = openBook(dataset, now);
  if (!book.ok) throw new Error(book.problems[0]?.message);
  return book.value;
}

/** What the planner is given of the day. */
export const inputOf = (book: Book, reference: Reference, finished: readonly Call[], now: Instant): TerritoryInput =>
  territoryInput(
    reference,
    book.all(),
    (number) => book.call(number)!,
    (number) => book.status(number)!,
    AREA,
    now,
    finished,
  );
