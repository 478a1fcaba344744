import { STARTED_STATUSES } from '../model/call.ts';
import type { Plan, PlanPrice, Reason } from '../model/plan.ts';
import { type Instant, instant } from '../model/units.ts';
import { compileTerritory } from './problem/compile-territory.ts';
import { COST_PARTS, objectiveOf, planPrice } from './problem/cost.ts';
import { EVERY_CLASS, FIXED, FREE, NEVER_CALLED_OUT, type TerritoryProblem } from './problem/problem.ts';
import type { TerritoryInput } from './problem/territory-input.ts';
import { cheapestPlace, insertAt, newPlace } from './routes/insertion.ts';
import { routesOfPlan } from './routes/plan-routes.ts';
import { costParts, type Routes, unlink } from './routes/routes.ts';
import { retime } from './routes/timing.ts';
import { secondsFromHome } from './rules/empty-shift.ts';
import { barringReasons, shiftFull } from './rules/index.ts';
import { insertInOrder } from './search/solve.ts';
import { callCounter } from './unallocated-reasons.ts';

/** A resource that might take a call, beside the rest of the plan as it stands. */
export interface Candidate {
  readonly resource: string;
  readonly feasible: boolean;
  /** Whether the plan gives it the call at present. */
  readonly present: boolean;
  /** Planned times; null where it can't take the call. */
  readonly times: CandidateTimes | null;
  /** What the plan would cost more than without the call, in parts (`unplaced` is 0), and to get there; null where it can't take it. */
  readonly extra: PlanPrice | null;
  /** Seconds from the resource's home. */
  readonly secondsFromHome: number;
  /** Why it can't take the call; empty where it can. */
  readonly reasons: readonly Reason[];
}

export interface CandidateTimes {
  readonly travelStart: Instant;
  readonly arrival: Instant;
  readonly start: Instant;
  readonly finish: Instant;
  readonly travelSeconds: number;
}

/**
 * Every resource of the territory for one call: those that can take it first, cheapest first (then earliest, then by
 * code), the others by how near they live. A pin binds the planner, not who asks. The other calls stay where the plan has them. Empty: no such call.
 */
export function rankCandidates(input: TerritoryInput, plan: Plan, callNumber: string): Candidate[] {
  const c = input.calls.findIndex(({ number }) => number === callNumber);
  const call = input.calls[c];
  if (call === undefined) return [];
  // A person has pinned it, and a person may give it to another: those who could take it are no fewer for that.
  if (call.pinned && !STARTED_STATUSES.has(call.status)) {
    const free = { ...call, pinned: false, status: 'open', resource: null, plannedStart: null } as const;
    return rankCandidates({ ...input, calls: input.calls.with(c, free) }, plan, callNumber);
  }
  const problem = compileTerritory(input, { call: callNumber });
  const routes = routesOfPlan(input, problem, plan, callNumber);
  const present = plan.allocations.find((a) => a.call === callNumber)?.resource;
  const fixed = problem.kind[c] !== FREE;
  const fixedTimes = fixed && routes.shiftOf[c]! >= 0 ? timesOf(routes, c) : null;
  const counter = callCounter(input, problem, routes.shiftOf);
  const without = costParts(routes);

  const candidates = input.resources.map((resource, r): Candidate => {
    const common = {
      resource: resource.code,
      present: resource.code === present,
      secondsFromHome: secondsFromHome(input, call, resource),
    };
    const facts = { input, call, resource, callsInShift: counter(resource) };
    if (fixed && fixedTimes !== null && call.resource === resource.code) {
      return { ...common, feasible: true, times: fixedTimes, extra: null, reasons: [] };
    }
    const trial = fixed
      ? null
      : call.class === 'emergency'
        ? emergencyTrial(input, plan, c, r, without)
        : trialOf(routes, problem, c, r, without);
    if (trial !== null) return { ...common, feasible: true, ...trial, reasons: [] };
    const reasons = barringReasons(facts);
    return {
      ...common,
      feasible: false,
      times: null,
      extra: null,
      reasons: reasons.length > 0 ? reasons : [shiftFull(facts)],
    };
  });
  return candidates.sort(byMerit);
}

/** Times and extra cost of the resource's cheapest place; leaves the routes as they were. null: it has none. */
function trialOf(
  routes: Routes,
  problem: TerritoryProblem,
  call: number,
  resource: number,
  without: Float64Array,
): { times: CandidateTimes; extra: PlanPrice } | null {
  if (routes.shiftOf[call]! >= 0) return null;
  const place = newPlace();
  if (!cheapestPlace(routes, call, place, resource)) return null;
  insertAt(routes, call, place);
  const withCall = costParts(routes);
  const times = timesOf(routes, call);
  unlink(routes, call);
  retime(routes, place.shift);
  const parts = withCall.map((part, k) => part - without[k]!);
  parts[COST_PARTS.indexOf('unplaced')]! += problem.unplaced[call]!;
  return { times, extra: planPrice(parts) };
}

/** As `trialOf` of an emergency: the resource is there as early as it can, and what that pushes aside is placed again. */
function emergencyTrial(
  input: TerritoryInput,
  plan: Plan,
  c: number,
  r: number,
  without: Float64Array,
): { times: CandidateTimes; extra: PlanPrice } | null {
  const call = input.calls[c]!;
  const resource = input.resources[r]!;
  if (barringReasons({ input, call, resource, callsInShift: () => 0 }).length > 0) return null;
  const free = { ...call, pinned: true, status: 'open', resource: resource.code, plannedStart: null } as const;
  const pinned = { ...input, calls: input.calls.with(c, free) };
  const problem = compileTerritory(pinned);
  const s = problem.fixedShift[c]!;
  const isCalledOut = problem.takesUpTo[s] === EVERY_CLASS || problem.classRank[c] !== NEVER_CALLED_OUT;
  if (problem.kind[c] !== FIXED || !isCalledOut) {
    return null;
  }
  const routes = routesOfPlan(pinned, problem, plan, call.number);
  insertInOrder(routes);
  const parts = costParts(routes).map((part, k) => part - without[k]!);
  parts[COST_PARTS.indexOf('unplaced')]! += problem.unplaced[c]!;
  return { times: timesOf(routes, c), extra: planPrice(parts) };
}

const timesOf = (routes: Routes, call: number): CandidateTimes => ({
  travelStart: instant(routes.travelStart[call]!),
  arrival: instant(routes.arrival[call]!),
  start: instant(routes.start[call]!),
  finish: instant(routes.finish[call]!),
  travelSeconds: routes.legSeconds[call]!,
});

const priceOf = ({ extra }: Candidate): number => (extra === null ? 0 : objectiveOf(extra));

function byMerit(a: Candidate, b: Candidate): number {
  if (a.feasible !== b.feasible) return a.feasible ? -1 : 1;
  const by = a.feasible
    ? priceOf(a) - priceOf(b) || a.times!.start - b.times!.start
    : a.secondsFromHome - b.secondsFromHome;
  return by || (a.resource < b.resource ? -1 : 1);
}
