import { readFileSync } from 'node:fs';
import { progress } from '../progress.ts';
import { markdownTable, thousands } from '../tables.ts';
import { type AgainResult, againResult } from './again.ts';
import { textChart } from './chart.ts';
import { type FieldRow, type FieldRun, fieldRows } from './field-quality.ts';
import { type RoutingRow, routingRows } from './routing-quality.ts';
import { type SoftRow, softRows } from './soft-deadlines.ts';

/** Time of a search by calls: a hundredth of a second each, within what anybody waits for. */
const FIELD_RUNS: readonly FieldRun[] = [
  [100, 1000, 4],
  [1000, 3800, 4],
  [1000, 10_000, 1],
  [1000, 10_000, 2],
  [1000, 10_000, 4],
  [10_000, 60_000, 4],
];
const ROUTING_RUNS: readonly (readonly [customers: number, milliseconds: number])[] = [
  [100, 10_000],
  [1000, 60_000],
];
const THREADS = 4;

export interface SearchResult {
  readonly field: readonly FieldRow[];
  readonly routing: readonly RoutingRow[];
  readonly soft: readonly SoftRow[];
  readonly again: AgainResult;
  readonly releases: readonly Release[];
  readonly ratios: {
    /** Steps a second on four threads over those on one, 1,000 calls. Owes 2.5. */
    readonly steps_of_four_threads: number | null;
    /** Cost after 10 s on four threads over that on one. */
    readonly cost_of_four_threads: number | null;
    /** Exponent of the time to equal quality from 1,000 to 10,000 calls: at most this, as the larger is no worse for it. Owes 1.2. */
    readonly growth_at_most: number | null;
    /** Total of hard windows with the rest put in where there is room, over ours. Owes 1.1. */
    readonly hard_windows: number;
    readonly again_p95_ms: number;
    /** Calls that go to somebody else for one call more, median. Owes none. */
    readonly moved_by_one_call_more: number;
    readonly moved_by_nothing: number;
  };
}

/** Figures of a release, kept so that the next is compared with them: cost of the field day of 1,000 calls after 10 s over order alone. */
interface Release {
  readonly release: string;
  readonly field_1000_10s: number | null;
  readonly field_10000_60s: number | null;
  readonly note: string;
}

/** What the search is worth. `sizes`: calls of the field days; null: all that is measured. */
export async function benchSearch(sizes: readonly number[] | null): Promise<SearchResult> {
  progress('field days');
  const field = await fieldRows(FIELD_RUNS.filter(([calls]) => sizes === null || sizes.includes(calls)));
  progress('routes with time windows');
  const routing: RoutingRow[] = [];
  for (const [customers, milliseconds] of ROUTING_RUNS) {
    if (sizes === null || sizes.includes(customers))
      routing.push(...(await routingRows(customers, milliseconds, THREADS)));
  }
  progress('soft deadlines, and parts left out');
  const soft = await softRows();
  progress('planning again');
  const again = await againResult();
  const at = (calls: number, budget: number, threads: number) =>
    field.find((row) => row.calls === calls && row.budget_ms === budget && row.threads === threads);
  const [one, four] = [at(1000, 10_000, 1), at(1000, 10_000, 4)];
  const [small, large] = [at(1000, 3800, 4), at(10_000, 60_000, 4)];
  const isNoWorse = small !== undefined && large !== undefined && large.ratio <= small.ratio;
  return {
    field,
    routing,
    soft,
    again,
    releases: JSON.parse(readFileSync(new URL('./releases.json', import.meta.url), 'utf8')),
    ratios: {
      steps_of_four_threads: one && four ? four.steps_a_second / one.steps_a_second : null,
      cost_of_four_threads: one && four ? four.cost / one.cost : null,
      growth_at_most: isNoWorse ? Math.log10(large.budget_ms / small.budget_ms) : null,
      hard_windows: soft.find(({ way }) => way.startsWith('the same'))!.ratio,
      again_p95_ms: again.p95_ms,
      moved_by_one_call_more: again.moved_by_one_call_more,
      moved_by_nothing: again.moved_by_nothing,
    },
  };
}

export const SEARCH_OWED = {
  steps_of_four_threads: 'at least 2.5',
  cost_of_four_threads: 'under 1',
  growth_at_most: 'at most 1.2',
  hard_windows: 'at least 1.1',
  again_p95_ms: 'under 200',
  moved_by_one_call_more: 'none',
  moved_by_nothing: 'none',
};

