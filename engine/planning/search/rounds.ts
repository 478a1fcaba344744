import * as P from '../problem/problem.ts';
import { ROUTE_SUM, totalCost, UNPLACED_COUNT } from '../routes/routes.ts';
import { exchangeTails } from '../routes/tails.ts';
import { anneal } from './anneal.ts';
import { cutIntoParts, type Part, partsFor } from './parts.ts';
import { seededRandom } from './random.ts';
import { leftOutCost, newSearch } from './search.ts';
import type { SearchIndex } from './search-index.ts';
import { routesFrom } from './solution.ts';

/** Where each call is: its shift (-1: none) and the call before it in the route. */
export interface Places {
  readonly shiftOf: Int32Array;
  readonly previous: Int32Array;
}

/** One thread's share of a round: some routes of a plan, improved for a while. */
export interface RoundTask {
  readonly plan: Places;
  /** null: the whole territory. */
  readonly part: Part | null;
  readonly seed: number;
  readonly iterations: number;
  /** null: none. */
  readonly milliseconds: number | null;
  /** Temperatures at the beginning and the end, money. */
  readonly hot: number;
  readonly cold: number;
}

/** What a share came to: the calls of its part (`callsOf`), as the last step left them and as they were best. */
export interface RoundOutcome {
  readonly last: Places;
  readonly best: Places;
  readonly steps: number;
}

/**
 * Rounds of a search at most; each cuts the territory differently. By equal steps, 1,000 calls in four parts: 100 rounds
 * come as far as a search of the whole, 24 come less far.
 */
const ROUNDS = 300;
/** A round's steps in a part at least, or its milliseconds, so that handing over the plan costs little beside them. */
const STEPS_OF_PART = 400;
const ROUND_TAKES = 100;
const ROUND_TAKES_PER_CALL = 0.05;
/** Towards the end searches go on from the best plan, not from the last. */
const GO_ON_FROM_BEST = 0.9;
/** Temperatures at the beginning and the end of a search, as share of what a call with a place costs. */
const HOT = 3;
const COLD = 0.02;
/** After this share of the time searches side by side all go on from the best. */
const JOIN = 0.5;

export interface RoundLimits {
  readonly seed: number;
  readonly iterations: number;
  /** Remaining time, and how many threads there are for it; null: no time budget. */
  readonly time: { readonly left: () => number; readonly total: number; readonly threads: number } | null;
  readonly stop: () => boolean;
  /** Told of each better plan. */
  readonly onBest?: (plan: Places, cost: number, steps: number) => void;
}

/**
 * Improves a plan in rounds of tasks that may run side by side: it yields the tasks of a round and is given their
 * outcomes, in order. A large territory is cut into parts, each time differently; a small one is searched as a whole,
 * where time is what counts by as many searches as there are threads. By iterations, the same tasks come whatever the
 * threads, and so the same plan.
 */
export function* improveInRounds(
  p: P.TerritoryProblem,
  index: SearchIndex,
  first: Places,
  limits: RoundLimits,
): Generator<RoundTask[], { plan: Places; steps: number }, RoundOutcome[]> {
  const { seed, time, stop } = limits;
  const random = seededRandom(seed);
  const routes = routesFrom(p, first);
  const search = newSearch(routes, index, seed);
  const placed = P.callCount(p) - routes.sums[UNPLACED_COUNT]!;
  const unit = placed === 0 ? 0 : routes.sums[ROUTE_SUM]! / placed;
  const priceOf = (plan: Places): number => {
    const made = routesFrom(p, plan);
    return totalCost(made) + search.leftOut * made.sums[UNPLACED_COUNT]!;
  };
  let best = first;
  let bestCost = totalCost(routes) - routes.sums[1]! + leftOutCost(search);
  let steps = 0;
  if (search.movable.length === 0 || P.shiftCount(p) === 0) return { plan: best, steps };

  const parts = time !== null && time.threads === 1 ? 1 : partsFor(search.movable.length);
  const side = parts > 1 || time === null ? 1 : time.threads;
  const rounds =
    time === null
      ? roundsFor(limits.iterations, parts)
      : time.threads === 1 && limits.onBest === undefined
        ? 1
        : roundsIn(time.total, search.movable.length);
  let current: Places[] = Array.from({ length: side }, () => first);
  for (let round = 0; round < rounds && !stop(); round++) {
    const left = time?.left() ?? 0;
    if (time !== null && left <= 0) break;
    const from = time === null ? round / rounds : Math.max(0, 1 - left / time.total);
    const to = time === null ? (round + 1) / rounds : from + (1 - from) / (rounds - round);
    const heatAt = (share: number) => unit * HOT * (COLD / HOT) ** share;
    const batches = time === null ? 1 : Math.ceil((parts * side) / time.threads);
    const common = {
      iterations: Math.ceil(limits.iterations / (rounds * parts)),
      milliseconds: time === null ? null : left / (rounds - round) / batches,
      hot: heatAt(from),
      cold: heatAt(to),
    };
    let cut: readonly (Part | null)[] = [null];
    if (parts > 1) {
      const whole = newSearch(routesFrom(p, current[0]!), index, 0);
      // Parts can't exchange the ends of routes that they share.
      for (const call of whole.movable) exchangeTails(whole, call, 0);
      current = [whole.routes];
      cut = cutIntoParts(whole.routes, index.neighbours, whole.movable, parts, random);
    }
    const tasks = current.flatMap((plan, lane) =>
      cut.map(
        (part, k): RoundTask => ({
          ...common,
          plan: placesOf(plan),
          part,
          seed: seedOf(seed, round, lane * parts + k),
        }),
      ),
    );
    const outcomes: RoundOutcome[] = yield tasks;
    const bests: number[] = [];
    const next = current.map((plan, lane) => {
      const own = outcomes.slice(lane * parts, (lane + 1) * parts);
      const found = joined(
        plan,
        cut,
        own.map((outcome) => outcome.best),
      );
      const cost = priceOf(found);
      bests.push(cost);
      steps += own.reduce((sum, outcome) => sum + outcome.steps, 0);
      if (cost < bestCost) {
        best = found;
        bestCost = cost;
        limits.onBest?.(best, bestCost, steps);
      }
      return joined(
        plan,
        cut,
        own.map((outcome) => outcome.last),
      );
    });
    const isJoining = side > 1 && from < JOIN && to >= JOIN;
    current = to >= GO_ON_FROM_BEST || isJoining ? next.map(() => best) : next;
  }
  return { plan: best, steps };
}

