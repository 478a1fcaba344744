import type { Machine } from './machine.ts';
import type { OrderResult } from './order-bench.ts';
import type { PlanResult } from './plan-bench.ts';
import { PROTOCOL, STAGE_MEANINGS } from './protocol.ts';
import { rounded, type Skipped, type Stage } from './stage.ts';

/** What a result says beside its figures. */
export interface Setting {
  readonly machine: Machine;
  readonly node: string;
  readonly date: string;
}

/** What each figure owes, for the tables. */
type Owed = Readonly<Record<string, string>>;
const ORDER_OWED: Owed = {
  ratio_to_sort_1m: 'at most 4',
  ratio_to_plain_100k: 'at least 200',
  speedup_threads: 'at least 3 on four cores',
  slope: 'at most 1.05',
  incremental_fraction: 'at most 0.001',
  bytes_per_call: 'at most 200',
};
const PLAN_OWED: Owed = { territory_ms: 'under 50' };

/** One JSON object: times in milliseconds, ratios at the top level, null where `skipped` says why. */
export function orderJson(setting: Setting, options: { runs: number }, result: OrderResult): object {
  return {
    bench: 'order',
    ...head(setting, options, result),
    identical_to_plain: result.identical,
    ...roundedRatios(result.ratios),
    stages: stageRows(result.stages),
    skipped: result.skipped,
    protocol: PROTOCOL,
  };
}

export function planJson(setting: Setting, options: { runs: number }, result: PlanResult): object {
  return {
    bench: 'plan',
    ...head(setting, options, result),
    improvement_steps: result.steps,
    ...roundedRatios(result.ratios),
    stages: stageRows(result.stages),
    costs: result.costs,
    skipped: result.skipped,
    protocol: PROTOCOL,
  };
}

const head = ({ machine, node, date }: Setting, { runs }: { runs: number }, result: OrderResult | PlanResult) => ({
  machine,
  node,
  date,
  unit: 'ms',
  n: [...new Set(result.stages.filter(({ stage }) => !isApart(stage)).map(({ n }) => n))].sort((a, b) => a - b),
  runs,
  threads: result.threads,
});

/** Stages with a size of their own. */
const isApart = (stage: string): boolean =>
  stage.startsWith('real_log') || stage === 'float64_sort' || stage === 'territory';

const roundedRatios = (ratios: object): object =>
  Object.fromEntries(
    Object.entries(ratios).map(([name, value]) => [name, typeof value === 'number' ? rounded(value) : null]),
  );

const stageRows = (stages: readonly Stage[]) =>
  stages.map(({ stage, n, runs, median, min, max }) => ({
    stage,
    n,
    runs,
    median: rounded(median),
    min: rounded(min),
    max: rounded(max),
  }));

/** The tables of both benchmarks, in Markdown. */
export function tables(order: OrderResult | null, plan: PlanResult | null): string {
  const parts: string[] = [];
  for (const [title, result] of [
    ['Order', order],
    ['Plan', plan],
  ] as const) {
    if (result === null) continue;
    parts.push(
      `## ${title}`,
      stageTable(result.stages),
      ratioTable(result.ratios, title === 'Order' ? ORDER_OWED : PLAN_OWED),
      skippedList(result.skipped),
    );
  }
  if (plan !== null) parts.push('### Cost of the plans', costTable(plan));
  return parts.filter((part) => part !== '').join('\n\n');
}

function stageTable(stages: readonly Stage[]): string {
  const rows = stages.map(({ stage, n, runs, median, min, max }) => [
    stage,
    thousands(n),
    milliseconds(median),
    milliseconds(min),
    milliseconds(max),
    String(runs),
    STAGE_MEANINGS[stage] ?? '',
  ]);
  return markdownTable(['stage', 'open calls', 'median ms', 'min', 'max', 'runs', 'what'], rows, [1, 2, 3, 4, 5]);
}

function ratioTable(ratios: object, owed: Owed): string {
  const rows = Object.entries(ratios).map(([name, value]) => [
    name,
    typeof value === 'number' ? String(rounded(value)) : 'not measured',
    owed[name] ?? '',
  ]);
  return markdownTable(['figure', 'today', 'owes'], rows, [1]);
}

const costTable = ({ costs }: PlanResult): string =>
  markdownTable(
    ['open calls', 'plan', 'cost, minor units', 'allocated', 'unallocated'],
    costs.map(({ n, plan, total, allocated, unallocated }) => [
      thousands(n),
      plan,
      thousands(total),
      thousands(allocated),
      thousands(unallocated),
    ]),
    [0, 2, 3, 4],
  );

const skippedList = (skipped: readonly Skipped[]): string =>
  skipped
    .map(({ stage, n, because }) => `- Skipped: ${stage}${n === null ? '' : ` at ${thousands(n)}`}: ${because}.`)
    .join('\n');

function markdownTable(names: readonly string[], rows: readonly string[][], right: readonly number[]): string {
  const widths = names.map((name, k) => Math.max(name.length, 3, ...rows.map((row) => row[k]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, k) => (right.includes(k) ? cell.padStart(widths[k]!) : cell.padEnd(widths[k]!))).join(' | ')} |`;
  const rule = widths.map((width, k) => (right.includes(k) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(names), line(rule), ...rows.map(line)].join('\n');
}

const thousands = (n: number): string => n.toLocaleString('en-GB');

const milliseconds = (ms: number): string =>
  ms >= 100 ? thousands(Math.round(ms)) : String(Number(ms.toPrecision(3)));
