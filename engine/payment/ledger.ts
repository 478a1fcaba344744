import type { Call } from '../model/call.ts';
import type { Device } from '../model/device.ts';
import type { CallFilter, PayMeasure } from '../model/payment-terms.ts';
import { type Instant, type Interval, instant } from '../model/units.ts';
import { type ClockResult, type ContractMeasures, type Failure, isWithdrawn } from '../performance/index.ts';
import { type CallClock, callClock } from './call-clock.ts';

/** All that has been measured of a contract's calls, looked up by measure after measure. */
export interface Ledger {
  readonly measures: ContractMeasures;
  readonly now: Instant;
  /** All clocks with a deadline, in order of deadline, then number. */
  readonly clocks: readonly ClockResult[];
  /** All service-affecting failures, in order of start, then number. */
  readonly failures: readonly Failure[];
  /** Those of one device. */
  failuresOn(device: string): readonly Failure[];
  /** Fault calls, in order of `logged_at`, then number. */
  readonly faults: readonly Call[];
  call(number: string): Call;
  device(code: string): Device;
  clock(number: string): CallClock;
  /** The fix clock of a call; null: it has none. */
  fixClock(number: string): ClockResult | null;
  /** Whether a measure looks at a call, by its type, regime, priority and excuse. */
  counts(measure: PayMeasure, number: string): boolean;
}

const ALL: Interval = { start: instant(-4e15), end: instant(4e15) };

export function openLedger(measures: ContractMeasures): Ledger {
  const { contract, now, yardstick } = measures;
  const scope = { kind: 'contract', code: contract.code } as const;
  const clocks = measures.clockResults(scope, ALL);
  const failures = measures.failures(scope, ALL);
  const failuresOn = Map.groupBy(failures, ({ device }) => device);
  const devices = new Map(measures.devices.map((device) => [device.code, device]));
  const fixClocks = new Map(clocks.filter(({ clock }) => clock === 'fix').map((each) => [each.call, each]));
  const callClocks = new Map<string, CallClock>();
  const ledger: Ledger = {
    measures,
    now,
    clocks,
    failures,
    failuresOn: (device) => failuresOn.get(device) ?? [],
    faults: [...measures.calls.values()]
      .filter((call) => call.type === 'fault' && call.loggedAt <= now && !isWithdrawn(call, now))
      .sort((a, b) => a.loggedAt - b.loggedAt || (a.number < b.number ? -1 : 1)),
    call: (number) => measures.calls.get(number)!,
    device: (code) => devices.get(code)!,
    clock(number) {
      let found = callClocks.get(number);
      if (found === undefined) {
        found = callClock(yardstick, ledger.call(number), now);
        callClocks.set(number, found);
      }
      return found;
    },
    fixClock: (number) => fixClocks.get(number) ?? null,
    counts(measure, number) {
      const call = ledger.call(number);
      if (call.excuse !== null && measure.excuses.includes(call.excuse)) return false;
      return passes(measure.calls, call, () => ledger.clock(number));
    },
  };
  return ledger;
}

function passes({ types, regimes, priorities }: CallFilter, call: Call, clock: () => CallClock): boolean {
  if (types !== null && !types.includes(call.type)) return false;
  if (regimes !== null) {
    const { regime } = clock();
    if (regime === null || !regimes.includes(regime)) return false;
  }
  return priorities === null || priorities.includes(clock().priority);
}
