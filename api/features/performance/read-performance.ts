import { performance as performanceClock } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type Contract,
  formatInstant,
  type Instant,
  type Interval,
  type PerformanceScope,
  type Problem,
  periodAsked,
  SCOPE_KINDS,
  type ScopeKind,
  type Step,
  stepsOf,
} from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { csv } from '../../platform/views.ts';
import { Refusal, refusal } from '../../problem.ts';
import { atOneMoment, countStale, type Em, readFigureVersions } from '../../store/index.ts';
import { FIGURE_COLUMNS, figuresRow, figuresView, periodView, shownWeight } from './figure-views.ts';
import { type LiveFigures, liveFigures } from './live-figures.ts';

/** At most one of the scopes is named; none: the contract. */
export type ScopeQuery = Readonly<Partial<Record<Exclude<ScopeKind, 'contract'>, string | undefined>>>;

export interface PerformanceQuery extends ScopeQuery {
  readonly period?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly by?: Exclude<ScopeKind, 'contract'> | undefined;
  readonly step?: Step | undefined;
}

/** Milliseconds for which figures that are being counted anew are waited for; then they are shown with a mark. */
const PATIENCE = 1_000;

/** A curve of more points than a screen has columns tells no more. */
const MOST_STEPS = 1500;

/** Figures of a contract, or of a scope in it, over a period; for each of its parts, and as a curve over time. */
export async function performance(
  office: Office,
  code: string,
  query: PerformanceQuery,
  asCsv: boolean,
): Promise<Reply> {
  return withFigures(office, code, query, async (figures, scope, period, em) => {
    const { contract, now } = figures;
    const { by, step } = query;
    const steps = step === undefined ? [] : stepsOf(period, contract.timeZone, step);
    refuse([...partsProblem(scope, by), ...stepsProblem(step, steps)]);
    const [own] = await figures.over(scope, [period]);
    const parts = by === undefined ? null : await figures.by(by, scope, period);
    const series = step === undefined ? null : await figures.over(scope, steps);
    const name = namesOf(figures, by ?? 'contract');
    const ownWeight = shownWeight(scope, figures.devicesIn(scope));
    const rows =
      parts === null
        ? null
        : [...parts].map(([part, each]) => {
            const of = { kind: by!, code: part };
            const weight = shownWeight(of, figures.devicesIn(of));
            return { code: part, name: name(part), ...figuresView(each, weight) };
          });
    const curve = series?.map((each, k) => ({ ...periodView(steps[k]!), ...figuresView(each, ownWeight) })) ?? null;
    if (asCsv)
      return { status: 200, headers: {}, body: table(scope, figuresView(own!, ownWeight), period, by, rows, curve) };
    const body = {
      contract: contract.code,
      name: contract.name,
      time_zone: contract.timeZone,
      now: formatInstant(now),
      updating: await countStale(em, contract.code),
      ...periodView(period),
      scope: { ...scope, name: namesOf(figures, scope.kind)(scope.code) },
      targets: { availability: availabilityTarget(figures, scope) },
      figures: figuresView(own!, ownWeight),
      by: by ?? null,
      rows,
      step: step ?? null,
      series: curve,
    };
    return { status: 200, headers: {}, body };
  });
}

/** Reads at one moment, with figures that are up to date with the reference tables: worked out again first where they are not, for a while. */
export async function withFigures(
  office: Office,
  code: string,
  query: PerformanceQuery,
  read: (figures: LiveFigures, scope: PerformanceScope, period: Interval, em: Em) => Promise<Reply>,
): Promise<Reply> {
  const { figures } = office;
  const until = performanceClock.now() + PATIENCE;
  for (;;) {
    const reply = await atOneMoment(office.store.em(), async (em) => {
      const versions = await readFigureVersions(em);
      if (versions.figures !== versions.reference) return 'behind';
      if (performanceClock.now() < until && (await countStale(em, code)) > 0) return 'stale';
      const now = office.clock();
      const { reference } = (await figures.yardsticks.reaching(em, versions.reference, {})).terms;
      const contract = reference.contracts.find((each) => each.code === code);
      if (contract === undefined)
        throw new Refusal('contract-not-found', `There is no contract ${code.slice(0, 100)}.`);
      const scope = scopeOf(contract, query);
      const period = asked(contract, query, now);
      const live = await liveFigures(figures.yardsticks, em, versions.reference, contract, period, now);
      if (live.devicesIn(scope).length === 0 && scope.kind !== 'contract') throw noSuchScope(contract, scope);
      return read(live, scope, period, em);
    });
    if (typeof reply !== 'string') return reply;
    if (reply === 'behind') await catchUp(office);
    else await Promise.race([figures.bringUpToDate(office), pause(until - performanceClock.now())]);
  }
}

