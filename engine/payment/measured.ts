import type { Device } from '../model/device.ts';
import type { Clock } from '../model/escalation.ts';
import type { EventCount, PayMeasure } from '../model/payment-terms.ts';
import { HOUR, type Instant, type Interval } from '../model/units.ts';
import { type ServiceClock, scaledWeight } from '../performance/index.ts';
import {
  add,
  decimal,
  type Fraction,
  fraction,
  HUNDRED,
  integer,
  ONE,
  over,
  subtract,
  times,
  ZERO,
} from './fraction.ts';
import type { Ledger } from './ledger.ts';
import { clocksOf, downEvents, type PayEvent, payEvents } from './pay-events.ts';
import { rectifiedClock } from './rectified.ts';
import type { ScopeItem } from './scope-items.ts';
import { downtimeOptions, downWithin, requiredAvailable, stretchesIn, unavailabilitiesIn } from './unavailability.ts';

/** What was measured for one measure and scope in a period: sums that one call more or less changes by an addition. */
export interface Measured {
  /** false: nothing is known of the period, so that no metric has a value. */
  readonly known: boolean;
  /** Clocks whose deadlines lie in the period; excused ones are in none of these. */
  readonly met: number;
  readonly missed: number;
  readonly open: number;
  /** Time that the stopped clocks counted, and how many stopped. */
  readonly countedTime: number;
  readonly stopped: number;
  /** Weighted milliseconds of service time and downtime. */
  readonly service: Fraction;
  readonly down: Fraction;
  /** Unweighted milliseconds down. */
  readonly downTime: Fraction;
  readonly downPeriods: number;
  readonly failures: number;
  readonly devices: number;
  readonly points: Fraction;
  /** Events that are charged, or that tell why a value is what it is. */
  readonly events: readonly PayEvent[];
  /** The clocks whose time went into a mean, in order of deadline; other metrics have none. */
  readonly averaged: readonly AveragedClock[];
}

/** A clock that has stopped, as part of a mean. */
export interface AveragedClock {
  readonly call: string;
  readonly device: Device;
  readonly clock: Clock;
  readonly deadline: Instant;
  readonly event: Instant;
  readonly missed: boolean;
  /** Milliseconds that it counted. */
  readonly time: number;
}

export const NOTHING: Measured = {
  known: true,
  ...{ met: 0, missed: 0, open: 0, countedTime: 0, stopped: 0 },
  ...{ service: ZERO, down: ZERO, downTime: ZERO, downPeriods: 0, failures: 0, devices: 0, points: ZERO, events: [] },
  averaged: [],
};

/** Counts events as they are, for evidence. */
const PLAIN: EventCount = {
  weighted: false,
  growth: [],
  growthWithin: 'scope',
  growthCounts: 'failures',
  growthApplies: 'later',
};

/** Measures all but points, which come from the lines of other measures. */
export function measureIn(ledger: Ledger, measure: PayMeasure, item: ScopeItem, period: Interval): Measured {
  const { rule, metric } = measure;
  const count = rule.kind === 'events' || rule.kind === 'points' ? rule : PLAIN;
  if (!ledger.measures.isKnown(period)) return { ...NOTHING, known: false };
  switch (metric) {
    case 'points':
      return NOTHING;
    case 'availability':
    case 'downtime_hours':
    case 'downtime_minutes':
    case 'downtime_periods':
      return measureDowntime(ledger, measure, item, period);
    case 'unavailability':
      return { ...NOTHING, devices: item.devices.length, events: payEvents(ledger, measure, item, period, count) };
    case 'failures':
    case 'failures_per_device': {
      const events = payEvents(ledger, { ...measure, metric: 'failures' }, item, period, count);
      const inService = item.devices.filter((device) => serviceOf(ledger, device.code, period) > 0).length;
      return { ...NOTHING, failures: events.length, devices: inService, events };
    }
    default:
      return {
        ...measureClocks(ledger, measure, item, period),
        events: payEvents(ledger, measure, item, period, count),
      };
  }
}

const serviceOf = (
  { measures: { yardstick } }: Ledger,
  device: string,
  period: Interval,
  time?: ServiceClock,
): number => yardstick.serviceTime(yardstick.deviceAt(device), period, time);

