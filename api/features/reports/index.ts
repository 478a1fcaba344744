import { type CallClass, formatInstant, instant, millis } from '#engine';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import type { Reply } from '../../platform/transaction.ts';
import { csv, linkToNext } from '../../platform/views.ts';
import { refusal } from '../../problem.ts';
import type { ReportFilter } from '../../store/index.ts';
import { BACKLOG_REPORT } from './backlog-report.ts';
import { CALL_LIST_REPORTS } from './call-list-reports.ts';
import { FAILURE_REPORTS } from './failure-reports.ts';
import { GROUP_REPORTS } from './group-reports.ts';
import { MAINTENANCE_REPORT } from './maintenance-report.ts';
import { MONEY_REPORTS } from './money-reports.ts';
import type { Report, ReportQuery } from './report.ts';

export type { Report, ReportQuery } from './report.ts';

/** Every report. */
export const REPORTS: readonly Report[] = [
  ...CALL_LIST_REPORTS,
  ...GROUP_REPORTS,
  ...FAILURE_REPORTS,
  BACKLOG_REPORT,
  ...MONEY_REPORTS,
  MAINTENANCE_REPORT,
];

/** Where no beginning is named. */
const USUAL_PERIOD = millis(30 * 86_400_000);

/** One report over a period, with its definition; as a table of CSV where that is asked for. `url` is what was asked for. */
export async function runReport(
  office: Office,
  made: Report,
  query: ReportQuery & { readonly limit?: number },
  asCsv: boolean,
  url: string,
): Promise<Reply> {
  const em = office.store.em();
  const day = await office.desk.upToDate(em, office.clock());
  const filter = filterOf(day, query);
  const limit = query.limit ?? Number.POSITIVE_INFINITY;
  const context = { em, day, filter, query, atMost: Number.isFinite(limit) ? limit + 1 : 0 };
  const found = await made.run(context as never);
  const rows = found.rows.slice(0, limit);
  const next = found.next ?? null;
  const headers = made.pages ? linkToNext(url, next) : {};
  if (asCsv) return { status: 200, headers, body: csv(Object.keys(made.row.shape), rows) };
  const { from, to, classes: _, ...filters } = filter;
  const body = {
    report: made.name,
    title: made.title,
    definition: made.definition,
    from: formatInstant(from),
    to: formatInstant(to),
    filters: Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined)),
    rows,
    truncated: made.pages ? next !== null : found.rows.length > rows.length,
    ...(made.pages ? { next } : {}),
  };
  return { status: 200, headers, body };
}

function filterOf(day: Day, query: ReportQuery): ReportFilter {
  const to = query.to ?? day.book.now;
  const from = query.from ?? instant(to - USUAL_PERIOD);
  if (from >= to) {
    throw refusal('invalid-request', [
      {
        code: 'bad-value',
        field: 'from',
        value: formatInstant(from),
        message: 'The period ends at or before its beginning.',
        action: 'Give a `from` before `to`.',
      },
    ]);
  }
  const { contract, customer, site, model, device, zone, technician, territory, class: ofClass, type } = query;
  const given = { contract, customer, site, model, device, zone, technician, territory, class: ofClass, type };
  return { from, to, ...given, classes: classesOf(day) };
}

/** Classes of open calls that their rows do not tell: raised by a reliability target, or deferred by a special day. */
function classesOf({ book }: Day): ReadonlyMap<string, CallClass> {
  const classes = new Map<string, CallClass>();
  for (const { number, class: known } of book.all()) {
    const call = book.call(number)!;
    const planned = call.type === 'maintenance' || call.type === 'installation';
    const told =
      call.emergency !== null ? 'emergency' : call.raisedTo === 'high' ? 'high' : planned ? 'planned' : 'normal';
    if (known !== told) classes.set(number, known);
  }
  return classes;
}