/** Makes figures anew that the reference tables were written past: after an upgrade, or by a hand of its own. */
export async function catchUp(office: Office): Promise<number> {
  try {
    return await office.store.transaction((em) => office.figures.catchUp(em));
  } catch (error) {
    office.figures.forget();
    throw error;
  }
}

function scopeOf(contract: Contract, query: ScopeQuery): PerformanceScope {
  const named = SCOPE_KINDS.flatMap((kind) => {
    const code = kind === 'contract' ? undefined : query[kind];
    return code === undefined ? [] : [{ kind, code }];
  });
  refuse(
    named.slice(1).map(({ kind, code }) => ({
      code: 'bad-value',
      field: kind,
      value: code,
      message: 'Only one scope may be named.',
      action: `Leave out all but one of ${named.map((each) => each.kind).join(', ')}.`,
    })),
  );
  return named[0] ?? { kind: 'contract', code: contract.code };
}

function asked(contract: Contract, query: PerformanceQuery, now: Instant): Interval {
  const found = periodAsked(contract, query, now);
  if (!found.ok) throw new Refusal('invalid-request', 'The period is not possible: see errors.', found.problems);
  return found.value;
}

const noSuchScope = (contract: Contract, { kind, code }: PerformanceScope): Refusal =>
  new Refusal('scope-not-found', `Contract ${contract.code} has no device under ${kind} ${code.slice(0, 100)}.`);

function refuse(problems: readonly Problem[]): void {
  if (problems.length > 0) throw refusal('invalid-request', problems);
}

/** What is kept is kept for each scope by itself: the parts of a part are its devices. */
const partsProblem = (scope: PerformanceScope, by: ScopeKind | undefined): Problem[] =>
  by === undefined || by === 'device' || scope.kind === 'contract'
    ? []
    : [
        {
          code: 'bad-value',
          field: 'by',
          value: by,
          message: `A ${scope.kind} is shown by device only.`,
          action: `Use by=device, or leave out ${scope.kind} for the whole contract by ${by}.`,
        },
      ];

const stepsProblem = (step: Step | undefined, steps: readonly Interval[]): Problem[] =>
  steps.length <= MOST_STEPS
    ? []
    : [
        {
          code: 'bad-value',
          field: 'step',
          value: step ?? '',
          message: `The period has ${steps.length} steps of a ${step}; ${MOST_STEPS} are shown at most.`,
          action: 'Use a longer step, or a shorter period.',
        },
      ];

/** Names of what stands under the codes of a kind. */
function namesOf({ yardstick }: LiveFigures, kind: ScopeKind): (code: string) => string | null {
  const { contracts, sites, zones, models } = yardstick.terms.reference;
  const rows: readonly { readonly code: string; readonly name: string | null }[] = {
    ...{ contract: contracts, site: sites, zone: zones, model: models, group: [], device: [] },
  }[kind];
  const names = new Map(rows.map(({ code, name }) => [code, name]));
  return (code) => names.get(code) ?? null;
}

/** The availability that all devices of the scope are to reach; null: none is agreed, or not the same for all. */
function availabilityTarget({ yardstick, devicesIn, now }: LiveFigures, scope: PerformanceScope): number | null {
  const { reference } = yardstick.terms;
  const targets = new Set(
    devicesIn(scope).map(({ code }) => {
      const regime = yardstick.regimeAt(yardstick.deviceAt(code), now);
      return regime < 0 ? null : reference.regimes[regime]!.availabilityTarget;
    }),
  );
  return targets.size === 1 ? [...targets][0]! : null;
}

type Row = ReturnType<typeof figuresView>;

function table(
  scope: PerformanceScope,
  own: Row,
  period: Interval,
  by: ScopeKind | undefined,
  rows: readonly (Row & { readonly code: string; readonly name: string | null })[] | null,
  curve: readonly (Row & { readonly from: string; readonly to: string })[] | null,
): string {
  const ends = periodView(period);
  const lines =
    curve !== null
      ? curve.map((each) => ({ ...scope, from: each.from, to: each.to, ...figuresRow(each) }))
      : rows !== null
        ? rows.map((each) => ({ kind: by, code: each.code, name: each.name, ...ends, ...figuresRow(each) }))
        : [{ ...scope, ...ends, ...figuresRow(own) }];
  return csv(['kind', 'code', 'name', 'from', 'to', ...FIGURE_COLUMNS], lines);
}
