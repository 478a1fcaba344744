import type { Reference } from '../../model/dataset.ts';
import type { Allocation } from '../../model/plan.ts';
import type { Resource } from '../../model/resource.ts';
import { type Interval, type Millis, millis } from '../../model/units.ts';
import {
  addDays,
  fromPairs,
  type Intervals,
  intersect,
  localDateAt,
  localTime,
  startOfDay,
  subtract,
  union,
} from '../../time/index.ts';
import { type Rota, rotaBook } from '../shifts/rota.ts';

/** Time that a resource travelled or worked, or is planned to: `[from, to)`. */
export interface TimeSpent extends Interval {
  readonly resource: string;
  readonly kind: 'travel' | 'work';
}

/** Hours of one resource in a period. */
export interface HoursOf {
  readonly resource: string;
  /** In its shifts: absences and breaks taken out, turns on call not counted. */
  readonly available: Millis;
  readonly work: Millis;
  readonly travel: Millis;
  /** The part of `work` at night, at weekends, or outside of its shifts (on call, overtime). */
  readonly unsocial: Millis;
}

/** Night, minutes of the clock on the wall. */
const NIGHT_BEGINS = 22 * 60;
const NIGHT_ENDS = 6 * 60;

/** Hours of each resource of a territory in a period, of what was done and of what is planned alike; in table order. */
export function hoursIn(
  reference: Reference,
  territory: string,
  period: Interval,
  spent: readonly TimeSpent[],
): HoursOf[] {
  const rotaOf = rotaBook(reference, period.start, millis(period.end - period.start));
  const bySpender = Map.groupBy(spent, ({ resource }) => resource);
  const zone = reference.territories.find(({ code }) => code === territory)?.timeZone ?? 'UTC';
  const restful = nightsAndWeekends(period, zone);
  return reference.resources
    .filter((resource) => resource.territory === territory)
    .map((resource) => hoursOf(resource, rotaOf(resource), period, restful, bySpender.get(resource.code) ?? []));
}

function hoursOf(
  { code }: Resource,
  rota: Rota,
  period: Interval,
  restful: Intervals,
  spent: readonly TimeSpent[],
): HoursOf {
  const whole = fromPairs([[period.start, period.end]]);
  const shifts = fromPairs(
    rota.shifts.flatMap(({ bands }) => bands.map(({ start, end }): [number, number] => [start, end])),
  );
  const available = intersect(subtract(shifts, union(rota.away, rota.breaks)), whole);
  const time = (kind: TimeSpent['kind']) =>
    intersect(fromPairs(spent.filter((each) => each.kind === kind).map(({ start, end }) => [start, end])), whole);
  const work = time('work');
  const unsocial = intersect(work, union(restful, subtract(whole, shifts)));
  return {
    resource: code,
    available: lengthOf(available),
    work: lengthOf(work),
    travel: lengthOf(time('travel')),
    unsocial: lengthOf(unsocial),
  };
}

function nightsAndWeekends({ start, end }: Interval, zone: string): Intervals {
  const pairs: [number, number][] = [];
  for (let date = addDays(localDateAt(start, zone), -1); ; date = addDays(date, 1)) {
    const midnight = startOfDay(date, zone);
    if (midnight >= end) break;
    const tomorrow = addDays(date, 1);
    const weekday = new Date(`${date}T00:00Z`).getUTCDay();
    if (weekday === 0 || weekday === 6) pairs.push([midnight, startOfDay(tomorrow, zone)]);
    // By the wall at both ends, so that a night with a change of clocks has its own length.
    pairs.push([localTime(date, NIGHT_BEGINS, zone, 'opening'), localTime(tomorrow, NIGHT_ENDS, zone, 'closing')]);
  }
  return union(fromPairs(pairs), fromPairs([]));
}

const lengthOf = ({ start, end }: Intervals): Millis => {
  let sum = 0;
  for (let k = 0; k < start.length; k++) sum += end[k]! - start[k]!;
  return millis(sum);
};

/** Far or unpleasant hours: travel, and work at unsocial times. */
export const hardHours = ({ travel, unsocial }: HoursOf): Millis => millis(travel + unsocial);

/**
 * How evenly far and unpleasant work lies on people: Jain's index (Jain, Chiu and Hawe: A Quantitative Measure of
 * Fairness and Discrimination for Resource Allocation in Shared Computer Systems, DEC-TR-301, 1984) of each one's hard
 * hours over available hours. 1: all have the same share; 1/n: one of n has it all. null: nobody is available.
 */
export function fairnessOf(hours: readonly HoursOf[]): number | null {
  const shares = hours.filter(({ available }) => available > 0).map((each) => hardHours(each) / each.available);
  if (shares.length === 0) return null;
  const sum = shares.reduce((total, share) => total + share, 0);
  const squares = shares.reduce((total, share) => total + share * share, 0);
  return squares === 0 ? 1 : (sum * sum) / (shares.length * squares);
}

/** What a plan has people do. Ways home are not in it, as nobody notes them of what was done either. */
export const timePlanned = (allocations: readonly Allocation[]): TimeSpent[] =>
  allocations.flatMap(({ resource, travelStart, arrival, start, finish }): TimeSpent[] => [
    { resource, kind: 'travel', start: travelStart, end: arrival },
    { resource, kind: 'work', start, end: finish },
  ]);
