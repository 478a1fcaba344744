import { isOpenAt } from '../lifecycle/index.ts';
import type { Call } from '../model/call.ts';
import type { CallPrice } from '../model/call-price.ts';
import type { Dataset } from '../model/dataset.ts';
import type { Clock } from '../model/escalation.ts';
import type { PaymentTerms } from '../model/payment-terms.ts';
import { DAY, HOUR, type Instant, instant } from '../model/units.ts';
import {
  type ClockResult,
  type ContractPeriod,
  clockResults,
  measureContract,
  periodAt,
} from '../performance/index.ts';
import { openLedger } from './ledger.ts';
import { measurePeriod } from './period-lines.ts';
import { doneAt } from './statement/forecast.ts';
import { type Variants, variantsOf } from './variants.ts';

/** Hours looked at for what each hour costs: a day has all hours of coverage, and steps even out in it. */
const SPAN = DAY;

/**
 * The price of each open call of a contract, given the state of the period that it counts in (domain, section 9):
 * thresholds nearly reached, caps reached already, repeats. Each is the difference of two totals of that period, with the
 * target met and missed by a millisecond; the contract's other open calls are taken as done now, so that what they may
 * cost is not charged to this one. `dataset.calls` must hold the contract's calls that count in the periods of its
 * deadlines, and in those before that its terms look at.
 */
export function callPricer(
  dataset: Dataset,
  contract: string,
  terms: PaymentTerms,
  now: Instant,
  from: Instant,
): CallPricer {
  const reach = { now, from, until: instant(now + LOOK_AHEAD) };
  const measures = measureContract(dataset, contract, reach);
  const open = measures === null ? [] : [...measures.calls.values()].filter((call) => isOpenAt(call, now));
  if (measures === null || open.length === 0) return { numbers: [], priceOf: () => NOTHING_LOST };
  const byNumber = new Map(open.map((call) => [call.number, call]));
  const calls = [...measures.calls.values()].map((call) =>
    byNumber.has(call.number) ? doneAt(call, now, now, now) : call,
  );
  const ledger = openLedger(measureContract({ ...dataset, calls }, contract, reach)!);
  const byPeriod = new Map<string, Variants>();
  const stateAt = (at: Instant): PeriodState => {
    const period = periodAt(measures.contract, at);
    let found = byPeriod.get(period.code);
    if (found === undefined) {
      found = variantsOf(measurePeriod(ledger, terms, period));
      byPeriod.set(period.code, found);
    }
    return { period, variants: found };
  };
  return {
    numbers: [...byNumber.keys()],
    priceOf(number) {
      const call = byNumber.get(number);
      if (call === undefined) return NOTHING_LOST;
      return priceOf(call, now, stateAt, clockResults(measures.yardstick, call, now));
    },
  };
}

/** Prices the open calls of one contract, each when it is asked for. */
export interface CallPricer {
  readonly numbers: readonly string[];
  priceOf(number: string): CallPrice;
}

/** Deadlines further ahead are not looked at for what a regime's coverage has there. */
const LOOK_AHEAD = 60 * DAY;
const NOTHING_LOST: CallPrice = { respondMissed: 0, fixMissed: 0, eachHour: 0 };

interface PeriodState {
  readonly period: ContractPeriod;
  readonly variants: Variants;
}

function priceOf(
  call: Call,
  now: Instant,
  stateAt: (at: Instant) => PeriodState,
  results: readonly ClockResult[],
): CallPrice {
  const running = results.filter(({ outcome }) => outcome === 'open');
  const deadlineOf = (clock: Clock): Instant | null => running.find((each) => each.clock === clock)?.deadline ?? null;
  const [respondBy, fixBy] = [deadlineOf('respond'), deadlineOf('fix')];
  /** What the period of `in` loses by one course of the call against another, both seen as of `at`. */
  const lost = (within: Instant, kept: Call, late: Call, at: Instant): number => {
    const { variants } = stateAt(within);
    return Math.max(0, Number(variants.totalWith(kept, at).n - variants.totalWith(late, at).n));
  };
  const after = (at: Instant): Instant => instant(at + 1);
  const respondMissed =
    respondBy === null
      ? 0
      : lost(
          respondBy,
          doneAt(call, now, respondBy, after(respondBy)),
          doneAt(call, now, after(respondBy), after(respondBy)),
          after(respondBy),
        );
  const fixMissed =
    fixBy === null ? 0 : lost(fixBy, doneAt(call, now, now, fixBy), doneAt(call, now, now, after(fixBy)), after(fixBy));

  const begin = after(instant(Math.max(now, respondBy ?? fixBy ?? now)));
  const { period } = stateAt(begin);
  // Not past the fix deadline, whose own loss is told apart.
  const last = Math.min(begin + SPAN, period.end, fixBy !== null && fixBy > begin ? fixBy : Number.POSITIVE_INFINITY);
  const until = instant(Math.max(last, begin + HOUR));
  const hours = (until - begin) / HOUR;
  const eachHour = lost(begin, doneAt(call, now, begin, begin), doneAt(call, now, until, until), until) / hours;
  return { respondMissed, fixMissed, eachHour };
}
