import { type Calendar, type Reference, type Resource, tableRows, withCodedRow } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import { etagOf, requireMatch } from '../../platform/etag.ts';
import { Refusal, refusal, shown } from '../../problem.ts';
import { appendPeopleEvent, claimReference, lockPlan, writeCodedRow } from '../../store/index.ts';
import { affectedCalls, affectedView } from '../people/affected.ts';

/** Text of each cell of a row, as it would stand in the dataset's file. */
export type Cells = Readonly<Record<string, string>>;

/**
 * Puts a calendar or a resource in the place of the one of its code, or adds it: checked as a dataset's row, all problems
 * at once, nothing half done. The territories concerned are planned again; the answer lists who loses which call.
 * Run with `replacesReference`: the reference is claimed here.
 */
export async function putRow(
  change: Change,
  key: 'calendars' | 'resources',
  cells: Cells & { readonly code: string },
  by: Pick<By, 'who' | 'why'>,
  ifMatch: string | null,
): Promise<Reply> {
  await claimReference(change.em);
  const day = await change.day();
  const { reference } = day.tables;
  const former = reference[key].find((row) => row.code === cells.code);
  requireMatch(
    ifMatch,
    former === undefined ? null : rowEtag(former),
    `${key === 'calendars' ? 'Calendar' : 'Resource'} ${shown(cells.code)}`,
  );
  const checked = withCodedRow(reference, key, cells);
  if (!checked.ok) throw refusal(key === 'calendars' ? 'calendar-refused' : 'resource-refused', checked.problems);
  const after = checked.value;
  const { code } = cells;
  const isNew = former === undefined;
  const record = after[key].find((row) => row.code === code)!;

  const territories = concerned(key, code, reference, after);
  const plans = [];
  for (const territory of territories) plans.push({ territory, version: await lockPlan(change.em, territory) });
  const affected = await affectedCalls(change, after, territories);
  change.provisional();
  await writeCodedRow(change.em, key, record, change.now);
  const subject = key === 'calendars' ? 'calendar' : 'resource';
  const data = { row: record, affected: affected.map(({ call }) => call.number) };
  await appendPeopleEvent(change.em, { subject, code, at: change.now, kind: isNew ? 'added' : 'changed', ...by, data });
  for (const territory of territories) change.replan(territory);
  change.tell({ kind: 'dataset' });
  const body = { [subject]: cells, affected: affected.map(affectedView), replanned: plans };
  return { status: isNew ? 201 : 200, headers: { etag: rowEtag(record) }, body };
}

/** A row as it would stand in the dataset's file: what a change names in `If-Match`. */
const rowEtag = (row: Resource | Calendar): string => etagOf(row);

/** One calendar or resource as a dataset's row, with the ETag that a change of it names. @throws Refusal not found */
export function readRow(reference: Reference, key: 'calendars' | 'resources', code: string): Reply {
  const row = reference[key].find((each) => each.code === code);
  if (row === undefined) {
    const one = key === 'calendars' ? 'calendar' : 'resource';
    throw new Refusal(`${one}-not-found`, `There is no ${one} ${shown(code)}.`);
  }
  const cells = tableRows({ ...reference, calls: [] }, key).find((each) => each.code === code)!;
  const filled = Object.fromEntries(Object.entries(cells).filter(([, text]) => text !== ''));
  return { status: 200, headers: { etag: rowEtag(row) }, body: filled };
}

/** Territories whose plans may be others by the change. */
function concerned(key: 'calendars' | 'resources', code: string, before: Reference, after: Reference): string[] {
  if (key === 'calendars') {
    const clocks = before.regimes.some(({ calendar }) => calendar === code);
    if (clocks) return before.territories.map((territory) => territory.code).sort();
  }
  const isOne = (resource: { readonly code: string; readonly calendar: string }) =>
    key === 'calendars' ? resource.calendar === code : resource.code === code;
  const own = [...before.resources, ...after.resources].filter(isOne);
  const lent = [...before.policy.lent, ...before.loans].filter(({ resource }) =>
    own.some((each) => each.code === resource),
  );
  return [...new Set([...own, ...lent].map(({ territory }) => territory))].sort();
}

/** All calendars with who works by them. */
export async function calendarList(reference: Reference): Promise<Reply> {
  const calendars = reference.calendars.map(({ code, hours, holidays }) => ({
    code,
    hours,
    holidays,
    resources: reference.resources.filter(({ calendar }) => calendar === code).map((resource) => resource.code),
    regimes: reference.regimes.filter(({ calendar }) => calendar === code).map((regime) => regime.code),
  }));
  return { status: 200, headers: {}, body: { calendars } };
}
