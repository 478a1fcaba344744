import {
  failed,
  formatInstant,
  type Interval,
  instant,
  isInScope,
  measureContract,
  ok,
  type PerformanceScope,
  periodAsked,
  SCOPE_KINDS,
  STEPS,
  stepsOf,
} from '#engine';
import { figuresView, periodView, shownWeight } from '../../features/performance/figure-views.ts';
import { choice } from '../choice.ts';
import type { Command } from '../command.ts';
import { loadDataset } from '../load-dataset.ts';
import { printJson, progress } from '../output.ts';

const PARTS = SCOPE_KINDS.filter((kind) => kind !== 'contract');

export const performanceCommand: Command = {
  usage:
    'performance DATASET --contract C [--period P | --from D --to D] [--by site|zone|model|device|group] [--step day|week|month] [--now INSTANT] [--json]',
  summary:
    'Respond %, fix % and availability % of a contract as known at --now (its last call where left out). D: a date, both inclusive, or an instant; P: 2026-10, 2026-Q4, 2026.',
  shape: {
    positionals: ['DATASET'],
    flags: {
      contract: 'text',
      period: 'text',
      from: 'text',
      to: 'text',
      by: 'text',
      step: 'text',
      now: 'instant',
      json: 'switch',
    },
    required: ['contract'],
  },
  async run(given) {
    const by = choice(given, 'by', PARTS);
    const step = choice(given, 'step', STEPS);
    if (!by.ok) return by;
    if (!step.ok) return step;
    const loaded = await loadDataset(given.positionals[0]!);
    if (!loaded.ok) return loaded;
    const dataset = loaded.value;
    const code = given.text('contract')!;
    const contract = dataset.contracts.find((each) => each.code === code);
    if (contract === undefined) {
      const known = dataset.contracts.map((each) => each.code);
      return failed([
        {
          code: 'unknown-contract',
          field: '--contract',
          value: code,
          message: 'The dataset has no contract of this code.',
          action: `Use one of contracts.csv: ${known.slice(0, 5).join(', ')}${known.length > 5 ? ' …' : ''}.`,
        },
      ]);
    }
    const now = given.instant('now') ?? lastKnown(dataset.calls);
    const ends = { period: given.text('period'), from: given.text('from'), to: given.text('to') };
    const period = periodAsked(contract, ends, now);
    if (!period.ok)
      return failed(period.problems.map((each) => ({ ...each, code: 'bad-flag', field: `--${each.field}` })));
    const { start, end } = period.value;
    progress(`${code} from ${formatInstant(start)} to ${formatInstant(end)}, as known at ${formatInstant(now)}`);
    const measures = measureContract(dataset, code, { now, from: start, until: end })!;
    const scope: PerformanceScope = { kind: 'contract', code };
    const rows = by.value === null ? null : measures.codesOf(by.value).map((part) => ({ kind: by.value!, code: part }));
    const steps = step.value === null ? null : stepsOf(period.value, contract.timeZone, step.value);
    const viewOf = (of: PerformanceScope, within: Interval) =>
      figuresView(
        measures.figuresOf(of, within),
        shownWeight(
          of,
          measures.devices.filter((device) => isInScope(device, of)),
        ),
      );
    printJson({
      contract: code,
      name: contract.name,
      time_zone: contract.timeZone,
      now: formatInstant(now),
      ...periodView(period.value),
      figures: viewOf(scope, period.value),
      by: by.value,
      rows: rows?.map((part) => ({ code: part.code, ...viewOf(part, period.value) })) ?? null,
      step: step.value,
      series: steps?.map((each) => ({ ...periodView(each), ...viewOf(scope, each) })) ?? null,
    });
    return ok(0);
  },
};

/** The latest instant that a dataset tells of. */
const lastKnown = (
  calls: readonly { readonly loggedAt: number; readonly fixedAt: number | null; readonly closedAt: number | null }[],
) =>
  instant(
    calls.reduce((last, { loggedAt, fixedAt, closedAt }) => Math.max(last, loggedAt, fixedAt ?? 0, closedAt ?? 0), 0),
  );