function measureClocks(ledger: Ledger, measure: PayMeasure, item: ScopeItem, period: Interval): Measured {
  const wanted = clocksOf(measure);
  const sums = { met: 0, missed: 0, open: 0, countedTime: 0, stopped: 0 };
  const wantsTime = measure.metric.startsWith('mean_');
  const averaged: AveragedClock[] = [];
  for (const result of ledger.clocks) {
    if (!wanted.includes(result.clock) || !item.codes.has(result.device)) continue;
    // A permanent fix has a later deadline than the fix clock itself, never an earlier one.
    if (result.deadline >= period.end) break;
    const { deadline, outcome, event, clock } = rectifiedClock(ledger, measure, result);
    if (deadline < period.start || deadline >= period.end || !ledger.counts(measure, result.call)) continue;
    sums[outcome] += 1;
    if (wantsTime && event !== null) {
      const time = ledger.clock(result.call).counted(result.loggedAt, event);
      sums.stopped += 1;
      sums.countedTime += time;
      const device = ledger.device(result.device);
      averaged.push({ call: result.call, device, clock, deadline, event, missed: outcome === 'missed', time });
    }
  }
  return { ...NOTHING, ...sums, averaged };
}

/** Of a zone that is judged as one (`required_available`) the zone's own, else the sum over the devices. */
function measureDowntime(ledger: Ledger, measure: PayMeasure, item: ScopeItem, period: Interval): Measured {
  const downs = stretchesIn(ledger, measure, item);
  const isZone = requiredAvailable(ledger, item) !== null;
  const events = downEvents(measure, period, unavailabilitiesIn(ledger, measure, item, downs)).map((event) => ({
    ...event,
    weight: isZone ? ONE : decimal(event.device.weight),
    use: ONE,
    place: '',
  }));
  const downPeriods = events.reduce((sum, each) => sum + each.times, 0);
  const base = { ...NOTHING, devices: item.devices.length, events, downPeriods };
  if (isZone && item.performance !== null) {
    const { measures } = ledger;
    const options = downtimeOptions(ledger, measure);
    const { part, whole } = measures.availabilityOf(item.performance, period, options);
    const down = measures.downtimeOf(item.performance, period, options);
    const time = down.reduce((sum, each) => sum + each.down, 0);
    return { ...base, service: fraction(whole), down: fraction(whole - part), downTime: integer(time) };
  }
  let [service, down, downTime] = [ZERO, ZERO, ZERO];
  for (const device of item.devices) {
    const weight = fraction(scaledWeight(device.weight), 1_000_000n);
    const own = downWithin(ledger, measure, device, downs.get(device)!, period);
    service = add(service, times(weight, integer(serviceOf(ledger, device.code, period, measure.time))));
    down = add(down, times(weight, own));
    downTime = add(downTime, own);
  }
  return { ...base, service, down, downTime };
}

const share = (part: number, of: number): Fraction => fraction(BigInt(part) * 100n, of);

/** Value of the metric, exactly; null: nothing to measure (no clocks, no service time), which is no 100. */
export function metricValue(measure: PayMeasure, measured: Measured): Fraction | null {
  if (!measured.known) return null;
  const value = rawValue(measure, measured);
  if (value !== null) return value;
  return measure.whenNone === null ? null : decimal(measure.whenNone);
}

function rawValue({ metric, minimumCount }: PayMeasure, measured: Measured): Fraction | null {
  const { met, missed, service, down } = measured;
  switch (metric) {
    case 'respond':
    case 'fix':
    case 'clocks':
      return met + missed < minimumCount ? null : share(met, met + missed);
    case 'respond_missed':
    case 'fix_missed':
    case 'clocks_missed':
      return met + missed + measured.open < minimumCount && minimumCount > 1 ? null : integer(missed);
    case 'availability':
      return service.n === 0n ? null : over(times(HUNDRED, subtract(service, down)), service);
    case 'unavailability':
      return null;
    case 'failures':
      return measured.failures < minimumCount && minimumCount > 1 ? null : integer(measured.failures);
    case 'failures_per_device':
      return measured.devices === 0 || (measured.failures < minimumCount && minimumCount > 1)
        ? null
        : fraction(measured.failures, measured.devices);
    case 'downtime_hours':
      return over(measured.downTime, integer(HOUR));
    case 'downtime_minutes':
      return over(measured.downTime, integer(60_000));
    case 'downtime_periods':
      return integer(measured.downPeriods);
    case 'mean_respond_hours':
    case 'mean_fix_hours':
      return measured.stopped < minimumCount ? null : fraction(measured.countedTime, measured.stopped * HOUR);
    case 'points':
      return measured.points;
  }
}
