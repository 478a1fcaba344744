import type { Because } from '../model/ordered-call.ts';
import type { Criterion } from '../model/policy.ts';
import { CALL_CLASSES, type CallClass, DIMENSIONS } from '../model/priority.ts';
import { FLAG_DUPLICATE } from '../sla/index.ts';
import type { OrderView } from './book/order-view.ts';
import { CRITERION, decidingCriterion } from './criteria/criteria.ts';
import { differenceInWords, valueInWords } from './words.ts';

/** Why a call stands where it does (domain, section 9). */
export interface Explanation {
  readonly call: string;
  /** 1 is first. */
  readonly position: number;
  readonly class: CallClass;
  readonly priority: number;
  /** Each criterion of the policy in its order, with the call's value and the rules behind it. */
  readonly criteria: readonly ExplainedCriterion[];
  /** The neighbour above, and what puts this call below it; null: the call is first. */
  readonly above: ExplainedNeighbour | null;
  /** The neighbour below, and what puts this call above it; null: the call is last. */
  readonly below: ExplainedNeighbour | null;
  /** What would bring the call up, one sentence each; empty where nothing could. */
  readonly wouldMoveUp: readonly string[];
}

export interface ExplainedCriterion {
  readonly criterion: Criterion;
  /** For people: `high`, `3`, `2026-06-01T12:00:00Z`, `-PT5M` of slack, `none`. */
  readonly value: string;
  readonly because: readonly Because[];
}

export interface ExplainedNeighbour {
  readonly number: string;
  /** The first criterion in which the two differ. */
  readonly criterion: Criterion;
  /** This call's value, and the neighbour's. */
  readonly value: string;
  readonly otherValue: string;
  /** `logged 12 minutes later than C-17`. */
  readonly text: string;
}

/** What an explanation is made of. */
export interface ExplainInput {
  readonly order: readonly Criterion[];
  readonly view: OrderView;
  readonly slot: number;
  /** 1 is first. */
  readonly position: number;
  /** Neighbours' slots; undefined: none. */
  readonly above: number | undefined;
  readonly below: number | undefined;
  readonly numberOf: (slot: number) => string;
  /** What decided the call's values. */
  readonly because: readonly Because[];
  /** What else would raise the call, known to the rules alone: a failure more, the end of a special day or hold. */
  readonly hints: readonly string[];
}

/** Makes the explanation of one call; nothing of it is stored. */
export function explainSlot(input: ExplainInput): Explanation {
  const { view, slot } = input;
  return {
    call: input.numberOf(slot),
    position: input.position,
    class: CALL_CLASSES[view.targets.class[slot]!]!,
    priority: view.targets.priority[slot]!,
    criteria: input.order.map((criterion) => ({
      criterion,
      value: valueInWords(criterion, view, slot, input.numberOf(slot)),
      because: input.because.filter(({ decides }) => decisionsBehind(criterion, view, slot).includes(decides)),
    })),
    above: input.above === undefined ? null : neighbour(input, input.above),
    below: input.below === undefined ? null : neighbour(input, input.below),
    wouldMoveUp: movesUp(input),
  };
}

/** Which decisions (`Because.decides`) a criterion's value rests on. */
function decisionsBehind(criterion: Criterion, view: OrderView, slot: number): readonly string[] {
  switch (criterion) {
    case 'class':
      return ['class'];
    case 'priority': {
      const priority = view.targets.priority[slot]!;
      const deciding = DIMENSIONS.filter((_, at) => view.targets.levels[slot * 4 + at] === priority);
      return ['priority', ...deciding.map((dimension) => `level.${dimension}`)];
    }
    case 'due':
    case 'slack':
      return ['regime', 'due', runningClock(view, slot)];
    case 'cost_of_delay':
      return ['class', 'priority', 'regime', 'due', runningClock(view, slot)];
    case 'logged_at':
    case 'number':
      return [];
    default:
      return [`level.${criterion}`];
  }
}

/** The clock whose deadline comes next: respond until somebody has responded, then fix. */
const runningClock = ({ table, targets, now }: OrderView, slot: number): string =>
  !(table.respondedAt[slot]! <= now) && !Number.isNaN(targets.respondBy[slot]!) ? 'respond_by' : 'fix_by';

function neighbour(input: ExplainInput, other: number): ExplainedNeighbour {
  const { order, view, slot, numberOf } = input;
  // Two calls always differ in their number.
  const criterion = decidingCriterion(order, view, slot, other) ?? 'number';
  const otherNumber = numberOf(other);
  return {
    number: otherNumber,
    criterion,
    value: valueInWords(criterion, view, slot, numberOf(slot)),
    otherValue: valueInWords(criterion, view, other, otherNumber),
    text: differenceInWords(view, { criterion, slot, number: numberOf(slot), other, otherNumber }),
  };
}

function movesUp(input: ExplainInput): string[] {
  const { view, slot, above, numberOf, hints } = input;
  if (above === undefined) return [];
  const moves = [...hints];
  if (input.order.includes('class') && view.targets.class[slot] !== 0) {
    moves.push('A person declaring it an emergency, with a reason, would put it in the class above all others.');
  }
  const passing = whatPasses(input, above);
  if (passing !== null) moves.push(passing);
  // Of a duplicate it may not be so: with its original fixed, nothing of it is due any more.
  if ((view.table.flags[slot]! & FLAG_DUPLICATE) === 0)
    moves.push(`It moves up by one when ${numberOf(above)} is fixed.`);
  return moves;
}

/** The least change in the deciding criterion that would put the call above its neighbour; null: none can be made. */
function whatPasses(input: ExplainInput, above: number): string | null {
  const { order, view, slot } = input;
  const criterion = decidingCriterion(order, view, slot, above);
  if (criterion === null) return null;
  const other = input.numberOf(above);
  const theirs = CRITERION[criterion].read(view, above);
  switch (criterion) {
    case 'priority':
      return theirs === 1
        ? null
        : `A contract, site, zone or model level of ${theirs - 1} or less would put it above ${other}.`;
    case 'contract':
    case 'site':
    case 'zone':
    case 'model':
      return theirs === 1 ? null : `A ${criterion} level of ${theirs - 1} or less would put it above ${other}.`;
    case 'due':
      return `A deadline before ${valueInWords('due', view, above, other)} would put it above ${other}.`;
    case 'cost_of_delay':
      return `More money lost by an hour of delay, or less slack, would put it above ${other}.`;
    case 'slack':
      return `Less slack than ${other} has would put it above ${other}.`;
    default:
      return null;
  }
}
