import {
  type Absence,
  awayUntil,
  type Break,
  formatInstant,
  type Instant,
  type Interval,
  instant,
  LONGEST_DUTY,
  type Loan,
  type LocalDate,
  type OnCall,
  type Reference,
  type Resource,
  type RotaKey,
  type ShiftChange,
  shiftsOf,
  withRotaRows,
} from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import { Refusal, refusal } from '../../problem.ts';
import { appendPeopleEvent, claimRota, lockPlan, replaceRotaRows } from '../../store/index.ts';
import { plannedIn } from '../plans/lock-day.ts';
import { type AffectedCall, affectedCalls, affectedView } from './affected.ts';

type Row<R> = Omit<R, 'row' | 'resource'>;
/** Rows of one resource in one table of the rota, without what says whose they are. */
export interface RotaRows {
  readonly absences: readonly Row<Absence>[];
  readonly loans: readonly Row<Loan>[];
  readonly shiftChanges: readonly Row<ShiftChange>[];
  readonly breaks: readonly Row<Break>[];
  readonly onCall: readonly Row<OnCall>[];
}

/** What is asked for: the rows that a resource is to have in one table, made of those that it has. */
export interface RotaChange<K extends RotaKey = RotaKey> {
  readonly table: K;
  /** For the journal of people: `absence`, `loan`, `log-off` … */
  readonly kind: string;
  readonly rows: (own: RotaRows[K], facts: RotaFacts) => RotaRows[K];
}

/** What a change may depend on. */
export interface RotaFacts {
  readonly now: Instant;
  readonly resource: Resource;
  readonly timeZone: string;
  /** The shift that is running, from its beginning to its end; null: the resource has none now. */
  readonly runningShift: Interval | null;
  /** Until when the resource is away that is so from an instant on and says no more. */
  readonly awayUntil: (from: Instant) => Instant;
}

export interface Recorded {
  readonly reply: Reply;
  readonly affected: readonly AffectedCall[];
}

/**
 * Changes who works when: the rows, their journal and the replan of the territories in one transaction, all or nothing,
 * checked as a dataset is. The answer lists who loses which call. A plan that was made without knowing of the change is
 * not saved after it (the plans are locked, see `savePlan`).
 */
export async function changeRota<K extends RotaKey>(
  change: Change,
  code: string,
  by: Pick<By, 'who' | 'why'>,
  wish: RotaChange<K>,
): Promise<Recorded> {
  await claimRota(change.em);
  const { tables } = await change.day();
  const { reference } = tables;
  const resource = tables.resources.get(code);
  if (resource === undefined) throw new Refusal('resource-not-found', `There is no resource ${code.slice(0, 100)}.`);
  const facts: RotaFacts = {
    now: change.now,
    resource,
    timeZone: tables.territories.get(resource.territory)!.timeZone,
    runningShift: runningShift(reference, resource, change.now),
    awayUntil: (from) => awayUntil(reference, resource, from),
  };
  const all: readonly { readonly resource: string }[] = reference[wish.table];
  const own = all.filter((row) => row.resource === code) as unknown as RotaRows[K];
  const rows = (wish.rows(own, facts) as readonly object[]).map((row) => ({ ...row, resource: code }));
  const checked = withRotaRows(reference, wish.table, code, rows);
  if (!checked.ok) throw refusal('rota-refused', checked.problems);

  const after = checked.value;
  const territories = plannedIn(code, resource.territory, reference, after).sort();
  const plans = [];
  for (const territory of territories) plans.push({ territory, version: await lockPlan(change.em, territory) });
  const affected = await affectedCalls(change, after, territories);
  const written = (after[wish.table] as readonly { readonly resource: string }[]).filter(
    (row) => row.resource === code,
  );
  change.provisional();
  await replaceRotaRows(change.em, wish.table, code, written, change.now);
  await appendPeopleEvent(change.em, {
    subject: 'resource',
    code,
    at: change.now,
    kind: wish.kind,
    ...by,
    data: {
      table: snake(wish.table),
      rows: written.map(rotaRowView),
      affected: affected.map(({ call }) => call.number),
    },
  });
  for (const territory of territories) change.replan(territory);
  change.tell({ kind: 'resource', resource: code, territory: resource.territory, event: wish.kind });
  const body = {
    resource: code,
    [snake(wish.table)]: written.map(rotaRowView),
    affected: affected.map(affectedView),
    replanned: plans,
  };
  return { reply: { status: 200, headers: {}, body }, affected };
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** A row in the names of the dataset's columns, instants in ISO 8601. */
export const rotaRowView = (row: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(row)
      .filter(([field]) => field !== 'row' && field !== 'resource')
      .map(([field, value]) => [snake(field), typeof value === 'number' ? formatInstant(instant(value)) : value]),
  );

function runningShift(reference: Reference, resource: Resource, now: Instant): Interval | null {
  const running = shiftsOf(reference, resource, now, LONGEST_DUTY)
    .filter(({ bands }) => bands[0]!.start <= now && now < bands.at(-1)!.end)
    .at(0);
  return running === undefined ? null : { start: running.bands[0]!.start, end: running.bands.at(-1)!.end };
}

export const byFrom = <R extends { readonly from: Instant }>(rows: readonly R[]): R[] =>
  [...rows].sort((a, b) => a.from - b.from);
export const byDate = <R extends { readonly on: LocalDate }>(rows: readonly R[]): R[] =>
  [...rows].sort((a, b) => (a.on < b.on ? -1 : 1));
