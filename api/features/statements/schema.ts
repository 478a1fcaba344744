import { z } from 'zod';
import { codeField, durationField, flagField, instantOut, lineField, textField } from '../../platform/http/fields.ts';

const periodField = z
  .string()
  .regex(/^\d{4}(-(\d\d|Q[1-4]))?$/, 'Must be a payment period, like 2026-10, 2026-Q4 or 2026')
  .meta({ description: 'A payment period of the contract.', examples: ['2026-10', '2026-Q4', '2026'] });

export const contractParams = z.object({ code: codeField });
export const statementParams = z.object({
  code: codeField,
  period: z.union([periodField, z.literal('current')]).meta({ description: 'A payment period, or `current`.' }),
});

const versionField = z
  .string()
  .regex(/^[1-9]\d{0,5}$/, 'Must be a version, 1 or more')
  .transform(Number);

export const statementQuery = z.strictObject({
  calls: flagField.default(false).meta({ description: 'Whether each call is listed, with the hours spent.' }),
  version: versionField.optional().meta({ description: 'A version of a closed period; the latest where left out.' }),
  live: flagField.default(false).meta({ description: 'As of now, though the period is closed.' }),
  forecast: flagField
    .default(true)
    .meta({ description: 'Of a running period: how it will end, and what can change it.' }),
  evidence: flagField.default(true).meta({
    description:
      'false: no evidence and no forecast; where the terms ask for percentages alone, at once however many calls there are.',
  }),
  format: z.enum(['json', 'csv', 'html', 'pdf']).optional().meta({ description: 'In place of `Accept`, for a link.' }),
});

export const differenceQuery = z.strictObject({
  from: versionField.optional().meta({ description: 'A version; the latest where left out.' }),
  to: versionField.optional().meta({ description: 'A version; the live statement where left out.' }),
});

export const byBody = z.strictObject({ who: lineField(200), why: textField(2000).optional() });
export const correctBody = z.strictObject({ who: lineField(200), why: textField(2000) });

export const termsBody = z.strictObject({
  who: lineField(200),
  why: textField(2000).optional(),
  terms: z.unknown().meta({ description: 'As in payment_terms.json, of one contract; null takes them away.' }),
});
export const lintBody = z.strictObject({ terms: z.unknown() });

const targetField = z.union([durationField, z.null()]);
export const supposeBody = z.strictObject({
  terms: z.unknown().optional(),
  regimes: z
    .record(codeField, z.strictObject({ respond_within: targetField.optional(), fix_within: targetField.optional() }))
    .optional()
    .meta({ description: 'Other targets, by code of a regime; null: none.' }),
  special_days: z
    .strictObject({
      sites: z.array(codeField).max(10_000).default([]).meta({ description: 'Sites whose special days are replaced.' }),
      days: z
        .array(
          z.strictObject({
            site: codeField,
            from: z.string().max(64),
            to: z.string().max(64),
            effect: z.string().max(64),
            regime: z.string().max(200).optional(),
            level: z.string().max(8).optional(),
            label: z.string().max(1000).optional(),
          }),
        )
        .max(10_000),
    })
    .optional()
    .meta({ description: 'Other special days, as they would stand in special_days.csv.' }),
});

const moneyOut = z.string().meta({ description: "Decimal string in the statement's currency.", examples: ['-12.50'] });

const evidenceSchema = z.object({
  calls: z.array(z.string()),
  device: z.string(),
  site: z.string(),
  clock: z.enum(['respond', 'fix']).nullable(),
  deadline: instantOut.nullable(),
  event: instantOut.nullable(),
  from: instantOut.nullable(),
  to: instantOut.nullable(),
  times: z.int(),
  hours_late: z.int(),
  hours: z.string().nullish().meta({ description: 'Hours that went into a mean; of other metrics none.' }),
  counted: z.string().nullable(),
  points: z.string().nullable(),
  amount: moneyOut.nullable(),
});

