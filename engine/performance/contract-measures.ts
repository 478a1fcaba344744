import { originalOf } from '../lifecycle/index.ts';
import { type Call, clocksFrom, failureStart } from '../model/call.ts';
import type { Contract } from '../model/contract.ts';
import type { Dataset, Reference } from '../model/dataset.ts';
import type { Device } from '../model/device.ts';
import { type Instant, type Interval, instant, type Millis, millis } from '../model/units.ts';
import type { Intervals } from '../time/index.ts';
import { type ClockResult, clockResults } from './clock-results.ts';
import { type DownInterval, downtimeWithin, lengthOf, withCalls } from './downtime.ts';
import { type Counts, countsForMoney } from './excuses.ts';
import { type Failure, failureOf } from './failure.ts';
import { type Figures, rateOf } from './figures.ts';
import { addRatios, NO_RATIO, type Ratio, scaledWeight } from './ratio.ts';
import { isInScope, type PerformanceScope, type ScopeKind, scopeCodes } from './scope.ts';
import { compileYardstick, type ServiceClock, type Yardstick } from './yardstick.ts';
import { measureZone } from './zone-availability.ts';

export interface DowntimeOptions {
  /** Which failures count, by their excuse; default: as for money. */
  readonly counts?: Counts;
  /** The stretches for which a failure counts; none: for nothing. Default: its own. For rules of rectification. */
  readonly stretches?: (failure: Failure) => readonly Pick<Failure, 'start' | 'end'>[];
  /** The clock of service time and downtime; default: covered time. */
  readonly time?: ServiceClock;
}

/** Service time and downtime of one device in a period, or of a zone that is judged as one (`required_available`). */
export interface Downtime {
  /** Code of the device, or of the zone. */
  readonly of: string;
  /** 1 of a zone. */
  readonly weight: number;
  readonly service: Millis;
  readonly down: Millis;
  /** In order and disjoint, within service time. */
  readonly intervals: readonly DownInterval[];
}

/**
 * The performance of one contract as known at `now` (domain, section 11), worked out from its calls: the interface for
 * statements. Scopes are those within the contract; a period is `[start, end)`, any instants. Calls of which only
 * `now` is known to come later are not there yet. Cancelled calls and duplicates count for nothing, the original for its
 * duplicates. Calls belong to the contract that their device is under.
 */
export interface ContractMeasures {
  readonly contract: Contract;
  readonly now: Instant;
  readonly yardstick: Yardstick;
  /** Earliest instant of which anything is known: the first `logged_at` of any contract. */
  readonly knownFrom: Instant;
  /** Whether anything is known of a period; one that ends by `knownFrom` has no figures (rule 11.3). */
  isKnown(period: Interval): boolean;
  readonly devices: readonly Device[];
  /** Calls that count, by number: no duplicates. */
  readonly calls: ReadonlyMap<string, Call>;
  /** Codes of a kind that the contract's devices stand under, in order of the reference. */
  codesOf(kind: ScopeKind): string[];
  /** Clocks whose deadlines lie in the period, excused ones too (`excuse` tells), in order of deadline, then number. */
  clockResults(scope: PerformanceScope, period: Interval): ClockResult[];
  /** Service-affecting failures that reach into the period, excused ones too, in order of start, then number. */
  failures(scope: PerformanceScope, period: Interval): Failure[];
  /** Milliseconds of service time of a device (or, unweighted, of all devices of the scope) in the period. */
  serviceTime(scope: PerformanceScope, period: Interval): Millis;
  /**
   * What was down: an entry for each device that was, in order of the reference; of a zone that is judged as one a
   * single entry, with the stretches in which too few of its devices were up.
   */
  downtimeOf(scope: PerformanceScope, period: Interval, options?: DowntimeOptions): Downtime[];
  /** Weighted milliseconds up, of those of service time; `percentOf` gives the percentage. */
  availabilityOf(scope: PerformanceScope, period: Interval, options?: DowntimeOptions): Ratio;
  figuresOf(scope: PerformanceScope, period: Interval): Figures;
}

