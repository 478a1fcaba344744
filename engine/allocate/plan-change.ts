import type { Call } from '../model/call.ts';
import type { Allocation, Plan, Reason } from '../model/plan.ts';
import type { Absence } from '../model/resource.ts';
import type { Instant } from '../model/units.ts';
import type { TerritoryInput } from './territory-input.ts';

/** What becomes of one call from one plan to another. */
export interface PlanChange {
  readonly call: string;
  /** Place in the plan before; null: none. */
  readonly before: Allocation | null;
  readonly after: Allocation | null;
  /** Whether the plan after has the call among those without a place. */
  readonly waits: boolean;
  /** What changed, a sentence. */
  readonly text: string;
  /** Why, the most telling first; empty where the facts were not given. */
  readonly why: readonly Reason[];
}

export type ChangeKind = 'moved' | 'added' | 'dropped' | 'retimed' | 'adjusted' | 'waiting';
export const CHANGE_KINDS = ['moved', 'added', 'dropped', 'retimed', 'adjusted', 'waiting'] as const;

/** A change of which the reasons are not worked out yet. */
export type BareChange = Omit<PlanChange, 'why'> & { readonly kind: ChangeKind };

/** What the reasons of a difference are derived from. */
export interface DifferenceFacts {
  /** The territory as it was when the plan before was made; null: not known any more. */
  readonly former: TerritoryInput | null;
  /** The moment for which the plan before was made. */
  readonly since: Instant;
  /** The territory as it was when the plan after was made. */
  readonly input: TerritoryInput;
  /** Both plans timed and priced by `input` (`planAsItStands`): a delay that time alone has brought is nobody's change. */
  readonly stood: Plan;
  readonly made: Plan;
  /** Calls of either plan, ended ones too; null: not known. */
  readonly callOf: (number: string) => Call | null;
  readonly absences: readonly Absence[];
}
