import type { Call } from '../../model/call.ts';
import type { Dataset } from '../../model/dataset.ts';
import type { PaymentTerms } from '../../model/payment-terms.ts';
import { DAY, HOUR, type Instant, instant } from '../../model/units.ts';
import { isOpenAt } from '../../terms/index.ts';
import { type ContractPeriod, clockResults, measureContract, periodAt } from '../performance/index.ts';
import { doneAt } from './forecast.ts';
import { openLedger } from './ledger.ts';
import { measurePeriod } from './period-lines.ts';
import { type Variants, variantsOf } from './variants.ts';

/** What the lateness of one call would lose under payment terms, minor units of the contract's currency. */
export interface CallPrice {
  /** Lost once, when the respond target is missed; 0 where it is met or missed already. Likewise for fix. */
  readonly respondMissed: number;
  readonly fixMissed: number;
  /** Lost by each further hour, on the mean of the day that follows the next deadline (or now, if that is past). */
  readonly eachHour: number;
}

/** Hours looked at for what each hour costs: a day has all hours of coverage, and steps even out in it. */
const SPAN = DAY;

/**
 * The price of each open call of a contract, given the state of the period that it counts in (domain, section 9):
 * thresholds nearly reached, caps reached already, repeats. Each is the difference of two totals of that period, with the
 * target met and missed by a millisecond; the contract's other open calls are taken as done now, so that what they may
 * cost is not charged to this one. `dataset.calls` must hold the contract's calls that count in the periods of its
 * deadlines, and in those before that its terms look at.
 */
export function callPrices(
  dataset: Dataset,
  contract: string,
  terms: PaymentTerms,
  now: Instant,
  from: Instant,
): Map<string, CallPrice> {
  const prices = new Map<string, CallPrice>();
  const measures = measureContract(dataset, contract, { now, from, until: instant(now + 60 * DAY) });
  if (measures === null) return prices;
  const open = [...measures.calls.values()].filter((call) => isOpenAt(call, now));
  if (open.length === 0) return prices;
  const isOpen = new Set(open);
  const done = {
    ...dataset,
    calls: [...measures.calls.values()].map((call) => (isOpen.has(call) ? doneAt(call, now, now, now) : call)),
  };
  const ledger = openLedger(measureContract(done, contract, { now, from, until: instant(now + 60 * DAY) })!);
  const byPeriod = new Map<string, Variants>();
  const stateOf = (period: ContractPeriod): Variants => {
    let found = byPeriod.get(period.code);
    if (found === undefined) {
      found = variantsOf(measurePeriod(ledger, terms, period));
      byPeriod.set(period.code, found);
    }
    return found;
  };
  for (const call of open) {
    prices.set(
      call.number,
      priceOf(
        call,
        now,
        stateOf,
        (at) => periodAt(measures.contract, at),
        (each) => clockResults(measures.yardstick, each, now),
      ),
    );
  }
  return prices;
}

function priceOf(
  call: Call,
  now: Instant,
  stateOf: (period: ContractPeriod) => Variants,
  periodOf: (at: Instant) => ContractPeriod,
  clocksOf: (call: Call) => ReturnType<typeof clockResults>,
): CallPrice {
  const clocks = clocksOf(call).filter(({ outcome }) => outcome === 'open');
  const respondBy = clocks.find(({ clock, event }) => clock === 'respond' && event === null)?.deadline ?? null;
  const fixBy = clocks.find(({ clock }) => clock === 'fix')?.deadline ?? null;
  const lost = (period: ContractPeriod, kept: Call, late: Call, at: Instant): number => {
    const state = stateOf(period);
    return Math.max(0, Number(state.totalWith(kept, at).n - state.totalWith(late, at).n));
  };
  const respondMissed = ((): number => {
    if (respondBy === null) return 0;
    const after = instant(respondBy + 1);
    return lost(periodOf(respondBy), doneAt(call, now, respondBy, after), doneAt(call, now, after, after), after);
  })();
  const fixMissed = ((): number => {
    if (fixBy === null) return 0;
    const after = instant(fixBy + 1);
    return lost(periodOf(fixBy), doneAt(call, now, now, fixBy), doneAt(call, now, now, after), after);
  })();
  const due = respondBy ?? fixBy ?? now;
  const begin = instant(Math.max(now, due) + 1);
  const period = periodOf(begin);
  // Not past the fix deadline, whose own loss is told apart.
  const last = Math.min(begin + SPAN, period.end, fixBy !== null && fixBy > begin ? fixBy : Number.POSITIVE_INFINITY);
  const until = instant(Math.max(last, begin + HOUR));
  const eachHour =
    lost(period, doneAt(call, now, begin, begin), doneAt(call, now, until, until), until) / ((until - begin) / HOUR);
  return { respondMissed, fixMissed, eachHour };
}
