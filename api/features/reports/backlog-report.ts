import { z } from 'zod';
import {
  addDays,
  addPeriod,
  type Instant,
  instant,
  isTimeZone,
  type LocalDate,
  localDateAt,
  startOfDay,
} from '#engine';
import { at } from '../../platform/views.ts';
import { refusal } from '../../problem.ts';
import { reportBacklog } from '../../store/index.ts';
import { type Report, report } from './report.ts';
import { backlogRow } from './schema.ts';

const STEPS = ['day', 'week', 'month'] as const;
type Step = (typeof STEPS)[number];
/** Stretches at most: more make no table that anybody reads. */
const MOST = 2_000;

export const BACKLOG_REPORT: Report = report<{ readonly every: Step; readonly time_zone: string }>({
  name: 'backlog',
  title: 'Backlog over time',
  definition:
    'For each day, week (from Monday) or month of the period, in `time_zone`: calls logged in it, calls that ended in it (fixed, or closed without a fix), and calls open at its end. Duplicates and cancelled calls are left out. The first and the last stretch are cut where the period begins and ends.',
  row: backlogRow,
  options: {
    every: z.enum(STEPS).default('day'),
    time_zone: z
      .string()
      .max(64)
      .refine((zone) => isTimeZone(zone), 'Must be an IANA time zone, like Europe/London')
      .default('UTC')
      .meta({ description: 'IANA zone whose days are meant.' }),
  },
  async run({ em, filter, query }) {
    const bounds = boundsOf(filter.from, filter.to, query.every, query.time_zone);
    const { open, steps } = await reportBacklog(em, filter, bounds);
    let left = open;
    const rows = steps.map(({ logged, ended }, k) => {
      left += logged - ended;
      return { from: at(bounds[k]!), to: at(bounds[k + 1]!), logged, ended, open: left };
    });
    return { rows };
  },
});

/** Beginning, all midnights between at which a step begins, and end. */
function boundsOf(from: Instant, to: Instant, every: Step, zone: string): Instant[] {
  const bounds = [from];
  for (let date = next(localDateAt(from, zone), every); ; date = next(date, every)) {
    const edge = instant(startOfDay(date, zone));
    if (edge >= to) break;
    if (edge > from) bounds.push(edge);
    if (bounds.length > MOST) throw tooMany(every);
  }
  return [...bounds, to];
}

function next(date: LocalDate, every: Step): LocalDate {
  if (every === 'day') return addDays(date, 1);
  if (every === 'week') return addDays(date, 7 - ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));
  return addPeriod(`${date.slice(0, 8)}01` as LocalDate, { years: 0, months: 1, days: 0 });
}

const tooMany = (every: Step) =>
  refusal('invalid-request', [
    {
      code: 'too-long',
      field: 'every',
      value: every,
      message: `The period has more than ${MOST} of these.`,
      action: 'Ask for a shorter period, or for weeks or months.',
    },
  ]);
