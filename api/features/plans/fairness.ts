import {
  type Allocation,
  addDays,
  DAY,
  fairnessDuring,
  fairnessIn,
  formatInstant,
  HOUR,
  type Instant,
  type Interval,
  instant,
  type LocalDate,
  localDateAt,
  startOfDay,
  type TerritoryFairness,
  timePlanned,
} from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import type { Directory } from '../../platform/views.ts';
import { Refusal } from '../../problem.ts';
import { type Em, readPlan } from '../../store/index.ts';
import { timeSpent } from '../calls/time-spent.ts';

const hours = (ms: number): number => Math.round((ms / HOUR) * 100) / 100;

export const fairnessView = ({ territory, period, index, hours: people }: TerritoryFairness) => ({
  territory,
  from: formatInstant(period.start),
  to: formatInstant(period.end),
  fairness: index === null ? null : Math.round(index * 1000) / 1000,
  hours: people.map(({ resource, available, work, travel, unsocial }) => ({
    resource,
    available: hours(available),
    work: hours(work),
    travel: hours(travel),
    unsocial: hours(unsocial),
  })),
});

/** Of a plan what its fairness is worked out from. */
interface PlanAsOf {
  readonly territory: string;
  readonly version: number;
  /** The moment for which it was made. */
  readonly now: Instant;
  readonly allocations: readonly Allocation[];
}

/** Worked out once a version of a plan: boards read plans more often than they change. */
const known = new WeakMap<Office, Map<string, { readonly version: number; readonly index: number | null }>>();

/** How far and unpleasant work lies on the people of a territory in the week before a plan was made and the week after; null: nobody is there. */
export async function fairnessIndex(office: Office, em: Em, tables: Directory, plan: PlanAsOf): Promise<number | null> {
  const indexes = known.get(office) ?? new Map();
  known.set(office, indexes);
  const { territory, version, now } = plan;
  if (indexes.get(territory)?.version !== version) {
    const done = await timeSpent(em, tables, territory, instant(now - 7 * DAY), now);
    const spent = [...done, ...timePlanned(plan.allocations)];
    const { fairness: index } = fairnessView(fairnessIn(tables.reference, territory, now, spent));
    indexes.set(territory, { version, index });
  }
  return indexes.get(territory)!.index;
}

/** Hours of the people of a territory in seven local days from a date (this week's Monday where none is given), done and planned. */
export async function hoursOfWeek(office: Office, territory: string, from: LocalDate | null): Promise<Reply> {
  const em = office.store.em();
  const day = await office.desk.upToDate(em, office.clock());
  const place = day.tables.territories.get(territory);
  if (place === undefined) throw new Refusal('territory-not-found', `There is no territory ${territory}.`);
  const first = from ?? mondayOf(localDateAt(day.book.now, place.timeZone));
  const period: Interval = {
    start: instant(startOfDay(first, place.timeZone)),
    end: instant(startOfDay(addDays(first, 7), place.timeZone)),
  };
  const done = await timeSpent(em, day.tables, territory, period.start, day.book.now);
  const plan = await readPlan(em, territory);
  const found = fairnessDuring(day.tables.reference, territory, period, [...done, ...timePlanned(plan.allocations)]);
  return { status: 200, headers: {}, body: { ...fairnessView(found), time_zone: place.timeZone } };
}

const mondayOf = (date: LocalDate): LocalDate => addDays(date, -((new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7));