const lineSchema = z.object({
  kind: z.enum(['fee', 'measure', 'non-duplication', 'cap', 'rounding']),
  measure: z.string().nullable(),
  name: z.string().nullable(),
  scope: z.string().nullable(),
  metric: z.string().nullable(),
  effect: z.enum(['bonus', 'abatement']).nullable(),
  measured: z.string().nullable().meta({ description: 'Exact value as decimal text, to ten decimals.' }),
  looked_up: z.string().nullable().meta({ description: 'As it was looked up, rounded by the terms.' }),
  unit: z.string(),
  rule: z.string(),
  band: z.int().nullable(),
  points: z.string().nullable(),
  basis: z
    .object({
      met: z.int(),
      missed: z.int(),
      open: z.int(),
      service_hours: z.string().nullable(),
      down_hours: z.string().nullable(),
      devices: z.int(),
    })
    .nullable(),
  amount: moneyOut.meta({ description: 'Signed; the lines add up to the total.' }),
  evidence: z.array(evidenceSchema),
});

const viewSchema = z.object({
  contract: z.string(),
  customer: z.string(),
  currency: z.string(),
  time_zone: z.string(),
  period: z.string(),
  first_day: z.string(),
  last_day: z.string(),
  start: instantOut,
  end: instantOut,
  now: instantOut,
  provisional: z.boolean(),
  base_fee: moneyOut,
  days_in_force: z.int(),
  days_of_period: z.int(),
  bonus: moneyOut,
  abatement: moneyOut,
  rounding: moneyOut,
  total: moneyOut,
  lines: z.array(lineSchema),
});

export const statementSchema = viewSchema.extend({
  contract_name: z.string().nullable(),
  customer_name: z.string(),
  version: z.int().nullable().meta({ description: 'Of a closed period; null: live.' }),
  forecast: viewSchema.nullable(),
  open_calls: z
    .array(
      z.object({
        call: z.string(),
        device: z.string(),
        site: z.string(),
        clock: z.enum(['respond', 'fix']).nullable(),
        by: instantOut,
        planned_finish: instantOut.nullable(),
        total_at_best: moneyOut,
        total_at_worst: moneyOut,
        at_stake: moneyOut,
      }),
    )
    .nullable(),
  calls: z.array(z.looseObject({ call: z.string(), hours_spent: z.string().nullable(), amount: moneyOut })).nullable(),
});

export const differenceSchema = z.object({
  total_before: moneyOut,
  total_after: moneyOut,
  change: moneyOut,
  lines: z.array(
    z.object({
      kind: z.string(),
      measure: z.string().nullable(),
      scope: z.string().nullable(),
      title: z.string(),
      before: moneyOut.nullable(),
      after: moneyOut.nullable(),
      change: moneyOut,
      calls: z.array(z.string()),
    }),
  ),
});

export const frozenSchema = z.object({ statement: statementSchema, difference: differenceSchema.nullable() });

export const statementListSchema = z.object({
  contract: z.string(),
  running: z.string(),
  statements: z.array(
    z.object({
      period: z.string(),
      version: z.int(),
      made_at: instantOut,
      who: z.string(),
      why: z.string().nullable(),
      currency: z.string(),
      total: moneyOut,
    }),
  ),
});

const sideSchema = z.object({ value: z.string(), pays: z.string() }).nullable();
export const lintSchema = z.object({
  contract: z.string(),
  terms: z.unknown().optional(),
  version: z.string().optional().meta({ description: 'The ETag: goes into `If-Match` of a PUT.' }),
  passes: z.boolean(),
  findings: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(['error', 'warning', 'note']),
      contract: z.string(),
      measure: z.string().nullable(),
      path: z.string(),
      at: z.string().nullable(),
      below: sideSchema,
      above: sideSchema,
      message: z.string(),
      action: z.string(),
    }),
  ),
});

export const supposedSchema = z.object({
  real: statementSchema,
  closed_version: z.int().nullable(),
  supposed: statementSchema,
  difference: differenceSchema,
});

export const callPriceSchema = z.object({
  call: z.string(),
  contract: z.string(),
  period: z.string().nullable(),
  currency: z.string().nullable(),
  respond_missed: moneyOut.nullable(),
  fix_missed: moneyOut.nullable(),
  each_hour: moneyOut.nullable(),
});
