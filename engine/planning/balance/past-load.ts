import type { Reference } from '../../model/dataset.ts';
import { type Instant, instant, millis } from '../../model/units.ts';
import type { PastLoad, PlannableResource, TerritoryInput } from '../problem/territory-input.ts';
import { type HoursOf, hardHours, hoursIn, type TimeSpent } from './fairness.ts';

/**
 * Gives the resources of a territory what they bring along for the balance of loads: hours worked in the last days (the
 * policy's `balanceOver`), travel and unsocial work counted on top, so that whoever had the far or unpleasant work is
 * loaded less. It ends where a running shift begins: what was done in that the plan counts itself. Those lent here bring
 * nothing along.
 * @param spent at least what they did in that time.
 */
export function withPast(reference: Reference, input: TerritoryInput, spent: readonly TimeSpent[]): TerritoryInput {
  const { balanceOver } = input.policy;
  if (balanceOver === 0 || spent.length === 0) return input;
  const start = instant(input.now - balanceOver);
  const codes = Map.groupBy(input.resources, (resource) => pastEnd(resource, input.now));
  const hours = new Map<string, HoursOf>();
  for (const [end, resources] of codes) {
    const own = new Set(resources.map(({ code }) => code));
    const about = { ...reference, resources: reference.resources.filter(({ code }) => own.has(code)) };
    const theirs = spent.filter(({ resource }) => own.has(resource));
    if (end <= start) continue;
    for (const each of hoursIn(about, input.territory, { start, end }, theirs)) hours.set(each.resource, each);
  }
  const loads = Array.from(hours, ([code, past]): [string, PastLoad] => [
    code,
    { load: millis(past.work + hardHours(past)), available: past.available },
  ]);
  return withPastLoads(input, new Map(loads));
}

/** As `withPast`, where it is known already what each resource brings along. */
export const withPastLoads = (input: TerritoryInput, loads: ReadonlyMap<string, PastLoad>): TerritoryInput => ({
  ...input,
  resources: input.resources.map((resource): PlannableResource => {
    const past = loads.get(resource.code);
    return past === undefined ? resource : { ...resource, past };
  }),
});

const pastEnd = ({ shifts }: PlannableResource, now: Instant): Instant =>
  instant(Math.min(now, shifts[0]?.bands[0]?.start ?? now));

/** What the resources of a territory bring along, by code. */
export const pastOf = ({ resources }: TerritoryInput): Map<string, PastLoad> =>
  new Map(resources.flatMap(({ code, past }) => (past === undefined ? [] : [[code, past]])));

/** The same of several territories, by territory and code: what the checker is given, so that it prices what was planned. */
export const pastsOf = (inputs: readonly TerritoryInput[]): Map<string, Map<string, PastLoad>> =>
  new Map(inputs.map((input) => [input.territory, pastOf(input)]));
