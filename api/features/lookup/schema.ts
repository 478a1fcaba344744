import { z } from 'zod';
import { CALL_CLASSES, CALL_STATUSES, CALL_TYPES } from '#engine';
import { codeField, instantOut, limitField, textField } from '../../platform/http/fields.ts';
import { because, levels, orderedSchema } from '../calls/schema.ts';

export const lookupQuery = z.strictObject({
  text: textField(200).meta({ description: 'Part of a code, name, address or model; several words must all fit.' }),
  limit: limitField(100, 12),
});
export const sitesQuery = z.strictObject({ customer: codeField, limit: limitField(1000, 100) });

const nameless = z.object({ code: z.string(), name: z.string().nullable() });

export const lookupSchema = z
  .object({
    results: z.array(
      z.object({
        kind: z.enum(['device', 'site', 'customer']),
        code: z.string(),
        name: z.string(),
        detail: z.string().meta({ description: 'Where it is, or whose it is.' }),
      }),
    ),
  })
  .meta({ id: 'Lookup' });

const briefCall = z.object({
  number: z.string(),
  device: z.string(),
  type: z.enum(CALL_TYPES),
  description: z.string(),
  status: z.enum(CALL_STATUSES),
  class: z.enum(CALL_CLASSES).nullable(),
  logged_at: instantOut,
  fixed_at: instantOut.nullable(),
  due: instantOut.nullable(),
  resource: z.string().nullable(),
  start: instantOut.nullable(),
});

const problem = z.object({
  code: z.string(),
  field: z.string().optional(),
  value: z.string().optional(),
  message: z.string(),
  action: z.string(),
});

export const deviceSchema = z
  .object({
    code: z.string(),
    model: nameless.extend({ repair_time: z.string() }),
    site: nameless.extend({ address: z.string().nullable(), time_zone: z.string(), territory: z.string() }),
    zone: z.string().nullable(),
    customer: nameless,
    contract: nameless.extend({ starts_on: z.string(), ends_on: z.string().nullable(), auto_renew: z.boolean() }),
    installed_on: z.string().nullable(),
    retired_on: z.string().nullable(),
    warranty_until: z.string().nullable(),
    under_warranty: z.boolean(),
    cover: z
      .object({
        regime: z.string(),
        hours: z.string().meta({ description: 'Of its calendar, `opening_hours` notation.' }),
        counting: z.boolean().meta({ description: 'Inside cover now.' }),
        changes_at: instantOut.nullable(),
        respond_by: instantOut.nullable(),
        fix_by: instantOut.nullable(),
      })
      .nullable()
      .meta({ description: 'What a fault logged now would get; null: it would be refused, see `problems`.' }),
    problems: z.array(problem),
    open_calls: z.array(briefCall),
    recent: z.array(briefCall).meta({ description: 'Ended calls of the last 90 days, latest first, ten at most.' }),
    failures: z.int().meta({ description: 'Faults logged in the last 90 days, duplicates and excused ones left out.' }),
  })
  .meta({ id: 'Device' });

export const siteSchema = z
  .object({
    code: z.string(),
    name: z.string(),
    address: z.string().nullable(),
    time_zone: z.string(),
    territory: z.string(),
    customer: nameless,
    devices: z.array(
      z.object({
        code: z.string(),
        model: z.string(),
        model_name: z.string(),
        zone: z.string().nullable(),
        open_calls: z.int(),
      }),
    ),
    open_calls: z.array(briefCall),
  })
  .meta({ id: 'Site' });

export const sitesSchema = z.object({
  sites: z.array(z.object({ code: z.string(), name: z.string(), address: z.string().nullable(), devices: z.int() })),
});

/** What logging a call would come to; nothing is written. */
export const checkedSchema = z
  .object({
    problems: z.array(problem).meta({ description: 'Why it would be refused; all at once.' }),
    warnings: z.array(problem),
    device: z.string().nullable().meta({ description: 'The one that is meant, where that is known.' }),
    standing: orderedSchema
      .omit({ number: true })
      .extend({ levels, because: z.array(because) })
      .nullable()
      .meta({ description: 'null: it would be refused, or wait for approval.' }),
  })
  .meta({ id: 'CheckedCall' });
