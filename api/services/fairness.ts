import {
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
  type TimeSpent,
  timePlanned,
} from '#engine';
import { Refusal } from '../problem.ts';
import { type Em, readPlan, type StoredPlan, visitsSince } from '../store/index.ts';
import type { Reply } from './change.ts';
import type { Day } from './desk.ts';
import type { Office } from './office.ts';

/** What people travelled and worked since an instant, by their visits; who is still there has worked until `now`. */
export async function timeSpent(
  em: Em,
  resources: readonly string[],
  since: Instant,
  now: Instant,
): Promise<TimeSpent[]> {
  const visits = await visitsSince(em, resources, since);
  return visits.flatMap(({ resource, travelledAt, arrivedAt, leftAt }): TimeSpent[] => [
    ...(travelledAt === null || travelledAt >= arrivedAt
      ? []
      : [{ resource, kind: 'travel' as const, start: travelledAt, end: arrivedAt }]),
    ...((leftAt ?? now) <= arrivedAt
      ? []
      : [{ resource, kind: 'work' as const, start: arrivedAt, end: leftAt ?? now }]),
  ]);
}

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

/** Who works in a territory at home. */
const workersOf = ({ tables }: Day, territory: string): string[] =>
  tables.reference.resources.filter((each) => each.territory === territory).map(({ code }) => code);

/** How far and unpleasant work lies on the people of a territory in the week before a plan and the week after. */
export async function fairnessOfPlan(em: Em, day: Day, plan: StoredPlan): Promise<TerritoryFairness> {
  const { territory } = plan;
  const now = day.book.now;
  const done = await timeSpent(em, workersOf(day, territory), instant(now - 7 * DAY), now);
  return fairnessIn(day.tables.reference, territory, now, [...done, ...timePlanned(plan.allocations)]);
}

/** Worked out once a version of a plan: boards read plans more often than they change. */
const known = new WeakMap<Office, Map<string, { readonly version: number; readonly index: number | null }>>();

export async function fairnessIndex(office: Office, em: Em, day: Day, plan: StoredPlan): Promise<number | null> {
  const indexes = known.get(office) ?? new Map();
  known.set(office, indexes);
  const { territory, version } = plan;
  if (indexes.get(territory)?.version !== version) {
    const { fairness: index } = fairnessView(await fairnessOfPlan(em, day, plan));
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
  const done = await timeSpent(em, workersOf(day, territory), period.start, day.book.now);
  const plan = await readPlan(em, territory);
  const found = fairnessDuring(day.tables.reference, territory, period, [...done, ...timePlanned(plan.allocations)]);
  return { status: 200, headers: {}, body: { ...fairnessView(found), time_zone: place.timeZone } };
}

const mondayOf = (date: LocalDate): LocalDate => addDays(date, -((new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7));
