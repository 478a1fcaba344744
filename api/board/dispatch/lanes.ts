import type { Dispatch } from '../data/dispatch-store.ts';
import type { Allocation, Resource } from '../data/types.ts';
import type { Times } from '../time/times.ts';

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;

/** A technician's line of the timeline. */
export interface Lane {
  readonly resource: string;
  readonly name: string;
  readonly territory: string;
  readonly person: Resource | null;
  /** By start, whichever territory they are for: somebody lent works elsewhere. */
  readonly stops: readonly Allocation[];
}

export const SCALES = { hour: 110, day: 42, week: 9 } as const;
export type Scale = keyof typeof SCALES;

/**
 * Everybody who belongs to the territories shown, and everybody whom a plan sends into them, by territory and name. Each
 * has one lane, with all visits that any plan gives them: no visit is in none.
 */
export function lanesOf({ plans, resources, names, territory }: Dispatch): Lane[] {
  const people = new Map(resources.map((person) => [person.code, person]));
  const stops = Map.groupBy(
    [...plans.values()].flatMap(({ allocations }) => allocations),
    ({ resource }) => resource,
  );
  const lanes = new Map<string, Lane>();
  const add = (code: string, name: string, home: string): void => {
    if (lanes.has(code)) return;
    const own = (stops.get(code) ?? []).toSorted((a, b) => (a.start < b.start ? -1 : 1));
    lanes.set(code, { resource: code, name, territory: home, person: people.get(code) ?? null, stops: own });
  };
  const shown = [...plans.values()].filter((plan) => territory === '' || plan.territory === territory);
  for (const plan of shown) for (const { code, name } of plan.resources) add(code, name, plan.territory);
  for (const plan of shown)
    for (const { resource } of plan.allocations)
      add(resource, people.get(resource)?.name ?? names.get(resource) ?? resource, plan.territory);
  return [...lanes.values()].sort((a, b) => a.territory.localeCompare(b.territory) || a.name.localeCompare(b.name));
}

/** The stretch that a timeline shows: from two hours before now, on whole hours of UTC, for eight days at most. */
export function windowOf(lanes: readonly Lane[], now: number): { readonly from: number; readonly to: number } {
  const from = Math.floor(now / HOUR) * HOUR - 2 * HOUR;
  let to = from + 26 * HOUR;
  for (const { stops } of lanes) {
    const last = stops.at(-1);
    if (last !== undefined) to = Math.max(to, Date.parse(last.finish) + HOUR);
  }
  return { from, to: Math.min(to, from + 8 * 24 * HOUR) };
}

/** A line of the ruler: every hour, every second or every twelfth, by the scale. */
export interface Tick {
  readonly at: number;
  readonly text: string;
  readonly strong: boolean;
}

export function ticksOf(
  { from, to }: { readonly from: number; readonly to: number },
  scale: Scale,
  times: Times,
): Tick[] {
  const every = scale === 'hour' ? 1 : scale === 'day' ? 2 : 12;
  const ticks: Tick[] = [];
  // Not every zone is whole hours from UTC.
  for (let at = from; at <= to; at += QUARTER) {
    const local = new Date(at + times.offset(at) * 60_000);
    const hour = local.getUTCHours();
    if (local.getUTCMinutes() !== 0 || hour % every !== 0) continue;
    ticks.push({
      at,
      text:
        hour === 0 || scale === 'week'
          ? `${times.day(at)}${scale === 'week' && hour !== 0 ? ` ${times.time(at)}` : ''}`
          : times.time(at),
      strong: hour === 0,
    });
  }
  return ticks;
}

/** The instants at which the clocks of the zone change, and by how many minutes they go forward. */
export function clockChanges(
  { from, to }: { readonly from: number; readonly to: number },
  times: Times,
): { readonly at: number; readonly minutes: number }[] {
  const changes: { at: number; minutes: number }[] = [];
  for (let at = from + QUARTER; at <= to; at += QUARTER) {
    const minutes = times.offset(at) - times.offset(at - QUARTER);
    if (minutes !== 0) changes.push({ at, minutes });
  }
  return changes;
}
