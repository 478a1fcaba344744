import { type Instant, instant, type Plan, planTerritory, type TerritoryInput } from '#engine';
import type { DayPolicy, Moment } from './live-days.ts';

/** Improvement steps at each event. */
const STEPS = 200;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const planned =
  (iterations: number) =>
  (input: TerritoryInput): Plan =>
    planTerritory(input, { seed: 1, iterations, milliseconds: null });

/** Deadlines are planned for so much earlier, but never by more than a share of what is left: repairs take longer than thought. */
const withMargin = (margin: number, share: number) => (input: TerritoryInput) => {
  const earlier = (by: Instant | null): Instant | null =>
    by === null || by <= input.now ? by : instant(by - Math.min(margin, Math.round((by - input.now) * share)));
  const calls = input.calls.map((call) => ({
    ...call,
    respondBy: earlier(call.respondBy),
    fixBy: earlier(call.fixBy),
  }));
  return planned(STEPS)({ ...input, calls });
};

/** Where few are free, nobody leaves for a call that can wait: they are kept for what may come. */
const keepsFree =
  (share: number, slack: number): NonNullable<DayPolicy['holdsBack']> =>
  ({ now, present, free }: Moment, { respondBy, fixBy }, workTime) => {
    const never = Number.POSITIVE_INFINITY;
    const left = Math.min(respondBy ?? never, fixBy === null ? never : fixBy - workTime) - now;
    return Number.isFinite(left) && left > slack && free <= share * present;
  };

/** Ways to run the days, by name; the first is the plainest. */
export const DAY_POLICIES: Readonly<Record<string, DayPolicy>> = {
  order_alone: { plan: planned(0), holdsBack: null },
  replan: { plan: planned(STEPS), holdsBack: null },
  margin_30: { plan: withMargin(30 * MINUTE, 0.4), holdsBack: null },
  margin_60: { plan: withMargin(60 * MINUTE, 0.4), holdsBack: null },
  spare_capacity: { plan: planned(STEPS), holdsBack: keepsFree(0.15, 4 * HOUR) },
};

/** What Turnout does by itself. */
export const DEFAULT_POLICY = 'replan';

export const POLICY_MEANINGS: Readonly<Record<string, string>> = {
  order_alone: 'each call in order at its cheapest place, planned again at each event',
  replan: `planned and improved again at each event (${STEPS} steps): the default`,
  margin_30: 'the same, deadlines planned for 30 minutes earlier (at most 40 % of what is left)',
  margin_60: 'the same with 60 minutes',
  spare_capacity: 'as replan, but with 15 % or fewer free nobody leaves for a call that can wait four hours',
};
