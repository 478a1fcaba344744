import { type Instant, instant, MINUTE, type TimeSpent, timeOfFixed } from '#engine';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import { type Directory, deviceOf } from '../../platform/views.ts';
import { callsFixedWithoutVisits, type Em, type StoredVisit, visitsSince } from '../../store/index.ts';

/**
 * What the people at home in a territory travelled and worked since an instant, by their visits; who is still there has
 * worked until `now`. Calls that came with a dataset have no visits: of them the call itself tells the work.
 */
export async function timeSpent(
  em: Em,
  tables: Directory,
  territory: string,
  since: Instant,
  now: Instant,
): Promise<TimeSpent[]> {
  const resources = workersOf(tables, territory);
  const visits = await visitsSince(em, resources, since);
  const fixed = await callsFixedWithoutVisits(em, territory, resources, since);
  return [
    ...visits.filter(({ arrivedAt }) => arrivedAt <= now).flatMap((visit) => timeOfVisit(visit, now)),
    ...fixed
      .filter(({ fixedAt }) => fixedAt! <= now)
      .map((call) => timeOfFixed(call, tables.models.get(deviceOf(tables, call).model)!)),
  ];
}

function timeOfVisit({ resource, travelledAt, arrivedAt, leftAt }: StoredVisit, now: Instant): TimeSpent[] {
  const left = instant(Math.min(leftAt ?? now, now));
  const spent: TimeSpent[] = [];
  if (travelledAt !== null && travelledAt < arrivedAt) {
    spent.push({ resource, kind: 'travel', start: travelledAt, end: arrivedAt });
  }
  if (left > arrivedAt) spent.push({ resource, kind: 'work', start: arrivedAt, end: left });
  return spent;
}

/** Who works in a territory at home. */
const workersOf = ({ reference }: Directory, territory: string): string[] =>
  reference.resources.filter((each) => each.territory === territory).map(({ code }) => code);

/** How long what was read of the days before does for plans: what people did in running shifts they count themselves. */
const FRESH = 10 * MINUTE;

interface Lately {
  readonly at: Instant;
  /** Of the reference tables: with a dataset other people and other calls may come. */
  readonly version: Day['referenceVersion'];
  readonly spent: readonly TimeSpent[];
}
const known = new WeakMap<Office, Map<string, Lately>>();

/** What the people of a territory did in the days that the policy's balance of loads looks back on. */
export async function spentLately(office: Office, em: Em, day: Day, territory: string): Promise<readonly TimeSpent[]> {
  const { now } = day.book;
  const { balanceOver } = day.tables.reference.policy;
  if (balanceOver === 0) return [];
  const territories = known.get(office) ?? new Map<string, Lately>();
  known.set(office, territories);
  const found = territories.get(territory);
  const version = day.referenceVersion;
  if (found?.version === version && found.at <= now && now < found.at + FRESH) return found.spent;
  const spent = await timeSpent(em, day.tables, territory, instant(now - balanceOver), now);
  territories.set(territory, { at: now, version, spent });
  return spent;
}