const roundsFor = (iterations: number, parts: number): number =>
  parts === 1 ? 1 : Math.min(ROUNDS, Math.max(1, Math.floor(iterations / (parts * STEPS_OF_PART))));

const roundsIn = (milliseconds: number, calls: number): number =>
  Math.min(ROUNDS, Math.max(1, Math.floor(milliseconds / (ROUND_TAKES + ROUND_TAKES_PER_CALL * calls))));

const seedOf = (seed: number, round: number, task: number): number =>
  (Math.imul(seed, 0x9e3779b1) + Math.imul(round + 1, 0x85ebca6b) + Math.imul(task, 0xc2b2ae35)) >>> 0;

const placesOf = ({ shiftOf, previous }: Places): Places => ({ shiftOf, previous });

/** A plan with the calls of each part where its outcome has them. */
function joined(plan: Places, cut: readonly (Part | null)[], outcomes: readonly Places[]): Places {
  const shiftOf = plan.shiftOf.slice();
  const previous = plan.previous.slice();
  outcomes.forEach((outcome, k) => {
    const part = cut[k]!;
    if (part === null) {
      shiftOf.set(outcome.shiftOf);
      previous.set(outcome.previous);
    } else {
      callsOf(part).forEach((call, i) => {
        shiftOf[call] = outcome.shiftOf[i]!;
        previous[call] = outcome.previous[i]!;
      });
    }
  });
  return { shiftOf, previous };
}

/** Calls of a part whose place, or whose call before them, may change. */
const callsOf = ({ calls, stays }: Part): readonly number[] => [...calls, ...stays];

/** Does a task of a round, in whatever thread. `clock`: milliseconds from any origin. */
export function doRoundTask(
  p: P.TerritoryProblem,
  index: SearchIndex,
  task: RoundTask,
  clock: () => number,
  stop: () => boolean,
): RoundOutcome {
  const began = clock();
  const { part, iterations, milliseconds, hot, cold } = task;
  const routes = routesFrom(part === null ? p : withBorders(p, part), task.plan, part?.shifts ?? null);
  const search = newSearch(routes, index, task.seed, part);
  const found = anneal(search, {
    iterations,
    temperature: (share) => hot * (cold / hot) ** share,
    progress: (steps) => {
      if (stop()) return 1;
      return milliseconds === null ? steps / iterations : (clock() - began) / milliseconds;
    },
  });
  const pick = ({ shiftOf, previous }: Places): Places => {
    if (part === null) return { shiftOf: shiftOf.slice(), previous: previous.slice() };
    const own = callsOf(part);
    return {
      shiftOf: Int32Array.from(own, (call) => shiftOf[call]!),
      previous: Int32Array.from(own, (call) => previous[call]!),
    };
  };
  return { last: pick(routes), best: pick(found), steps: found.steps };
}

/** The problem as a part sees it: calls at the borders of its pieces start by, or not before, the border's time. */
function withBorders(p: P.TerritoryProblem, { borders }: Part): P.TerritoryProblem {
  if (borders.length === 0) return p;
  const release = p.release.slice();
  const latest = p.latest.slice();
  for (const { call, isHead, time } of borders) {
    if (isHead) release[call] = time;
    else latest[call] = time;
  }
  return { ...p, release, latest };
}
