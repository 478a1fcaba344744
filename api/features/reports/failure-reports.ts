import { DAY, type Millis, millis } from '#engine';
import { at } from '../../platform/views.ts';
import { type FailureGroup, reportRepeats, reportTimeBetween } from '../../store/index.ts';
import { type Report, report } from './report.ts';
import { failureByField, repeatsRow, rowsLimit, soonField, timeBetweenRow } from './schema.ts';

const FAILURES =
  'Failures are faults that are no duplicates, not cancelled and not excused, by the instant of logging.';
const SOON = millis(30 * DAY);

export const FAILURE_REPORTS: readonly Report[] = [
  report<{ readonly within?: Millis }>({
    name: 'repeat-failures',
    title: 'Repeat failures',
    definition: `Failures of each device in the period, and how many of them were repeats: logged less than \`within\` (P30D) after an earlier failure of the same device was fixed, or before it was. ${FAILURES} Earlier ones are looked for among those logged up to 90 days before that. The worst devices first.`,
    row: repeatsRow,
    options: { ...rowsLimit, within: soonField },
    async run({ em, filter, query, atMost }) {
      const rows = await reportRepeats(em, filter, query.within ?? SOON, atMost);
      return { rows: rows.map((row) => ({ ...row, last_logged_at: at(row.last_logged_at) })) };
    },
  }),
  report<{ readonly by: FailureGroup }>({
    name: 'mtbf',
    title: 'Mean time between failures',
    definition: `Hours in service of all devices in the period (by the calendar, from their installation to their retirement at the site), divided by their failures. ${FAILURES} The least time first. The filters class, type and technician narrow the failures, not the devices.`,
    row: timeBetweenRow,
    options: { ...rowsLimit, by: failureByField },
    run: async ({ em, filter, query, atMost }) => ({
      rows: (await reportTimeBetween(em, query.by, filter, atMost)) as never,
    }),
  }),
];
