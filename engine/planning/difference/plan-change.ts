import type { Call } from '../../model/call.ts';
import type { Plan, Reason } from '../../model/plan.ts';
import type { Absence } from '../../model/resource.ts';
import type { Instant } from '../../model/units.ts';
import type { TerritoryInput } from '../problem/territory-input.ts';
import type { CallChange } from './changes-between.ts';

/** What becomes of one call from one plan to another, told. */
export interface PlanChange extends Omit<CallChange, 'kind'> {
  /** What changed, a sentence. */
  readonly text: string;
  /** Why, the most telling first; empty where the facts were not given. */
  readonly why: readonly Reason[];
}

/** A change of which the reasons are not worked out yet. */
export type BareChange = CallChange & Pick<PlanChange, 'text'>;

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
