import { type Interval, instant } from '../model/units.ts';
import { fromPairs, type Intervals } from '../time/index.ts';
import { downStretches, type Failure } from './failure.ts';
import type { ServiceClock, Yardstick } from './yardstick.ts';

/** A stretch of service time `[start, end)` in which a device was down, with the calls whose failures made it so. */
export interface DownInterval extends Interval {
  readonly calls: readonly string[];
}

/** Milliseconds of all stretches. */
export function lengthOf({ start, end }: Intervals): number {
  let sum = 0;
  for (let k = 0; k < start.length; k++) sum += end[k]! - start[k]!;
  return sum;
}

/** A stretch of time down; one of a failure that was reopened has gaps. */
export type DownStretch = Pick<Failure, 'start' | 'end'> & Partial<Pick<Failure, 'restored'>>;

export const stretchesOf = (failures: readonly DownStretch[], { start, end }: Interval): Intervals =>
  fromPairs(
    failures.flatMap((failure) =>
      downStretches({ restored: [], ...failure }).map(
        ([from, to]) => [Math.max(from, start), Math.min(to, end)] as const,
      ),
    ),
  );

/**
 * Downtime of a device in a period (domain, section 11): the part of its service time within the union of its failures.
 * Failures that overlap count once.
 */
export const downtimeWithin = (
  yardstick: Yardstick,
  device: number,
  failures: readonly DownStretch[],
  period: Interval,
  time: ServiceClock = 'coverage',
): Intervals => (failures.length === 0 ? NONE : yardstick.coveredWithin(device, stretchesOf(failures, period), time));

const NONE: Intervals = fromPairs([]);

/** Stretches as records, each with the calls of the failures that reach into it, in order of number. */
export function withCalls(down: Intervals, failures: readonly Failure[]): DownInterval[] {
  const byStart = failures.toSorted((a, b) => a.start - b.start);
  return Array.from(down.start, (start, k) => {
    const end = down.end[k]!;
    const reaching = byStart.filter((failure) => failure.start < end && failure.end > start);
    return {
      start: instant(start),
      end: instant(end),
      calls: [...new Set(reaching.map(({ call }) => call))].sort(),
    };
  });
}
