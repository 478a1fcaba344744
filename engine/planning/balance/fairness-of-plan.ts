import type { Call } from '../../model/call.ts';
import type { Dataset, Reference } from '../../model/dataset.ts';
import type { Model } from '../../model/model.ts';
import { DAY, type Instant, type Interval, instant, millis } from '../../model/units.ts';
import { workTimeOf } from '../problem/build-input.ts';
import { workedFrom } from '../problem/work-done.ts';
import { fairnessOf, type HoursOf, hoursIn, type TimeSpent } from './fairness.ts';

/** Days before and after `now` over which fairness is judged: what was done and what is planned. */
const WEEK = millis(7 * DAY);

/** How far and unpleasant work lies on the people of a territory. */
export interface TerritoryFairness {
  readonly territory: string;
  readonly period: Interval;
  /** Jain's index, see `fairnessOf`; null: nobody is available. */
  readonly index: number | null;
  readonly hours: readonly HoursOf[];
}

/** The week before `now` and the week after. */
export const fairnessIn = (
  reference: Reference,
  territory: string,
  now: Instant,
  spent: readonly TimeSpent[],
): TerritoryFairness =>
  fairnessDuring(reference, territory, { start: instant(now - WEEK), end: instant(now + WEEK) }, spent);

export function fairnessDuring(
  reference: Reference,
  territory: string,
  period: Interval,
  spent: readonly TimeSpent[],
): TerritoryFairness {
  const hours = hoursIn(reference, territory, period, spent);
  return { territory, period, index: fairnessOf(hours), hours };
}

/** Time worked on a dataset's calls that were fixed by `now`, in the policy's `balanceOver` and the week before. A dataset does not know ways. */
export function timeSpentOn(dataset: Dataset, now: Instant): TimeSpent[] {
  const since = now - Math.max(WEEK, dataset.policy.balanceOver);
  const done = dataset.calls.filter(
    ({ resource, fixedAt, duplicateOf }) =>
      resource !== null && duplicateOf === null && fixedAt !== null && fixedAt <= now && fixedAt > since,
  );
  if (done.length === 0) return [];
  const models = new Map(dataset.models.map((model) => [model.code, model]));
  const devices = new Map(dataset.devices.map(({ code, model }) => [code, models.get(model)!]));
  return done.map((call) => timeOfFixed(call, devices.get(call.device)!));
}

/** Time worked on a call that a resource fixed, as far as the call itself tells it. */
export const timeOfFixed = (call: Call, model: Model): TimeSpent => ({
  resource: call.resource!,
  kind: 'work',
  start: workedFrom(call, workTimeOf(call, model)),
  end: call.fixedAt!,
});
