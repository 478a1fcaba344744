import { z } from 'zod';
import { CALL_CLASSES, CALL_TYPES } from '#engine';
import {
  codeField,
  cursorField,
  durationField,
  instantField,
  instantOut,
  limitField,
} from '../../platform/http/fields.ts';
import { FAILURE_GROUPS, GROUPS } from '../../store/index.ts';

/** The period and the calls that a report is of; every field may be left out. */
export const reportFilter = {
  from: instantField
    .optional()
    .meta({ description: 'Beginning of the period, inclusive; 30 days before `to` where left out.' }),
  to: instantField.optional().meta({ description: 'End of the period, exclusive; now where left out.' }),
  contract: codeField.optional(),
  customer: codeField.optional(),
  site: codeField.optional(),
  model: codeField.optional(),
  device: codeField.optional(),
  zone: codeField.optional(),
  technician: codeField.optional().meta({ description: 'Resource that has the call, or fixed it.' }),
  territory: codeField.optional(),
  class: z
    .enum(CALL_CLASSES)
    .optional()
    .meta({ description: 'Of open calls as it is now, of ended ones as far as their rows tell.' }),
  type: z.enum(CALL_TYPES).optional(),
};
export const rowsLimit = { limit: limitField(100_000, 1_000) };
export const pageFields = { limit: limitField(10_000, 1_000), cursor: cursorField.optional() };
export const byField = z.enum(GROUPS).default('contract').meta({ description: 'What the calls are put together by.' });
export const failureByField = z.enum(FAILURE_GROUPS).default('model').meta({ description: 'What is put together.' });
export const soonField = durationField.optional().meta({
  description: 'How soon after a fix another failure is a repeat; P30D where left out.',
  examples: ['P30D'],
});

const text = z.string();
const count = z.int().min(0);
const minutes = z.number().nullable();
const percent = z.number().nullable();

export const listedCallRow = z.object({
  number: text,
  logged_at: instantOut,
  class: z.enum(CALL_CLASSES),
  type: z.enum(CALL_TYPES),
  contract: text,
  customer: text,
  territory: text,
  site: text,
  model: text,
  device: text,
  technician: text.nullable(),
  description: text,
  duplicate_of: text.nullable(),
  responded_at: instantOut.nullable(),
  fixed_at: instantOut.nullable(),
  closed_at: instantOut.nullable(),
  on_hold: text.nullable().meta({ description: 'Reason of the hold at the end of the period.' }),
  on_hold_since: instantOut.nullable(),
  escalations: text.meta({ description: 'Steps gone by the end of the period: `respond 80;fix 100`.' }),
});

const group = {
  key: text.nullable().meta({ description: 'null: calls that have none, such as those that nobody has.' }),
  name: text.nullable(),
};

export const callGroupRow = z.object({
  ...group,
  logged: count.meta({ description: 'Logged in the period, duplicates and cancelled ones included.' }),
  duplicates: count.meta({ description: 'Of those, reports of a failure that was reported before.' }),
  cancelled: count.meta({ description: 'Of those, called off since.' }),
  closed: count.meta({ description: 'Fixed, or closed without a fix, in the period.' }),
  open: count.meta({ description: 'Open at the end of the period.' }),
  on_hold: count.meta({ description: 'Of those, on hold then.' }),
  high_priority: count.meta({ description: 'Of the open ones, of class emergency or high.' }),
  escalated: count.meta({ description: 'Raised by an escalation.' }),
  mean_respond_minutes: minutes,
  mean_fix_minutes: minutes,
  first_time_fix_percent: percent,
});

export const timesRow = z.object({
  ...group,
  calls: count,
  mean_minutes: z.number(),
  median_minutes: z.number(),
  p90_minutes: z.number().meta({ description: 'Nine in ten calls took no longer.' }),
  max_minutes: z.number(),
  met: count.meta({ description: 'Ended calls that met the target; excused ones count for nothing.' }),
  missed: count,
  met_percent: percent.meta({ description: 'null: no call had such a target.' }),
});

export const firstTimeFixRow = z.object({
  ...group,
  fixed: count,
  first_time: count,
  first_time_fix_percent: percent,
  mean_visits: z.number(),
});

export const repeatsRow = z.object({
  device: text,
  model: text,
  site: text,
  contract: text,
  failures: count,
  repeats: count,
  repeat_percent: z.number(),
  last_logged_at: instantOut,
});

export const timeBetweenRow = z.object({
  key: text,
  devices: count,
  service_hours: z.number(),
  failures: count,
  mtbf_hours: z.number().nullable().meta({ description: 'null: none failed.' }),
});

export const backlogRow = z.object({
  from: instantOut,
  to: instantOut,
  logged: count,
  ended: count,
  open: count.meta({ description: 'Open at `to`.' }),
});

export const contractTimeRow = z.object({
  contract: text,
  customer: text,
  calls: count,
  visits: count,
  hours: z.number(),
});

export const visitRow = z.object({
  contract: text,
  customer: text,
  call: text,
  type: text,
  site: text,
  device: text,
  visit: count,
  technician: text.nullable(),
  arrived_at: instantOut,
  left_at: instantOut,
  hours: z.number(),
  outcome: text.nullable(),
});

export const contractDatesRow = z.object({
  contract: text,
  customer: text,
  name: text.nullable(),
  next: z.enum(['notice', 'renewal', 'end']).meta({ description: 'What comes next.' }),
  days_left: count.meta({ description: 'Until then; 0 is today, in the contract’s zone.' }),
  notice_by: text.nullable().meta({ description: 'Last day on which notice can be given.' }),
  term_ends_on: text.meta({ description: 'Last day of the current term.' }),
  renews_on: text.nullable().meta({ description: 'First day of the term that follows by itself; null: it ends.' }),
  base_fee: text,
  currency: text,
});

export const dueMaintenanceRow = z.object({
  device: text,
  model: text,
  site: text,
  territory: text,
  contract: text,
  last_visit: text.nullable().meta({ description: 'null: none is known.' }),
  due_on: text,
  window_from: text.meta({ description: 'First day on which it may be done.' }),
  window_to: text.meta({ description: 'Last day of it: the due date, or later where that is past.' }),
  call: text.nullable(),
});

/** The reply of a report. */
export const reportSchema = (name: string, row: z.ZodObject) =>
  z
    .object({
      report: text,
      title: text,
      definition: text,
      from: instantOut,
      to: instantOut,
      filters: z.record(z.string(), z.string()),
      rows: z.array(row),
      truncated: z.boolean().meta({ description: 'There are more rows than `limit`.' }),
      next: text.nullable().optional().meta({ description: '`cursor` of the next page, where the report has pages.' }),
    })
    .meta({ id: `Report_${name}` });