export interface MeasureOptions {
  readonly now: Instant;
  /** Periods asked for lie in `[from, until)`; default: from the first call to `now`. */
  readonly from?: Instant;
  readonly until?: Instant;
}

/** Null: the dataset has no contract of that code. */
export function measureContract(dataset: Dataset, code: string, options: MeasureOptions): ContractMeasures | null {
  const contract = dataset.contracts.find((each) => each.code === code);
  if (contract === undefined) return null;
  const { now } = options;
  const devices = dataset.devices.filter((device) => device.contract === code);
  const codes = new Set(devices.map((device) => device.code));
  const ofContract = dataset.calls.filter((call) => codes.has(call.device));
  const byNumber = new Map(dataset.calls.map((call) => [call.number, call]));
  const calls = ofContract.filter((call) => originalOf(call, (number) => byNumber.get(number)) === null);
  const yardstick = compileYardstick(dataset, { ...reachOf(calls, options), calls });
  const knownFrom = dataset.knownFrom ?? firstLogged(dataset.calls, now);
  return measuresOf(dataset, contract, devices, calls, yardstick, now, knownFrom);
}

/** Without any call, what has been until now is unknown. */
const firstLogged = (calls: readonly Call[], now: Instant): Instant =>
  instant(calls.reduce<number>((first, { loggedAt }) => Math.min(first, loggedAt), now));

/** From the oldest instant that matters to the latest. */
function reachOf(calls: readonly Call[], { now, from, until }: MeasureOptions): { from: Instant; until: Instant } {
  let first: number = Math.min(now, from ?? now);
  for (const call of calls) first = Math.min(first, clocksFrom(call), failureStart(call));
  return { from: instant(first), until: instant(Math.max(now, until ?? now)) };
}

