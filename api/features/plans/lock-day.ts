import type { Reference } from '#engine';
import type { Change } from '../../platform/change.ts';
import { lockPlan } from '../../store/index.ts';

/** Territories in which a resource is planned: at home, and wherever it is or was lent. */
export const plannedIn = (code: string, home: string, ...references: readonly Reference[]): string[] => [
  ...new Set([
    home,
    ...references
      .flatMap(({ policy, loans }) => [...policy.lent, ...loans])
      .filter(({ resource }) => resource === code)
      .map(({ territory }) => territory),
  ]),
];

/**
 * Has everybody wait who would change the resource's day, or the plan of the call's territory, until this change has
 * ended: another allocation, an absence, a plan that is saved. Call it before any call is locked, and read the day after
 * it, not before. An unknown resource has no day; the territory is locked all the same.
 */
export async function lockDay(change: Change, territory: string, resource: string): Promise<void> {
  const { tables } = await change.day();
  const home = tables.resources.get(resource)?.territory ?? territory;
  const territories = new Set([territory, ...plannedIn(resource, home, tables.reference)]);
  for (const each of [...territories].sort()) await lockPlan(change.em, each);
}
