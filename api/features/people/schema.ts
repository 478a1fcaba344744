import { z } from 'zod';
import { CALL_CLASSES } from '#engine';
import {
  codeField,
  dateField,
  flagField,
  instantField,
  instantOut,
  journal,
  lineField,
  textField,
} from '../../platform/http/fields.ts';
import { allocationSchema, reasonSchema } from '../plans/schema.ts';

const by = {
  who: lineField(200).meta({ description: 'Who does it, for the journal.' }),
  why: textField(2_000).optional(),
};
const reason = lineField(200).optional();
const hours = textField(2_000).meta({
  description: '`opening_hours` notation, the subset of datasets.',
  examples: ['08:00-12:00,13:00-17:00'],
});

export const byBody = z.strictObject(by);
/** The query of a DELETE, which has no body. */
export const byQuery = z.strictObject(by);

export const absenceBody = z.strictObject({
  ...by,
  from: instantField.optional().meta({ description: 'Now where left out: whoever is sick now.' }),
  to: instantField.optional().meta({
    description:
      'Exclusive. Where left out: the end of the stretch of duty that is running at `from`, over midnight too, or that begins on its date; else the end of that date.',
  }),
  reason,
  hand_over: z
    .boolean()
    .default(true)
    .meta({ description: 'Started and pinned work in it goes to others; else it stays, and is shown as affected.' }),
});
export const sickBody = z.strictObject({
  ...by,
  to: instantField.optional().meta({
    description:
      'Exclusive. Where left out: the end of the stretch of duty that is running, over midnight too, or that begins today; else the end of today. Duty that never ends: 31 days on.',
  }),
  reason,
});
export const shiftChangeBody = z.strictObject({ ...by, hours, reason });
export const loanBody = z.strictObject({ ...by, territory: codeField, reason });
export const breaksBody = z.strictObject({
  ...by,
  breaks: z
    .array(z.strictObject({ hours, valid_from: dateField.optional(), valid_to: dateField.optional() }))
    .max(50)
    .meta({ description: 'All breaks of the resource; none where empty.' }),
});
export const onCallBody = z.strictObject({
  ...by,
  from: instantField,
  to: instantField,
  up_to: z
    .enum(CALL_CLASSES)
    .default('high')
    .meta({ description: 'Least urgent class for which they are called out.' }),
});
export const resourceBody = z.strictObject({
  ...by,
  name: lineField(200),
  skills: z
    .array(lineField(200))
    .max(200)
    .default([])
    .meta({ description: '`skill` or `skill:level`.', examples: [['lift:2', 'radio']] }),
  territory: codeField,
  latitude: z.number(),
  longitude: z.number(),
  calendar: codeField,
  max_calls: z.number().optional(),
  hourly_cost: z.string().max(30).optional().meta({ description: 'Decimal amount in the policy’s currency.' }),
  speed: z.number().optional(),
});
export const calendarBody = z.strictObject({
  ...by,
  hours,
  holidays: z.array(z.string().max(20)).max(2_000).default([]).meta({ description: 'Dates.' }),
});

export const fromParams = z.strictObject({ code: codeField, from: instantField });
export const dateParams = z.strictObject({ code: codeField, on: dateField });
export const resourcesQuery = z.strictObject({
  territory: codeField.optional(),
  ahead: flagField.optional().meta({ description: 'With shifts, turns on call and absences up to the horizon.' }),
});

const rotaRow = z.record(z.string(), z.unknown());
const affected = z.object({
  call: z.string(),
  status: z.string(),
  fixed: z.boolean().meta({ description: 'Started or pinned: the plan alone does not move it.' }),
  before: allocationSchema.meta({ description: 'Who loses it, and when they would have come.' }),
  earliest: instantOut.nullable(),
  latest: instantOut.nullable(),
  reasons: z.array(reasonSchema).meta({ description: 'What the resource could not keep any more.' }),
  after: allocationSchema.nullable().optional().meta({ description: 'Who has it then; with `Prefer: wait=N` only.' }),
  unallocated: z.array(reasonSchema).nullable().optional(),
});
const consequences = {
  affected: z.array(affected),
  replanned: z
    .array(
      z.object({ territory: z.string(), version: z.int().meta({ description: 'Of the plan that was overtaken.' }) }),
    )
    .meta({ description: 'Territories that are planned again.' }),
};

export const rotaChangedSchema = z
  .object({
    resource: z.string(),
    absences: z.array(rotaRow).optional(),
    loans: z.array(rotaRow).optional(),
    shift_changes: z.array(rotaRow).optional(),
    breaks: z.array(rotaRow).optional(),
    on_call: z.array(rotaRow).optional(),
    ...consequences,
    handed_over: z
      .array(z.string())
      .meta({ description: 'Started or pinned calls that were taken from the resource.' }),
  })
  .meta({ id: 'RotaChanged' });

/** Text of each cell that is filled, by its column. */
export const rowSchema = z.record(z.string(), z.string());

export const rowChangedSchema = z
  .object({
    resource: z.record(z.string(), z.string()).optional(),
    calendar: z.record(z.string(), z.string()).optional(),
    ...consequences,
  })
  .meta({ id: 'RowChanged' });

const shift = z.object({
  date: z.string(),
  territory: z.string(),
  on_call_up_to: z.enum(CALL_CLASSES).nullable().meta({ description: 'A turn on call, for classes up to this one.' }),
  bands: z.array(z.object({ start: instantOut, end: instantOut })),
});

export const resourcesSchema = z
  .object({
    now: instantOut,
    resources: z.array(
      z.object({
        code: z.string(),
        name: z.string(),
        territory: z.string(),
        state: z.enum(['on-site', 'travelling', 'available', 'on-call', 'break', 'absent', 'off']),
        position: z
          .object({
            latitude: z.number(),
            longitude: z.number(),
            at: z.enum(['site', 'home']),
            site: z.string().nullable(),
            since: instantOut.nullable(),
          })
          .meta({ description: 'From the last thing reported: the site they are or were at, else home.' }),
        current: z.object({ call: z.string(), status: z.string(), device: z.string() }).nullable(),
        next: z
          .object({ call: z.string(), travel_start: instantOut, start: instantOut, finish: instantOut })
          .nullable(),
        shift: shift.nullable().meta({ description: 'The running shift, else the next of today.' }),
        ahead: z
          .object({
            shifts: z.array(shift).meta({ description: 'What lies between two bands of one is a break.' }),
            absences: z.array(z.object({ from: instantOut, to: instantOut, reason: z.string().nullable() })),
          })
          .optional(),
      }),
    ),
  })
  .meta({ id: 'Resources' });

export const rotaSchema = z
  .object({
    resource: z.string(),
    name: z.string(),
    territory: z.string(),
    time_zone: z.string(),
    calendar: z.string(),
    absences: z.array(rotaRow),
    loans: z.array(rotaRow),
    shift_changes: z.array(rotaRow),
    breaks: z.array(rotaRow),
    on_call: z.array(rotaRow),
    shifts: z.array(shift),
    journal,
  })
  .meta({ id: 'Rota' });

export const calendarsSchema = z.object({
  calendars: z.array(
    z.object({
      code: z.string(),
      hours: z.string(),
      holidays: z.array(z.string()),
      resources: z.array(z.string()),
      regimes: z.array(z.string()),
    }),
  ),
});
