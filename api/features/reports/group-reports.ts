import { GROUPS, type Group, reportFirstTimeFix, reportGroups, reportTimes } from '../../store/index.ts';
import { type Report, report } from './report.ts';
import { byField, callGroupRow, firstTimeFixRow, rowsLimit, timesRow } from './schema.ts';

const COUNTED =
  'Duplicates (a failure reported again) and cancelled calls count for no time and no rate. Times are by the clock on the wall, nights and holds included.';

const groupReport = (group: Group): Report =>
  report({
    name: `by-${group}`,
    title: `Calls by ${group}`,
    definition: `Calls logged and closed in the period, and open at its end, put together by ${group}. mean_respond_minutes: from logging to the first arrival, of calls responded to in the period; mean_fix_minutes: from logging to the fix, of calls fixed in it; first_time_fix_percent: see first-time-fix. ${COUNTED}`,
    row: callGroupRow,
    options: rowsLimit,
    run: async ({ em, filter, atMost }) => ({ rows: (await reportGroups(em, group, filter, atMost)) as never }),
  });

const timesReport = (clock: 'respond' | 'fix', name: string, title: string, what: string): Report =>
  report<{ readonly by: Group }>({
    name,
    title,
    definition: `${what} met and missed: the ended calls among them by their ${clock} target, as their clocks counted it (cover, holds, special days); excused calls count for neither. ${COUNTED}`,
    row: timesRow,
    options: { ...rowsLimit, by: byField },
    run: async ({ em, filter, query, atMost }) => ({
      rows: (await reportTimes(em, clock, query.by, filter, atMost)) as never,
    }),
  });

export const GROUP_REPORTS: readonly Report[] = [
  ...GROUPS.map(groupReport),
  timesReport(
    'respond',
    'respond-times',
    'Respond times',
    'From logging to the first arrival on site, of calls whose first arrival lies in the period.',
  ),
  timesReport('fix', 'fix-times', 'Time to fix', 'From logging to the fix, of calls fixed in the period.'),
  report<{ readonly by: Group }>({
    name: 'first-time-fix',
    title: 'First-time-fix rate',
    definition: `Of the faults fixed in the period, those fixed at the first visit: one visit at most is recorded for them, and they were never reopened. A call that came with a dataset has no visits recorded and counts as one. Duplicates and cancelled calls are left out.`,
    row: firstTimeFixRow,
    options: { ...rowsLimit, by: byField },
    run: async ({ em, filter, query, atMost }) => ({
      rows: (await reportFirstTimeFix(em, query.by, filter, atMost)) as never,
    }),
  }),
];
