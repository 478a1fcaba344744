import { progress } from '../progress.ts';
import { markdownTable, thousands } from '../tables.ts';
import { type AgainResult, againResult } from './again.ts';
import { textChart } from './chart.ts';
import { type FieldRow, type FieldRun, fieldRows } from './field-quality.ts';
import { GROWTH_RUNS, type GrowthRow, growthRows } from './growth.ts';
import { type ReleaseRow, releaseRows } from './releases.ts';
import { type RoutingRow, routingRows } from './routing-quality.ts';
import { type SoftRow, softRows } from './soft-deadlines.ts';

const FIELD_RUNS: readonly FieldRun[] = [
  [100, 1000, 4, 1],
  [1000, 10_000, 1, 1],
  [1000, 10_000, 2, 1],
  [1000, 10_000, 4, 1],
  ...GROWTH_RUNS,
];
const ROUTING_RUNS: readonly (readonly [customers: number, milliseconds: number])[] = [
  [100, 10_000],
  [1000, 60_000],
];
const THREADS = 4;

export interface SearchResult {
  readonly field: readonly FieldRow[];
  readonly growth: readonly GrowthRow[];
  readonly routing: readonly RoutingRow[];
  readonly soft: readonly SoftRow[];
  readonly again: AgainResult;
  readonly releases: readonly ReleaseRow[];
  readonly ratios: {
    /** Steps a second on four threads over those on one, 1,000 calls. Owes 2.5. */
    readonly steps_of_four_threads: number | null;
    /** Cost after 10 s on four threads over that on one. */
    readonly cost_of_four_threads: number | null;
    /** Exponent of the time to equal quality from 1,000 to 10,000 calls, by the longest search of the larger. Owes at most 1.2. */
    readonly growth_of_time: number | null;
    /** Total of hard windows with the rest put in where there is room, over ours. Owes 1.11. */
    readonly hard_windows: number;
    /** Total of hard windows, what does not fit being dropped, and of order alone, over ours at equal time. */
    readonly hard_windows_dropping: number;
    readonly order_alone: number;
    readonly again_p95_ms: number;
    /** Calls that go to somebody else for one call more, median. Owes none. */
    readonly moved_by_one_call_more: number;
    readonly moved_by_nothing: number;
  };
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
  progress('this version by steps');
  const releases = releaseRows();
  const at = (calls: number, budget: number, threads: number) =>
    field.find((row) => row.calls === calls && row.budget_ms === budget && row.threads === threads);
  const [one, four] = [at(1000, 10_000, 1), at(1000, 10_000, 4)];
  const growth = growthRows(field);
  return {
    field,
    growth,
    routing,
    soft,
    again,
    releases,
    ratios: {
      steps_of_four_threads: one && four ? four.steps_a_second / one.steps_a_second : null,
      cost_of_four_threads: one && four ? four.cost / one.cost : null,
      growth_of_time: growth.at(-1)?.slope ?? null,
      hard_windows: soft.find(({ way }) => way.startsWith('the same'))!.ratio,
      hard_windows_dropping: soft.find(({ way }) => way.startsWith('deadlines as hard'))!.ratio,
      order_alone: soft.find(({ way }) => way === 'by order alone')!.ratio,
      again_p95_ms: again.p95_ms,
      moved_by_one_call_more: again.moved_by_one_call_more,
      moved_by_nothing: again.moved_by_nothing,
    },
  };
}

export const SEARCH_OWED = {
  steps_of_four_threads: 'at least 2.5',
  cost_of_four_threads: 'under 1',
  growth_of_time: 'at most 1.2',
  hard_windows: 'at least 1.11',
  hard_windows_dropping: 'at least 1.11',
  order_alone: '',
  again_p95_ms: 'under 200',
  moved_by_one_call_more: 'none',
  moved_by_nothing: 'none',
};

export const SEARCH_PROTOCOL: readonly string[] = [
  'Field days come from `fieldDay` (fixtures/routing): one territory, twenty skills, three classes, ten calls a technician; routing problems from `routingInstance`, without capacities, distance alone being paid. Every plan passes the independent checker.',
  'Searches by time run once, on threads that know the code. Order alone looks at every place, whatever the size. Growth: in what time days of 1,000 calls (three seeds) come as far below order alone as the day of 10,000 did in its time.',
  'Gaps of routing problems are over the best of long runs of this planner (bench/plan/long-runs.ts): no published figures exist without capacities.',
  'Soft deadlines: 500 calls, 34 technicians, four seeds; 5 s on four threads each, or 80,000 steps with parts of the objective left out; all ways are priced by the whole objective. Hard windows: a call not met in time is dropped; its price is that of a call left out.',
  'Planning again: 250 single changes of five kinds in the middle of a field day, people at work, each from the same plan; from the changed book to the checked plan (input, what has changed, compiling, search in a thread of the pool, reasons, checker). Without database and network.',
];

/** Tables for bench/RESULTS.md. */
export function searchMarkdown({ field, growth, routing, soft, again, releases }: SearchResult): string[] {
  return [
    '### Field days',
    markdownTable(
      [
        'calls',
        'seed',
        'threads',
        'budget ms',
        'took',
        'first plan',
        'cost over order alone',
        'left out',
        'steps/s',
        'MB',
      ],
      field.map((row) => [
        thousands(row.calls),
        String(row.seed),
        String(row.threads),
        thousands(row.budget_ms),
        thousands(row.took_ms),
        thousands(row.first_ms),
        row.ratio.toFixed(4),
        String(row.unplaced),
        thousands(row.steps_a_second),
        String(row.memory_mb),
      ]),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    ),
    '### Time to equal quality, 10,000 calls beside 1,000',
    markdownTable(
      ['10,000 calls, ms', 'cost over order alone', '1,000 calls as far, ms', 'exponent'],
      growth.map((row) => [
        thousands(row.large_ms),
        row.ratio.toFixed(4),
        thousands(row.small_ms),
        row.slope.toFixed(2),
      ]),
      [0, 1, 2, 3],
    ),
    'Cost over that of the plan by order alone, as the search goes on (time is logarithmic):',
    textChart(
      field
        .filter(({ threads, seed }) => threads === 4 && seed === 1)
        .map(({ calls, budget_ms, curve }, k) => ({
          mark: 'abcdefgh'[k]!,
          name: `${thousands(calls)} calls in ${budget_ms / 1000} s`,
          points: curve,
        })),
    ),
    '### Versions, by steps',
    'Counted, not timed: a version gives these figures on any machine. A step need not be the same in two versions: whether a version is better at equal time only runs of both side by side can tell. Nothing has been released yet; versions are named by their commits. The simple ruin and recreate before string removals knew no such days and is not counted.',
    markdownTable(
      ['version', 'steps', 'cost over order alone, 1,000 calls', 'another instance', 'note'],
      releases.map(({ version, steps, ratios, note }) => [
        version,
        thousands(steps),
        ...ratios.map((ratio) => ratio.toFixed(4)),
        note,
      ]),
      [1, 2, 3],
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
      [
        'way',
        'equal',
        'total over ours',
        'least',
        'most',
        'late arrivals',
        'late fixes',
        'left out',
        'travel',
        'calls left out',
      ],
      soft.map(({ way, equal, cost, ratio, least, most, unplaced }) => [
        way,
        equal,
        ratio.toFixed(3),
        least.toFixed(3),
        most.toFixed(3),
        thousands(cost.respondLate),
        thousands(cost.fixLate),
        thousands(cost.unplaced),
        thousands(cost.travel),
        String(unplaced),
      ]),
      [2, 3, 4, 5, 6, 7, 8, 9],
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
