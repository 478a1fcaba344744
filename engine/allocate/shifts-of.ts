import type { Reference } from '../model/dataset.ts';
import type { Resource } from '../model/resource.ts';
import { type Instant, type Millis, millis } from '../model/units.ts';
import { rotaBook } from './rota.ts';
import type { WorkingShift } from './territory-input.ts';
import { workingShifts } from './working-shifts.ts';

/** A shift, and the territory in which it is worked. */
export interface PlacedShift extends WorkingShift {
  readonly territory: string;
}

/**
 * The shifts of resources that are not over at `now` and begin within `horizon`, at home and where they are lent, in
 * order of time: absences and breaks taken out, without overtime. The tables are gone through once for all of them.
 */
export function placedShifts(
  reference: Reference,
  now: Instant,
  horizon: Millis,
): (resource: Resource) => PlacedShift[] {
  const rotaOf = rotaBook(reference, now, horizon);
  return (resource) => {
    const rota = rotaOf(resource);
    const territories = new Set([resource.territory, ...rota.lent.map(({ territory }) => territory)]);
    return [...territories]
      .flatMap((territory) =>
        workingShifts(resource, rota, territory, millis(0), now, []).map((shift) => ({ ...shift, territory })),
      )
      .sort((a, b) => a.bands[0]!.start - b.bands[0]!.start);
  };
}

/** As `placedShifts`, of one resource. */
export const shiftsOf = (reference: Reference, resource: Resource, now: Instant, horizon: Millis): PlacedShift[] =>
  placedShifts(reference, now, horizon)(resource);