export const SEARCH_PROTOCOL: readonly string[] = [
  'Field days come from `fieldDay` (fixtures/routing): one territory, twenty skills, three classes, ten calls a technician, seed 1; routing problems from `routingInstance`, without capacities, distance alone being paid. Every plan passes the independent checker.',
  'Searches by time run once, on threads that know the code. Growth: 10,000 calls get 10^1.2 times the time of 1,000; if they come at least as far below the plan by order alone, the exponent is at most that.',
  'Gaps of routing problems are over the best of long runs of this planner (bench/plan/long-runs.ts): no published figures exist without capacities.',
  'Soft deadlines: 500 calls, 34 technicians, equal steps; all ways are priced by the whole objective. Hard windows: a call not met in time is dropped; its price is that of a call left out.',
  'Planning again: 250 single changes of five kinds in the middle of a field day, people at work, each from the same plan; from the changed book to the checked plan (input, what has changed, compiling, search in a thread of the pool, reasons, checker). Without database and network.',
];

/** Tables for bench/RESULTS.md. */
export function searchMarkdown({ field, routing, soft, again, releases }: SearchResult): string[] {
  return [
    '### Field days',
    markdownTable(
      ['calls', 'threads', 'budget ms', 'took', 'first plan', 'cost over order alone', 'left out', 'steps/s', 'MB'],
      field.map((row) => [
        thousands(row.calls),
        String(row.threads),
        thousands(row.budget_ms),
        thousands(row.took_ms),
        thousands(row.first_ms),
        row.ratio.toFixed(4),
        String(row.unplaced),
        thousands(row.steps_a_second),
        String(row.memory_mb),
      ]),
      [0, 1, 2, 3, 4, 5, 6, 7, 8],
    ),
    'Cost over that of the plan by order alone, as the search goes on (time is logarithmic):',
    textChart(
      field
        .filter(({ threads }) => threads === 4)
        .map(({ calls, budget_ms, curve }, k) => ({
          mark: 'abcdefgh'[k]!,
          name: `${thousands(calls)} calls in ${budget_ms / 1000} s`,
          points: curve,
        })),
    ),
    '### Releases',
    markdownTable(
      ['release', '1,000 calls in 10 s, cost over order alone', '10,000 in 60 s', 'note'],
      releases.map((row) => [
        row.release,
        row.field_1000_10s?.toFixed(4) ?? '',
        row.field_10000_60s?.toFixed(4) ?? '',
        row.note,
      ]),
      [1, 2],
    ),
    '### Routes with time windows',
    markdownTable(
      ['kind', 'customers', 'took ms', 'distance', 'routes', 'best of long runs', 'gap %'],
      routing.map((row) => [
        row.kind,
        thousands(row.customers),
        thousands(row.took_ms),
        row.distance.toFixed(2),
        String(row.routes),
        row.best_known?.toFixed(2) ?? '',
        row.gap?.toFixed(2) ?? '',
      ]),
      [1, 2, 3, 4, 5, 6],
    ),
    '### Soft deadlines, and what each part of the objective brings',
    markdownTable(
      ['way', 'total over ours', 'late arrivals', 'late fixes', 'left out', 'travel', 'calls left out'],
      soft.map(({ way, cost, ratio, unplaced }) => [
        way,
        ratio.toFixed(3),
        thousands(cost.respondLate),
        thousands(cost.fixLate),
        thousands(cost.unplaced),
        thousands(cost.travel),
        String(unplaced),
      ]),
      [1, 2, 3, 4, 5, 6],
    ),
    '### Planning again after one change',
    markdownTable(
      [
        'day',
        'change',
        'open calls',
        'changes',
        'median ms',
        'p95 ms',
        'planner p95 ms',
        'moved, median',
        'moved, most',
      ],
      again.rows.map((row) => [
        row.staff,
        row.kind,
        thousands(row.open),
        String(row.changes),
        ...[row.median_ms, row.p95_ms, row.planner_p95_ms, row.moved_median, row.moved_most].map(String),
      ]),
      [2, 3, 4, 5, 6, 7, 8],
    ),
    `Calls that nothing at all moves: ${again.moved_by_nothing}.`,
  ];
}
