import { z } from 'zod';
import { STEPS } from '#engine';
import { codeField, cursorField, instantOut, limitField } from '../../platform/http/fields.ts';

export const contractParams = z.object({ code: codeField });

const PARTS = ['site', 'zone', 'model', 'group', 'device'] as const;

/** A date or instant is read by the service, in the contract's zone. */
const endField = (which: string) =>
  z
    .string()
    .max(64)
    .meta({
      description: `${which} of the period: a date in the contract’s zone (both inclusive), or an instant (\`to\` exclusive).`,
      examples: ['2026-10-01', '2026-10-23T16:30:00+01:00'],
    });

const periodFields = {
  period: z
    .string()
    .max(16)
    .optional()
    .meta({
      description: 'A month, quarter or year, in place of from and to. Default: the payment period that runs.',
      examples: ['2026-10', '2026-Q4', '2026'],
    }),
  from: endField('Begin').optional(),
  to: endField('End').optional(),
};
const scopeFields = {
  site: codeField.optional(),
  zone: codeField.optional(),
  model: codeField.optional(),
  group: codeField.optional(),
  device: codeField.optional(),
};

export const performanceQuery = z.strictObject({
  ...periodFields,
  ...scopeFields,
  by: z
    .enum(PARTS)
    .optional()
    .meta({ description: 'Figures of each part; of one site, zone, model or group by device.' }),
  step: z.enum(STEPS).optional().meta({ description: 'Figures of each day, week or month of the period, as a curve.' }),
});

export const clocksQuery = z.strictObject({
  ...periodFields,
  ...scopeFields,
  clock: z.enum(['respond', 'fix']).optional(),
  outcome: z.enum(['met', 'missed', 'open', 'excused']).optional(),
  cursor: cursorField.optional(),
  limit: limitField(1000, 100),
});

export const downtimeQuery = z.strictObject({
  ...periodFields,
  ...scopeFields,
  cursor: cursorField.optional(),
  limit: limitField(1000, 100),
});

const percent = z.number().nullable().meta({ description: '0 to 100, to four decimals; null: nothing to judge.' });
const rateSchema = z
  .object({
    percent: percent.meta({ description: 'met / (met + missed); null: no clock is decided.' }),
    met: z.int(),
    missed: z.int(),
    open: z.int().meta({ description: 'Still running, deadline not past.' }),
    excused: z.int(),
  })
  .meta({ id: 'ClockRate' });
const duration = z.string().meta({ description: 'ISO 8601 duration.', examples: ['PT4H'] });

const figures = {
  respond: rateSchema,
  fix: rateSchema,
  availability: z.object({
    percent,
    service_time: duration.meta({ description: 'Covered time in the period, times the weight of each device.' }),
    downtime: duration.meta({ description: 'The part of it that was down, times the weight.' }),
  }),
};
const figuresSchema = z.object(figures).meta({ id: 'Figures' });

export const performanceSchema = z
  .object({
    contract: z.string(),
    name: z.string().nullable(),
    time_zone: z.string(),
    now: instantOut,
    updating: z.int().meta({
      description:
        'Devices whose past calls are being counted anew after a change of the tables; 0: all is as the tables say.',
    }),
    from: instantOut,
    to: instantOut.meta({ description: 'Exclusive.' }),
    scope: z.object({ kind: z.string(), code: z.string(), name: z.string().nullable() }),
    targets: z.object({ availability: z.number().nullable() }),
    figures: figuresSchema,
    by: z.enum(PARTS).nullable(),
    rows: z.array(z.object({ code: z.string(), name: z.string().nullable(), ...figures })).nullable(),
    step: z.enum(STEPS).nullable(),
    series: z.array(z.object({ from: instantOut, to: instantOut, ...figures })).nullable(),
  })
  .meta({ id: 'Performance' });

export const clocksSchema = z.object({
  clocks: z.array(
    z.object({
      call: z.string(),
      device: z.string(),
      clock: z.enum(['respond', 'fix']),
      outcome: z.enum(['met', 'missed', 'open', 'excused']),
      logged_at: instantOut,
      target: duration,
      deadline: instantOut,
      event: instantOut.nullable(),
      late: duration.meta({ description: 'From the deadline to the event, or to now.' }),
      late_counted: duration.meta({ description: 'The same in the clock’s own time.' }),
      excuse: z.string().nullable(),
    }),
  ),
  next: z.string().nullable(),
});

export const downtimeSchema = z.object({
  down: z.array(
    z.object({
      kind: z.enum(['device', 'zone']),
      code: z.string(),
      weight: z.number(),
      service_time: duration,
      downtime: duration,
      intervals: z.array(z.object({ from: instantOut, to: instantOut, calls: z.array(z.string()) })),
    }),
  ),
  next: z.string().nullable(),
});

export const recountBody = z.strictObject({
  repair: z
    .boolean()
    .default(false)
    .meta({ description: 'Put the recounted figures in the place of those that differ.' }),
});

export const recountSchema = z.object({
  contracts: z.int(),
  differences: z.int().meta({ description: 'Rows that are not what the journals give.' }),
  first: z.array(
    z.object({
      figure: z.enum(['facts', 'tally']),
      key: z.array(z.string()),
      stored: z.looseObject({}).nullable(),
      recounted: z.looseObject({}).nullable(),
    }),
  ),
  repaired: z.boolean(),
});
