import { rounded, type Skipped, type Stage } from './stage.ts';

/** Stages with a size of their own. */
const isApart = (stage: string): boolean =>
  stage.startsWith('real_log') || stage === 'float64_sort' || stage === 'territory';

export const roundedRatios = (ratios: object): object =>
  Object.fromEntries(
    Object.entries(ratios).map(([name, value]) => [name, typeof value === 'number' ? rounded(value) : null]),
  );

export const stageRows = (stages: readonly Stage[]) =>
  stages.map(({ stage, n, runs, median, min, max }) => ({
    stage,
    n,
    runs,
    median: rounded(median),
    min: rounded(min),
    max: rounded(max),
  }));

/** Sizes measured, ascending. */
export const sizesOf = (stages: readonly Stage[]): number[] =>
  [...new Set(stages.filter(({ stage }) => !isApart(stage)).map(({ n }) => n))].sort((a, b) => a - b);

/** A row a stage and size; `meanings` by the name of the stage. */
export function stageTable(stages: readonly Stage[], meanings: Readonly<Record<string, string>>): string {
  const rows = stages.map(({ stage, n, runs, median, min, max }) => [
    stage,
    thousands(n),
    milliseconds(median),
    milliseconds(min),
    milliseconds(max),
    String(runs),
    meanings[stage] ?? '',
  ]);
  return markdownTable(['stage', 'calls', 'median ms', 'min', 'max', 'runs', 'what'], rows, [1, 2, 3, 4, 5]);
}

/** A row a ratio, with what it owes. */
export function ratioTable(ratios: object, owed: Readonly<Record<string, string>>): string {
  const rows = Object.entries(ratios).map(([name, value]) => [
    name,
    typeof value === 'number' ? String(rounded(value)) : 'not measured',
    owed[name] ?? '',
  ]);
  return markdownTable(['figure', 'today', 'owes'], rows, [1]);
}

export const skippedList = (skipped: readonly Skipped[]): string =>
  skipped
    .map(({ stage, n, because }) => `- Skipped: ${stage}${n === null ? '' : ` at ${thousands(n)}`}: ${because}.`)
    .join('\n');

/** `right`: columns aligned to the right. */
export function markdownTable(names: readonly string[], rows: readonly string[][], right: readonly number[]): string {
  const widths = names.map((name, k) => Math.max(name.length, 3, ...rows.map((row) => row[k]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, k) => (right.includes(k) ? cell.padStart(widths[k]!) : cell.padEnd(widths[k]!))).join(' | ')} |`;
  const rule = widths.map((width, k) => (right.includes(k) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  return [line(names), line(rule), ...rows.map(line)].join('\n');
}

export const thousands = (n: number): string => n.toLocaleString('en-GB');

export const milliseconds = (ms: number): string =>
  ms >= 100 ? thousands(Math.round(ms)) : String(Number(ms.toPrecision(3)));
