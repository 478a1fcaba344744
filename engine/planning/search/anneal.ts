import { imbalancePrice, totalImbalance } from '../problem/cost.ts';
import * as P from '../problem/problem.ts';
import { ROUTE_SUM, type Routes } from '../routes/routes.ts';
import { exchangeTails } from '../routes/tails.ts';
import { beginStep } from '../routes/undo.ts';
import { recreate } from './recreate.ts';
import { ruin } from './ruin.ts';
import { leftOutCost, revert, type Search } from './search.ts';

/** Steps between two looks at the clock and at whether to stop. */
const STRIDE = 16;
/** How often the ends of two routes are exchanged beside a step. In each step it disturbs small territories. */
const EXCHANGE_RATE = 0.2;

export interface Annealing {
  readonly iterations: number;
  /** Temperature, in money, at a share of the way from 0 to 1. 0: only what is no dearer is kept. */
  readonly temperature: (share: number) => number;
  /** How far the search is, from 0 to 1, by whatever it is limited; over at 1. Asked every few steps. */
  readonly progress: (steps: number) => number;
  /** Keeps only what leaves less out. */
  readonly placesMore?: boolean;
}

/** What a search came to: shift of each call and the call before it, of the cheapest plan that it saw. */
export interface Best {
  readonly shiftOf: Int32Array;
  readonly previous: Int32Array;
  cost: number;
  steps: number;
}

/**
 * Ruin and recreate with an annealed threshold (SISR, section 5 there): a step is kept where it costs less than what
 * there was, or not so much more than the temperature allows. The routes at the end are those of the last step; the
 * best that were seen are given back.
 */
export function anneal(search: Search, { iterations, temperature, progress, placesMore = false }: Annealing): Best {
  const { routes, undo, random, movable, seeds } = search;
  const { sums } = routes;
  const balance = newBalance(routes);
  let cost = sums[ROUTE_SUM]! + leftOutCost(search) + balance.sum;
  const best: Best = { shiftOf: routes.shiftOf.slice(), previous: routes.previous.slice(), cost, steps: 0 };
  if (movable.length === 0 || search.seeds.length === 0 || P.shiftCount(routes.problem) === 0) return best;
  let leftOut = leftOutCost(search);
  let heat = 0;
  let stops = 1;
  let step = 0;
  for (; step < iterations; step++) {
    if (step % STRIDE === 0) {
      const share = progress(step);
      if (share >= 1) break;
      heat = temperature(share);
      stops = averageStops(routes);
    }
    const other = seeds[Math.floor(random() * seeds.length)]!;
    if (random() < EXCHANGE_RATE && exchangeTails(search, other, -heat * Math.log(1 - random()))) {
      cost = sums[ROUTE_SUM]! + leftOutCost(search) + balance.sum;
      if (cost < best.cost) {
        best.cost = cost;
        save(search, best);
      }
    }
    beginStep(routes, undo);
    const limit = cost - heat * Math.log(1 - random());
    // Imbalance is never below nought, so that the rest alone tells what is too dear.
    const isWhole = ruin(search, stops) && recreate(search, limit, balance.share);
    if (!isWhole) {
      revert(search);
      continue;
    }
    const imbalance = weigh(search, balance);
    const newCost = sums[ROUTE_SUM]! + leftOutCost(search) + imbalance;
    if ((newCost >= limit && newCost >= cost) || (placesMore && leftOutCost(search) >= leftOut)) {
      revert(search);
      continue;
    }
    keep(search, balance, imbalance);
    cost = newCost;
    leftOut = leftOutCost(search);
    if (cost < best.cost) {
      best.cost = cost;
      save(search, best);
    }
  }
  best.steps = step;
  return best;
}

function save({ routes, movable, stays }: Search, best: Best): void {
  for (let k = 0; k < movable.length; k++) {
    const call = movable[k]!;
    best.shiftOf[call] = routes.shiftOf[call]!;
    best.previous[call] = routes.previous[call]!;
  }
  for (let k = 0; k < stays.length; k++) best.previous[stays[k]!] = routes.previous[stays[k]!]!;
}

/** Calls in a route that has any, on average. */
function averageStops({ count }: Routes): number {
  let routes = 0;
  let calls = 0;
  for (let s = 0; s < count.length; s++) {
    if (count[s] === 0) continue;
    routes += 1;
    calls += count[s]!;
  }
  return routes === 0 ? 1 : calls / routes;
}

/** Imbalance as of the last step that was kept; its price is only worked out anew for resources that a step touches. */
interface Balance {
  /** Price of an hour. */
  readonly weight: number;
  share: number;
  sum: number;
  readonly load: Float64Array;
  /** 1: worked out anew for all. */
  isAnew: boolean;
}

function newBalance(routes: Routes): Balance {
  const { problem: p, load } = routes;
  const balance = {
    weight: p.scalars[P.IMBALANCE_PER_HOUR]!,
    share: shareOf(routes),
    sum: totalImbalance(p, load),
    load: load.slice(),
    isAnew: false,
  };
  return balance;
}

function shareOf({ problem: p, load }: Routes): number {
  let allocated = 0;
  let available = 0;
  for (let r = 0; r < load.length; r++) {
    allocated += load[r]!;
    available += p.available[r]!;
  }
  return available > 0 ? allocated / available : 0;
}

/** Imbalance after the step. As long as the same calls are placed the mean is the same. */
function weigh({ routes, undo }: Search, balance: Balance): number {
  if (balance.weight === 0) return 0;
  const { problem: p, load } = routes;
  let more = 0;
  let sum = balance.sum;
  for (let k = 0; k < undo.shifts; k++) {
    const r = p.shiftResource[undo.shift[k]!]!;
    const before = balance.load[r]!;
    if (load[r] === before) continue;
    // A resource with two touched shifts counts once: its load is as if kept until all are summed.
    more += load[r]! - before;
    sum += imbalancePrice(p, r, load[r]!, balance.share) - imbalancePrice(p, r, before, balance.share);
    balance.load[r] = load[r]!;
    touched[touchedCount] = r;
    formerLoad[touchedCount++] = before;
  }
  while (touchedCount > 0) balance.load[touched[--touchedCount]!] = formerLoad[touchedCount]!;
  balance.isAnew = more !== 0;
  return more === 0 ? sum : totalImbalance(p, load);
}

let touchedCount = 0;
const touched: number[] = [];
const formerLoad: number[] = [];

function keep({ routes, undo }: Search, balance: Balance, imbalance: number): void {
  if (balance.weight === 0) return;
  const { problem: p, load } = routes;
  for (let k = 0; k < undo.shifts; k++) {
    const r = p.shiftResource[undo.shift[k]!]!;
    balance.load[r] = load[r]!;
  }
  if (balance.isAnew) balance.share = shareOf(routes);
  balance.sum = imbalance;
}
