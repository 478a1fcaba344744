import type { Clock } from '../model/escalation.ts';
import type { ClockResult } from './clock-results.ts';
import { type Counts, countsForMoney } from './excuses.ts';
import { percentOf, type Ratio } from './ratio.ts';

/** What came of the clocks of one kind. */
export interface Rate {
  readonly met: number;
  readonly missed: number;
  /** Still running, their deadline within the period but not past: part of no percentage yet. */
  readonly open: number;
  /** Left out by their excuse. */
  readonly excused: number;
}

/** Figures of a scope in a period (domain, section 11). Excuses as they count for money, unless said otherwise. */
export interface Figures {
  /** false: nothing is known of the period (rule 11.3). */
  readonly known?: boolean;
  readonly respond: Rate;
  readonly fix: Rate;
  /** Weighted milliseconds up, of those of service time; of a zone with `required_available` those of the zone as one. */
  readonly availability: Ratio;
}

export function rateOf(results: readonly ClockResult[], clock: Clock, counts: Counts = countsForMoney): Rate {
  const sums = { met: 0, missed: 0, open: 0, excused: 0 };
  for (const result of results) {
    if (result.clock === clock) sums[counts(result.excuse) ? result.outcome : 'excused'] += 1;
  }
  return sums;
}

/** met / (met + missed), as an exact ratio; its whole is 0 where no clock is decided. */
export const rateRatio = ({ met, missed }: Rate): Ratio => ({ part: BigInt(met), whole: BigInt(met + missed) });

/** Percent of the clocks met; null: none is decided yet, which is no 100. */
export const ratePercent = (rate: Rate, decimals?: number): number | null => percentOf(rateRatio(rate), decimals);
