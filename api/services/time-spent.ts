import { type Instant, instant, MINUTE, type TimeSpent } from '#engine';
import { type Em, visitsSince } from '../store/index.ts';
import type { Day } from './desk.ts';
import type { Office } from './office.ts';
import type { Directory } from './views.ts';

/** What people travelled and worked since an instant, by their visits; who is still there has worked until `now`. */
export async function timeSpent(
  em: Em,
  resources: readonly string[],
  since: Instant,
  now: Instant,
): Promise<TimeSpent[]> {
  const visits = await visitsSince(em, resources, since);
  return visits
    .filter(({ arrivedAt }) => arrivedAt <= now)
    .flatMap(({ resource, travelledAt, arrivedAt, leftAt }): TimeSpent[] => [
      ...(travelledAt === null || travelledAt >= arrivedAt
        ? []
        : [{ resource, kind: 'travel' as const, start: travelledAt, end: arrivedAt }]),
      ...(Math.min(leftAt ?? now, now) <= arrivedAt
        ? []
        : [{ resource, kind: 'work' as const, start: arrivedAt, end: instant(Math.min(leftAt ?? now, now)) }]),
    ]);
}

/** Who works in a territory at home. */
export const workersOf = ({ reference }: Directory, territory: string): string[] =>
  reference.resources.filter((each) => each.territory === territory).map(({ code }) => code);

/** How long what was read of the days before does for plans: what people did in running shifts they count themselves. */
const FRESH = 10 * MINUTE;

interface Lately {
  readonly at: Instant;
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
  if (found !== undefined && found.at <= now && now < found.at + FRESH) return found.spent;
  const spent = await timeSpent(em, workersOf(day.tables, territory), instant(now - balanceOver), now);
  territories.set(territory, { at: now, spent });
  return spent;
}
