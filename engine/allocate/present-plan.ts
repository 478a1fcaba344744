import type { Plan } from '../model/plan.ts';
import type { PlannableCall, PlannableResource, PresentPlace, TerritoryInput } from './territory-input.ts';

/**
 * A plan as people know it, for `TerritoryInput.present`. Settled are the places of calls about which nothing has
 * changed since `before`, the input of which the plan was made with care: what is not settled is looked at again. Where
 * there is more time than there was (a shift, a resource, a call that will not be done after all), those are late calls
 * too. Whatever follows from changes by itself (somebody is absent, work overruns) the planner sees on its own.
 * @param before null: not known; all is settled.
 */
export function presentPlan(
  input: TerritoryInput,
  plan: Pick<Plan, 'allocations'>,
  before: TerritoryInput | null,
): Map<string, PresentPlace> {
  const calls = new Map(input.calls.map((call) => [call.number, call]));
  const known = before === null ? null : new Map(before.calls.map((call) => [call.number, factsOf(call)]));
  const isRoomier = before !== null && (hasMoreTime(before, input) || hasFreedTime(before, input, plan));
  return new Map(
    plan.allocations.map(({ call: number, resource, arrival, start, finish }) => {
      const call = calls.get(number);
      const isLate =
        call !== undefined &&
        ((call.respondBy !== null && call.respondedAt === null && arrival > call.respondBy) ||
          (call.fixBy !== null && finish > call.fixBy));
      const isSame = known === null || call === undefined || known.get(number) === factsOf(call);
      return [number, { resource, start, settled: isSame && !(isRoomier && isLate) }];
    }),
  );
}

/** What a call's place depends on. */
const factsOf = (call: PlannableCall): string =>
  JSON.stringify([
    [call.class, call.priority, call.respondBy, call.fixBy, call.workTime, call.earliest, call.latest],
    [call.held, call.latitude, call.longitude, call.skills],
  ]);

/** Whether somebody works at a time, or has a skill, that was not there before. */
function hasMoreTime(before: TerritoryInput, after: TerritoryInput): boolean {
  const known = new Map(before.resources.map((resource) => [resource.code, timesOf(resource)]));
  const skills = new Map(before.resources.map(({ code, skills }) => [code, JSON.stringify(skills)]));
  return after.resources.some((resource) => {
    const times = known.get(resource.code);
    if (times === undefined || skills.get(resource.code) !== JSON.stringify(resource.skills)) return true;
    return timesOf(resource).some((band) => !times.some(({ start, end }) => start <= band.start && band.end <= end));
  });
}

const timesOf = ({ shifts }: PlannableResource) => shifts.flatMap(({ bands }) => bands);

/** Whether a call that was planned for later is not open any more. */
function hasFreedTime(before: TerritoryInput, after: TerritoryInput, plan: Pick<Plan, 'allocations'>): boolean {
  const open = new Set(after.calls.filter(({ held }) => !held).map(({ number }) => number));
  const gone = new Set(before.calls.map(({ number }) => number).filter((number) => !open.has(number)));
  return plan.allocations.some(({ call, start }) => start > after.now && gone.has(call));
}
