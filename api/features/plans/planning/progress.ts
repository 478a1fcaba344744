import { type BetterPlan, formatMoney, minor, type PlanBudget, priceOfPlan, type TerritoryInput } from '#engine';
import type { Office } from '../../../platform/office.ts';
import { planOf, type StoredPlan } from '../../../store/index.ts';
import type { Planning } from '../../live/live.ts';

/** Milliseconds between two tellings: some times a second, however fast better plans are found. */
export const TELL_EACH = 400;

/** What is being made, and with which budget. */
export interface PlanningAbout {
  readonly territory: string;
  readonly what: Planning['what'];
  readonly currency: string;
  readonly milliseconds: number | null;
  readonly iterations: number | null;
}

/** How far it is; money in minor units. */
export interface PlanningState {
  readonly state: Planning['state'];
  readonly iterations: number;
  readonly elapsed: number;
  readonly before: number | null;
  readonly cost: number | null;
  /** What getting to what is found costs, once. */
  readonly changeCost: number | null;
  readonly moved: number | null;
  /** Calls that would lose their place. */
  readonly dropped: number | null;
  readonly unplaced: number | null;
}

export function planningEvent(about: PlanningAbout, at: PlanningState): Planning {
  const { currency } = about;
  const money = (amount: number | null): string | null =>
    amount === null ? null : formatMoney(minor(amount), currency);
  const saved = at.before === null || at.cost === null ? null : at.before - at.cost;
  return {
    kind: 'planning',
    territory: about.territory,
    what: about.what,
    state: at.state,
    iterations: at.iterations,
    elapsed_ms: Math.round(at.elapsed),
    budget_ms: about.milliseconds,
    budget_iterations: about.iterations,
    currency,
    present_cost: money(at.before),
    cost: money(at.cost),
    change_cost: money(at.changeCost),
    saved: money(saved),
    saved_percent: savedPercent(saved, at.before),
    moved: at.moved,
    dropped: at.dropped,
    unplaced: at.unplaced,
  };
}

/** With one decimal. */
export const savedPercent = (saved: number | null, before: number | null): number | null =>
  saved === null || before === null || before === 0 ? null : Math.round((saved / before) * 1000) / 10;

/** What a whole plan tells while it is made; nothing where it takes less than `TELL_EACH`. */
export function watchWhole(
  office: Office,
  input: TerritoryInput,
  { iterations, milliseconds }: Pick<PlanBudget, 'iterations' | 'milliseconds'>,
  stored: StoredPlan,
): { readonly ears: Pick<PlanBudget, 'onBetter' | 'onIterations'>; end(): void } {
  const began = performance.now();
  let done = 0;
  let best: BetterPlan | null = null;
  let before: number | null = null;
  let told = false;
  const about: PlanningAbout = {
    territory: input.territory,
    what: 'plan',
    currency: input.policy.currency,
    milliseconds,
    iterations: milliseconds === null ? iterations : null,
  };
  const tell = (state: Planning['state']): void => {
    const plan = planOf(stored);
    if (!told && plan !== null) before = priceOfPlan(input, plan).cost.total;
    told = true;
    const elapsed = performance.now() - began;
    const unplaced = null;
    const price = { cost: best?.cost.total ?? null, changeCost: best?.changeCost ?? null };
    office.live.pass(
      planningEvent(about, {
        state,
        iterations: done,
        elapsed,
        before,
        ...price,
        moved: null,
        dropped: null,
        unplaced,
      }),
    );
  };
  const timer = setInterval(() => tell('running'), TELL_EACH);
  return {
    ears: {
      onBetter: (better) => {
        best = better;
      },
      onIterations: (iterationsSoFar) => {
        done = iterationsSoFar;
      },
    },
    end() {
      clearInterval(timer);
      if (told) tell('ended');
    },
  };
}
