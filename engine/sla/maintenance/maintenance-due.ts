import type { Contract } from '../../model/contract.ts';
import type { Device } from '../../model/device.ts';
import type { Model } from '../../model/model.ts';
import type { Site } from '../../model/site.ts';
import { DAY, type Instant, type LocalDate, type Millis } from '../../model/units.ts';
import { dayOfDate } from '../../time/civil.ts';
import { addDays, addPeriod, localDateAt } from '../../time/index.ts';
import { inForce } from '../entitlement/contract-term.ts';

/** When a device has its next preventive maintenance. Local dates at its site. */
export interface MaintenanceDue {
  readonly device: string;
  /** Of the last maintenance that was finished; null: none is known. */
  readonly lastVisit: LocalDate | null;
  /** Last day of the interval. */
  readonly dueOn: LocalDate;
  /** The days on which it may be done, both inclusive: up to the due date, or from today where that is past. */
  readonly windowFrom: LocalDate;
  readonly windowTo: LocalDate;
  /** Days of the interval that ends with the due date. */
  readonly intervalDays: number;
}

/** Intervals looked at after the last visit: a device cannot fall further behind and still be told from another. */
const MOST_INTERVALS = 10_000;

/**
 * The next due date of a device by its model's `maintenance_every`, counted from the last visit (the nth interval in one
 * step, so that month ends do not drift). Where no visit is known the device is taken to have been looked after so far:
 * the next date at which an interval since its installation (else the contract's beginning) ends. null: the model has no
 * interval; the device is not in service, or its contract not in force, now or on the due date.
 * @param ahead how long before its due date a call is raised; half the interval at most.
 * @param raised due dates for which a call has been raised: once each, whatever became of it.
 */
export function maintenanceDue(
  { device, model, contract, site }: { device: Device; model: Model; contract: Contract; site: Site },
  lastVisitAt: Instant | null,
  now: Instant,
  ahead: Millis,
  raised: ReadonlySet<LocalDate>,
): MaintenanceDue | null {
  const every = model.maintenanceEvery;
  const today = localDateAt(now, site.timeZone);
  if (every === null || !inService(device, today)) return null;
  const { from, to } = inForce(contract);
  if (now < from || now >= to) return null;

  const lastVisit = lastVisitAt === null ? null : localDateAt(lastVisitAt, site.timeZone);
  const base = lastVisit ?? device.installedOn ?? contract.startsOn;
  // Dates that are past are made up for once: not where nothing is known, nor where one was raised and came to nothing.
  const looksBack = lastVisit !== null && ![...raised].some((date) => date > base);
  for (let k = 1; k <= MOST_INTERVALS; k++) {
    const dueOn = addPeriod(base, every, k);
    if (raised.has(dueOn) || (dueOn < today && !looksBack)) continue;
    if (device.retiredOn !== null && device.retiredOn < dueOn) return null;
    const intervalDays = dayOfDate(dueOn) - dayOfDate(addPeriod(base, every, k - 1));
    const days = Math.min(Math.floor(ahead / DAY), Math.floor(intervalDays / 2));
    const windowFrom = addDays(dueOn, -days);
    const overdue = dueOn < today;
    return {
      device: device.code,
      lastVisit,
      dueOn,
      windowFrom: windowFrom < today ? today : windowFrom,
      windowTo: overdue ? addDays(today, days) : dueOn,
      intervalDays,
    };
  }
  return null;
}

const inService = ({ installedOn, retiredOn }: Device, date: LocalDate): boolean =>
  (installedOn === null || installedOn <= date) && (retiredOn === null || date <= retiredOn);
