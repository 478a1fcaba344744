import type { Device } from '../model/device.ts';
import type { Clock } from '../model/escalation.ts';
import type { EventCount, PayMeasure } from '../model/payment-terms.ts';
import { HOUR, type Instant, type Interval, instant } from '../model/units.ts';
import { inForce } from '../sla/index.ts';
import { decimal, type Fraction, ONE } from './fraction.ts';
import type { Ledger } from './ledger.ts';
import { rectifiedClock } from './rectified.ts';
import type { ScopeItem } from './scope-items.ts';
import {
  clipped,
  countedBefore,
  requiredAvailable,
  stretchesIn,
  type Unavailability,
  unavailabilitiesIn,
} from './unavailability.ts';

/** What can be charged by itself: a missed clock, a failure, or the deduction periods of one unavailability. */
export interface PayEvent {
  /** Calls of the failure, in order of start. */
  readonly calls: readonly string[];
  readonly device: Device;
  readonly clock: Clock | null;
  /** Orders the events: the deadline that was missed, or the beginning. */
  readonly at: Instant;
  /** What of it lies in the period: time down, or late; null: a failure without length. */
  readonly stretch: Interval | null;
  /** Arrival or fix; null: not yet, or no clock. */
  readonly event: Instant | null;
  /** Times missed, or started deduction periods, in the period. */
  readonly times: number;
  /** Started hours late in the period. */
  readonly hoursLate: number;
  readonly weight: Fraction;
  /** Factor of a device that stayed in use. */
  readonly use: Fraction;
  /** Where it is counted together with others. */
  readonly place: string;
}

/** The events of a measure in a period, in order of time, then call. `count` is how its rule counts them. */
export function payEvents(
  ledger: Ledger,
  measure: PayMeasure,
  item: ScopeItem,
  period: Interval,
  count: EventCount,
): PayEvent[] {
  const found = eventsOf(ledger, measure, item, period);
  // A zone that is judged as one has no weight of its own.
  const isZone = measure.metric === 'unavailability' && requiredAvailable(ledger, item) !== null;
  return found
    .map((each) => ({
      ...each,
      weight: count.weighted && !isZone ? decimal(each.device.weight) : ONE,
      use: isInUse(ledger, each) ? decimal(measure.useFactor) : ONE,
      place: placeOf(count, each.device),
    }))
    .sort(
      (a, b) =>
        a.at - b.at || (a.calls[0]! < b.calls[0]! ? -1 : a.calls[0]! > b.calls[0]! ? 1 : clockRank(a) - clockRank(b)),
    );
}

type Found = Omit<PayEvent, 'weight' | 'use' | 'place'>;

const clockRank = ({ clock }: Found): number => (clock === 'fix' ? 1 : 0);
const isInUse = (ledger: Ledger, { calls }: Found): boolean => calls.every((call) => ledger.call(call).inUse === true);

function placeOf({ growthWithin }: EventCount, device: Device): string {
  switch (growthWithin) {
    case 'scope':
      return '';
    case 'group':
      return device.groups.join('\0') || `device ${device.code}`;
    case 'zone':
      return device.zone ?? `device ${device.code}`;
    case 'device':
      return device.code;
    default:
      return device[growthWithin];
  }
}

function eventsOf(ledger: Ledger, measure: PayMeasure, item: ScopeItem, period: Interval): Found[] {
  switch (measure.metric) {
    case 'unavailability':
      return downEvents(
        measure,
        period,
        unavailabilitiesIn(ledger, measure, item, stretchesIn(ledger, measure, item)),
      ).filter(({ times }) => times > 0);
    case 'failures':
      return faultEvents(ledger, measure, item, period);
    default:
      return clockEvents(ledger, measure, item, period);
  }
}

/** Clocks that a metric is about. */
export const clocksOf = ({ metric }: PayMeasure): readonly Clock[] =>
  metric === 'clocks' || metric === 'clocks_missed'
    ? ['respond', 'fix']
    : metric === 'fix' || metric === 'fix_missed' || metric === 'mean_fix_hours'
      ? ['fix']
      : ['respond'];

/**
 * Missed clocks: once at the deadline, and again at the end of each further time that goes by. What is owed in time ends
 * with the contract, as time down does: no further misses and no hours late after it.
 */
function clockEvents(ledger: Ledger, measure: PayMeasure, item: ScopeItem, period: Interval): Found[] {
  const wanted = clocksOf(measure);
  const { rule, rectification, time } = measure;
  const pricesHours = rule.kind === 'events' && rule.perHourLate !== null;
  const { to: ends } = inForce(ledger.measures.contract);
  const found: Found[] = [];
  for (const result of ledger.clocks) {
    if (!wanted.includes(result.clock) || !item.codes.has(result.device)) continue;
    if (!ledger.counts(measure, result.call)) continue;
    const { deadline, outcome, event, clock } = rectifiedClock(ledger, measure, result);
    const until = instant(Math.min(event ?? ledger.now, Math.max(ends, deadline)));
    if (outcome !== 'missed' || deadline >= period.end || until <= period.start) continue;
    const own = deadline >= period.start;
    const late = clipped({ start: deadline, end: until }, period);
    const counted = (to: number): number =>
      time === 'elapsed' ? to - deadline : ledger.clock(result.call).counted(deadline, to);
    const startedIn = (length: number): number =>
      Math.ceil(counted(late.end) / length) - (own ? 0 : Math.ceil(counted(late.start) / length));
    const again = rectification.furtherEvery === 'allowed' ? result.target : rectification.furtherEvery;
    const further = again === null || again <= 0 ? 0 : startedIn(again) - (own ? 1 : 0);
    const times = (own ? 1 : 0) + Math.max(0, further);
    const hoursLate = pricesHours ? Math.max(0, startedIn(HOUR)) : 0;
    if (times === 0 && hoursLate === 0) continue;
    const device = ledger.device(result.device);
    found.push({ calls: [result.call], device, clock, at: deadline, stretch: late, event, times, hoursLate });
  }
  return found;
}

/** Fault calls, by `logged_at`. */
function faultEvents(ledger: Ledger, measure: PayMeasure, item: ScopeItem, period: Interval): Found[] {
  return ledger.faults
    .filter(
      ({ number, device, loggedAt }) =>
        loggedAt >= period.start && loggedAt < period.end && item.codes.has(device) && ledger.counts(measure, number),
    )
    .map((call) => ({
      ...{ calls: [call.number], device: ledger.device(call.device), clock: null, at: call.loggedAt, stretch: null },
      ...{ event: null, times: 1, hoursLate: 0 },
    }));
}

/**
 * Unavailabilities with the deduction periods that start in the payment period, counted from the beginning of each: one
 * that lasts from one payment period into the next is charged once for each of its own periods. One that counts time in
 * the payment period and starts none is there too, with `times` 0: it is evidence of time down.
 */
export function downEvents(measure: PayMeasure, period: Interval, found: readonly Unavailability[]): Found[] {
  return found.flatMap((each) => {
    if (each.start >= period.end || each.end <= period.start) return [];
    const { device, calls, counted } = each;
    const before = countedBefore(counted, period.start);
    const upTo = countedBefore(counted, period.end);
    const length = measure.deductionPeriod;
    const times =
      length === null ? (before === 0 && upTo > 0 ? 1 : 0) : Math.ceil(upTo / length) - Math.ceil(before / length);
    if (times === 0 && upTo === before) return [];
    const stretch = clipped(each, period);
    const at = instant(Math.max(each.start, period.start));
    return [{ calls, device, clock: null, at, stretch, event: null, times, hoursLate: 0 }];
  });
}
