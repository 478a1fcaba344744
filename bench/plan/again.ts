import { differenceOfPlans, type Plan, planTerritory, presentPlan, type TerritoryInput } from '#engine';
import { type BenchTerritory, checked, fieldTerritory } from './territory.ts';

const CALLS = 1000;
const STEPS = 100_000;
const CHANGES = 60;

/** Planning a territory of 1,000 calls again. */
export interface AgainResult {
  /** From the changed input to the plan, milliseconds. */
  readonly median_ms: number;
  readonly p95_ms: number;
  /** Calls that go to somebody else because one more came: median, and most. */
  readonly moved_median: number;
  readonly moved_most: number;
  /** Calls that changed place or time although nothing had changed. */
  readonly moved_by_nothing: number;
}

/** One call more, one call gone, or somebody absent, each time from the same plan. */
export function againResult(): AgainResult {
  const whole = fieldTerritory(CALLS);
  const extra = new Set(whole.input.calls.filter((_, k) => k % 20 === 7).map(({ number }) => number));
  const input = { ...whole.input, calls: whole.input.calls.filter(({ number }) => !extra.has(number)) };
  const plan = planTerritory(input, { seed: 1, iterations: STEPS, milliseconds: null });
  const again = (changed: TerritoryInput): Plan =>
    planTerritory(
      { ...changed, present: presentPlan(changed, plan, input) },
      { seed: 1, iterations: 20_000, milliseconds: null },
    );
  const difference = (after: Plan) => differenceOfPlans(plan, after, 'UTC');
  const same = difference(again(input));
  const times: number[] = [];
  const moved: number[] = [];
  for (let k = 0; k < CHANGES; k++) {
    const changed = change(whole, input, [...extra], k);
    const began = performance.now();
    const after = again(changed);
    times.push(performance.now() - began);
    if (k % 3 === 0) {
      moved.push(difference(after).moved.length);
      const calls = whole.calls.filter(({ number }) => changed.calls.some((call) => call.number === number));
      checked({ ...whole, calls }, { ...after, cost: { ...after.cost } });
    }
  }
  times.sort((a, b) => a - b);
  moved.sort((a, b) => a - b);
  return {
    median_ms: Math.round(times[times.length >> 1]!),
    p95_ms: Math.round(times[Math.floor(times.length * 0.95)]!),
    moved_median: moved[moved.length >> 1]!,
    moved_most: moved.at(-1)!,
    moved_by_nothing: same.moved.length + same.retimed.length + same.added.length + same.dropped.length,
  };
}

function change(whole: BenchTerritory, input: TerritoryInput, extra: readonly string[], k: number): TerritoryInput {
  if (k % 3 === 0) {
    const more = extra[(k / 3) % extra.length]!;
    const numbers = new Set([...input.calls.map(({ number }) => number), more]);
    return { ...input, calls: whole.input.calls.filter(({ number }) => numbers.has(number)) };
  }
  if (k % 3 === 1) return { ...input, calls: input.calls.filter((_, i) => i !== (k * 37) % input.calls.length) };
  const absent = (k * 13) % input.resources.length;
  const resources = input.resources.map((resource, r) =>
    r === absent ? { ...resource, shifts: resource.shifts.slice(1) } : resource,
  );
  return { ...input, resources };
}