/** Of some devices of a contract and the calls on them, by a yardstick that measures them rightly; no duplicates among them. */
export function measuresOf(
  dataset: Reference,
  contract: Contract,
  devices: readonly Device[],
  calls: readonly Call[],
  yardstick: Yardstick,
  now: Instant,
  knownFrom: Instant,
): ContractMeasures {
  const deviceOf = new Map(devices.map((device) => [device.code, device]));
  const zones = new Map(dataset.zones.map((zone) => [zone.code, zone]));
  const results = calls.flatMap((call) => clockResults(yardstick, call, now)).sort(byDeadline);
  const failures = calls.flatMap((call) => failureOf(call, now) ?? []).sort(byStart);
  const failuresOn = Map.groupBy(failures, ({ device }) => device);
  const positions = new Map(devices.map(({ code }) => [code, yardstick.deviceAt(code)]));

  const inScope = (scope: PerformanceScope): readonly Device[] =>
    scope.kind === 'contract'
      ? scope.code === contract.code
        ? devices
        : []
      : devices.filter((d) => isInScope(d, scope));
  const within = (scope: PerformanceScope) => (each: { readonly device: string }) =>
    scope.kind === 'contract' ? scope.code === contract.code : isInScope(deviceOf.get(each.device)!, scope);

  /** Failures on a device, each for as long as it counts. */
  const counted = (
    device: Device,
    period: Interval,
    { counts = countsForMoney, stretches }: DowntimeOptions,
  ): Failure[] =>
    (failuresOn.get(device.code) ?? []).flatMap((failure) => {
      if (!counts(failure.excuse)) return [];
      return (stretches?.(failure) ?? [failure])
        .filter(({ start, end }) => start < period.end && end > period.start && start < end)
        .map((kept) => ({ ...failure, ...kept }));
    });

  /** Number of its devices that a zone judged as one needs; null: the scope is judged by weight. */
  const required = ({ kind, code }: PerformanceScope): number | null =>
    kind === 'zone' ? (zones.get(code)?.requiredAvailable ?? null) : null;

  function zoneOf(scope: PerformanceScope, needed: number, period: Interval, options: DowntimeOptions) {
    const found = inScope(scope).map((device) => ({
      at: positions.get(device.code)!,
      failures: counted(device, period, options),
    }));
    return {
      ...measureZone(yardstick, found, needed, period, options.time),
      failures: found.flatMap((each) => each.failures),
    };
  }

  const measures: ContractMeasures = {
    contract,
    now,
    yardstick,
    knownFrom,
    isKnown: ({ end }) => end > knownFrom,
    devices,
    calls: new Map(calls.map((call) => [call.number, call])),
    codesOf: (kind) =>
      kind === 'contract' ? [contract.code] : [...new Set(devices.flatMap((device) => scopeCodes(device, kind)))],
    clockResults: (scope, { start, end }) =>
      results.slice(firstAt(results, start), firstAt(results, end)).filter(within(scope)),
    failures: (scope, { start, end }) =>
      failures.filter((failure) => failure.start < end && failure.end > start).filter(within(scope)),
    serviceTime(scope, period) {
      const needed = required(scope);
      if (needed !== null) return millis(zoneOf(scope, needed, period, {}).service);
      return millis(
        inScope(scope).reduce((sum, { code }) => sum + yardstick.serviceTime(positions.get(code)!, period), 0),
      );
    },
    downtimeOf(scope, period, options = {}) {
      const needed = required(scope);
      if (needed !== null) {
        const { service, down, failures: own } = zoneOf(scope, needed, period, options);
        return down.start.length === 0 ? [] : [entry(scope.code, 1, service, down, own)];
      }
      return inScope(scope).flatMap((device) => {
        const own = counted(device, period, options);
        const at = positions.get(device.code)!;
        const down = downtimeWithin(yardstick, at, own, period, options.time);
        if (down.start.length === 0) return [];
        return [entry(device.code, device.weight, yardstick.serviceTime(at, period, options.time), down, own)];
      });
    },
    availabilityOf(scope, period, options = {}) {
      if (!measures.isKnown(period)) return NO_RATIO;
      const needed = required(scope);
      if (needed !== null) {
        const { service, down } = zoneOf(scope, needed, period, options);
        return upOf(service, lengthOf(down), 1);
      }
      return inScope(scope).reduce((sum, device) => {
        const at = positions.get(device.code)!;
        const down = downtimeWithin(yardstick, at, counted(device, period, options), period, options.time);
        return addRatios(sum, upOf(yardstick.serviceTime(at, period, options.time), lengthOf(down), device.weight));
      }, NO_RATIO);
    },
    figuresOf(scope, period) {
      const own = measures.clockResults(scope, period);
      return {
        respond: rateOf(own, 'respond'),
        fix: rateOf(own, 'fix'),
        availability: measures.availabilityOf(scope, period),
        ...(measures.isKnown(period) ? {} : { known: false }),
      };
    },
  };
  return measures;
}

/** Weighted time up, of the service time. */
export function upOf(service: number, down: number, weight: number): Ratio {
  const scale = scaledWeight(weight);
  return { part: scale * BigInt(service - down), whole: scale * BigInt(service) };
}

const entry = (
  of: string,
  weight: number,
  service: number,
  down: Intervals,
  failures: readonly Failure[],
): Downtime => ({
  of,
  weight,
  service: millis(service),
  down: millis(lengthOf(down)),
  intervals: withCalls(down, failures),
});

const byNumber = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
const byDeadline = (a: ClockResult, b: ClockResult): number => a.deadline - b.deadline || byNumber(a.call, b.call);
const byStart = (a: Failure, b: Failure): number => a.start - b.start || byNumber(a.call, b.call);

/** Position of the first result with its deadline at `at` or later. */
function firstAt(results: readonly ClockResult[], at: number): number {
  let low = 0;
  let high = results.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (results[middle]!.deadline >= at) high = middle;
    else low = middle + 1;
  }
  return low;
}
