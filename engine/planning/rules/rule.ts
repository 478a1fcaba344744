import type { Reason } from '../../model/plan.ts';
import type { PlannableCall, PlannableResource, TerritoryInput } from '../problem/territory-input.ts';

/** What a hard rule is asked about: may this resource take this call? */
export interface RuleFacts {
  readonly input: TerritoryInput;
  readonly call: PlannableCall;
  readonly resource: PlannableResource;
  /** Calls done in a shift of the resource or planned to start in it; by index into `resource.shifts`. */
  readonly callsInShift: (shift: number) => number;
}

/** One hard rule of domain section 10: why the resource may not take the call, or null where it may. */
export type HardRule = (facts: RuleFacts) => Reason | null;
