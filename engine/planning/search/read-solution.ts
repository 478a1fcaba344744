import type { Allocation, AllocationCost, Plan } from '../../model/plan.ts';
import { instant, minor } from '../../model/units.ts';
import { planPrice } from '../problem/cost.ts';
import { BARRED, type TerritoryProblem } from '../problem/problem.ts';
import { isFixed, type TerritoryInput } from '../problem/territory-input.ts';
import { callCounter, unallocatedReasons } from '../unallocated-reasons.ts';
import { CALL_PARTS, type TerritorySolution } from './solution.ts';

/** Records of a solution: allocations by resource and time, unallocated calls in order, each with its reasons. */
export function readSolution(input: TerritoryInput, problem: TerritoryProblem, solution: TerritorySolution): Plan {
  const counter = callCounter(input, problem, solution.shiftOf);
  const allocations: Allocation[] = [];
  const unallocated: Plan['unallocated'][number][] = [];
  input.calls.forEach((call, c) => {
    const shift = solution.shiftOf[c]!;
    if (shift < 0) {
      const cost = minor(problem.kind[c] === BARRED ? 0 : problem.unplaced[c]!);
      unallocated.push({ call: call.number, reasons: unallocatedReasons(input, call, counter), cost });
      return;
    }
    const resource = input.resources[problem.shiftResource[shift]!]!.code;
    allocations.push({
      call: call.number,
      resource,
      travelStart: instant(solution.travelStart[c]!),
      arrival: instant(solution.arrival[c]!),
      start: instant(solution.start[c]!),
      finish: instant(solution.finish[c]!),
      travelSeconds: solution.travelSeconds[c]!,
      fixed: isFixed(call, input.policy) && call.resource === resource,
    });
  });
  const [kilometres, seconds] = solution.travelled;
  const ordered = allocations.sort(byRoute);
  const indexOf = new Map(input.calls.map(({ number }, c) => [number, c]));
  const allocationCosts = ordered.map(({ call }) => {
    const from = indexOf.get(call)! * CALL_PARTS.length;
    const parts = CALL_PARTS.map((part, k) => [part, minor(solution.callCost[from + k]!)]);
    return { call, ...Object.fromEntries(parts) } as AllocationCost;
  });
  return {
    allocations: ordered,
    allocationCosts,
    unallocated,
    ...planPrice(solution.cost),
    travelled: { kilometres: kilometres!, seconds: seconds! },
  };
}

/** By resource, then as its route goes. */
export const byRoute = (a: Allocation, b: Allocation): number =>
  a.resource < b.resource ? -1 : a.resource > b.resource ? 1 : a.start - b.start || a.finish - b.finish;
