import { z } from 'zod';
import { CALL_CLASSES, CALL_STATUSES, CALL_TYPES, CLOCKS, EXCUSES, VISIT_OUTCOMES } from '#engine';
import {
  codeField,
  cursorField,
  durationField,
  flagField,
  instantField,
  instantOut,
  journal,
  limitField,
  lineField,
  textField,
} from '../../platform/http/fields.ts';
import {
  allocationSchema,
  pricedAllocationSchema,
  reasonSchema,
  remedySchema,
  waitsBehindSchema,
} from '../plans/schema.ts';

/**
 * Contact and description are needed, but that they are missing is said with all else that entitlement finds; only where
 * the request has faults of form, which come before that, is it said with those.
 */
const amongFaults = (field: 'contact' | 'description') => ({
  path: [field],
  when: ({ issues }: z.core.ParsePayload) => issues.length > 0 && issues.every(({ path }) => path?.[0] !== field),
});

/** What a call centre tells; everything else is worked out. */
export const logCallBody = z
  .strictObject({
    device: codeField
      .optional()
      .meta({ description: 'Code of the device; or give `site` and `model` of the only one.' }),
    site: codeField.optional(),
    model: codeField.optional(),
    contact: z.string().max(500).optional().meta({ description: 'Who reported it and how to reach them.' }),
    description: z.string().max(10_000).optional().meta({ description: 'What is wrong.' }),
    type: z.enum(CALL_TYPES).default('fault'),
    logged_at: instantField.optional().meta({ description: 'Now where left out; never in the future.' }),
    occurred_at: instantField.optional(),
    in_use: z
      .boolean()
      .optional()
      .meta({ description: 'The device stays in use although it counts as out of service.' }),
    service_affecting: z.boolean().optional().meta({ description: 'Where left out: a fault is, other types are not.' }),
    estimated_time: durationField.optional(),
    earliest: instantField.optional().meta({ description: 'Appointment: work starts in [earliest, latest].' }),
    latest: instantField.optional(),
    who: lineField(200).optional().meta({ description: 'Who logs it, for the journal.' }),
  })
  .refine(({ contact }) => contact !== undefined, amongFaults('contact'))
  .refine(({ description }) => description !== undefined, amongFaults('description'))
  .meta({ id: 'LogCall', required: ['contact', 'description'] });
export type LogCallBody = z.output<typeof logCallBody>;

const change = {
  who: lineField(200).meta({ description: 'Who does it, for the journal.' }),
  why: textField(2_000).optional(),
  at: instantField.optional().meta({ description: 'When it happened; now where left out.' }),
};
const why = textField(2_000);

export const changeBody = z.strictObject(change);
export const reasonedBody = z.strictObject({ ...change, why });
/** Accepting, travelling and arriving: by the resource that has the call; another one may take it over. */
export const workBody = z.strictObject({ ...change, resource: codeField.optional() });
export const holdBody = z.strictObject({
  ...change,
  reason: lineField(200)
    .refine((text) => !text.includes(';'), 'Must have no ";" in it, the sign between the holds of a call in a dataset')
    .transform((text) => text.trim())
    .meta({ description: 'Compared with the contract’s `clock_stopping_holds`.' }),
});
export const fixBody = z.strictObject({
  ...change,
  resolution: textField(5_000).optional().meta({ description: 'What fixed it; found by similar calls later.' }),
});
export const estimateBody = z.strictObject({ ...change, estimated_time: durationField });
const appointment = {
  earliest: instantField
    .nullable()
    .default(null)
    .meta({ description: 'Work starts in [earliest, latest]; null: open.' }),
  latest: instantField.nullable().default(null),
};
export const appointBody = z.strictObject({ ...change, ...appointment });
export const followUpBody = z.strictObject({
  ...change,
  ...appointment,
  skills: z
    .array(z.strictObject({ skill: codeField, level: z.int().min(1).max(9).default(1) }))
    .min(1)
    .max(50)
    .optional()
    .meta({
      description: 'What the next visit needs in place of the model’s skills; those of the site are needed anyway.',
    }),
  estimated_time: durationField.optional().meta({ description: 'Of the next visit.' }),
});
export const excuseBody = z.strictObject({
  ...change,
  why,
  excuse: z.enum(EXCUSES).nullable().meta({ description: 'null takes it away.' }),
});
export const mergeBody = z.strictObject({
  ...change,
  into: codeField.meta({ description: 'The call that reported the same failure first.' }),
});
export const commentBody = z.strictObject({
  who: change.who,
  text: textField(10_000),
  audience: z
    .enum(['internal', 'customer'])
    .default('internal')
    .meta({ description: '`customer`: the customer sees it.' }),
});
export const timeSpentBody = z.strictObject({ who: change.who, why: change.why, time_spent: durationField });
export const visitParams = z.strictObject({
  number: codeField,
  visit: z
    .string()
    .regex(/^[1-9]\d{0,4}$/, 'Must be a whole number from 1')
    .transform(Number),
});

export const resumeBody = z.strictObject({
  ...change,
  on_site: z.boolean().default(false).meta({ description: 'The technician is still there and goes on.' }),
});
export const allocateBody = z.strictObject({
  ...change,
  resource: codeField,
  pin: z.boolean().default(false),
  force: z.boolean().default(false).meta({ description: 'Though hard rules are broken; needs `why`.' }),
});

export const numberParams = z.strictObject({ number: codeField });

export const listQuery = z.strictObject({
  status: z
    .string()
    .max(400)
    .optional()
    .meta({ description: 'Statuses, comma-separated; `active` stands for all open ones.' }),
  territory: codeField.optional(),
  contract: codeField.optional(),
  site: codeField.optional(),
  device: codeField.optional(),
  resource: codeField.optional(),
  type: z.enum(CALL_TYPES).optional(),
  logged_from: instantField.optional(),
  logged_to: instantField.optional(),
  text: z.string().max(200).optional().meta({ description: 'Found in number, contact or description.' }),
  cursor: cursorField.optional(),
  limit: limitField(1000, 50),
});
const pastField = instantField.optional().meta({ description: 'As it was then, made again from the journals.' });
export const detailQuery = z.strictObject({ at: pastField });
export const queueQuery = z.strictObject({
  at: pastField,
  territory: codeField.optional(),
  class: z.enum(CALL_CLASSES).optional(),
  reasons: flagField.optional().meta({ description: '`true`: each call with its `because`.' }),
  numbers: z
    .string()
    .max(25_000)
    .optional()
    .meta({ description: 'These calls alone, comma-separated; those that are not in the order are left out.' }),
  cursor: cursorField.optional(),
  limit: limitField(1000, 50),
});

export const levels = z.object({ contract: z.int(), site: z.int(), zone: z.int(), model: z.int() });
export const because = z.object({
  decides: z.string(),
  code: z.string(),
  file: z.string().optional(),
  row: z.int().optional(),
  text: z.string(),
});

/** What the rules make of an open call. */
export const orderedSchema = z.object({
  number: z.string(),
  contract: z.string(),
  territory: z.string(),
  regime: z.string(),
  respond_by: instantOut.nullable(),
  fix_by: instantOut.nullable(),
  due: instantOut.nullable(),
  class: z.enum(CALL_CLASSES),
  priority: z.int(),
  levels,
  position: z.int(),
});

/** A call as it was told and as it stands. */
export const callSchema = z
  .object({
    number: z.string(),
    device: z.string(),
    site: z.string(),
    model: z.string(),
    contract: z.string(),
    territory: z.string(),
    contact: z.string(),
    description: z.string(),
    type: z.enum(CALL_TYPES),
    status: z.enum(CALL_STATUSES),
    logged_at: instantOut,
    occurred_at: instantOut.nullable(),
    service_affecting: z.boolean(),
    in_use: z.boolean().nullable(),
    estimated_time: z.string().nullable(),
    earliest: instantOut.nullable(),
    latest: instantOut.nullable(),
    resource: z.string().nullable(),
    pinned: z.boolean(),
    planned_start: instantOut.nullable(),
    responded_at: instantOut.nullable(),
    fixed_at: instantOut.nullable(),
    closed_at: instantOut.nullable(),
    temporary_fixed_at: instantOut.nullable(),
    resolution: z.string().nullable(),
    next_visit_skills: z
      .array(z.object({ skill: z.string(), level: z.int() }))
      .nullable()
      .meta({ description: 'What the next visit needs in place of the model’s skills.' }),
    holds: z.array(z.object({ from: instantOut, to: instantOut.nullable(), reason: z.string() })),
    restored: z.array(z.object({ from: instantOut, to: instantOut })).meta({
      description: 'Stretches from a fix to the reopening, in which the device was up and the clocks stood still.',
    }),
    duplicate_of: z.string().nullable(),
    first_reported_at: instantOut.meta({
      description: 'When the failure was first reported, by this call or a duplicate of it: its clocks run from then.',
    }),
    excuse: z.string().nullable(),
    emergency: z.string().nullable(),
    raised_to: z.string().nullable().meta({ description: 'Class to which an escalation has raised it.' }),
    version: z
      .int()
      .optional()
      .meta({ description: 'As in the ETag: goes into `If-Match` of a change. Left out of lists and past moments.' }),
  })
  .meta({ id: 'Call' });

const visit = z.object({
  visit: z.int(),
  resource: z.string(),
  travelled_at: instantOut.nullable(),
  arrived_at: instantOut,
  left_at: instantOut.nullable().meta({ description: 'null: still there.' }),
  time_spent: z.string().nullable().meta({ description: 'ISO 8601 duration.' }),
  outcome: z.enum(VISIT_OUTCOMES).nullable(),
});

/** A call with all that is known of it. */
export const callDetailSchema = callSchema
  .extend({
    order: orderedSchema
      .nullable()
      .meta({ description: 'null: the call is not in the order (closed, awaiting approval).' }),
    because: z.array(because),
    possible: z.array(z.string()).meta({ description: 'Events that are possible now.' }),
    allocation: pricedAllocationSchema.nullable(),
    waits_behind: z.array(waitsBehindSchema).meta({
      description: 'Calls that the same resource serves before it in the shift, in that order.',
    }),
    unallocated: z.array(reasonSchema).nullable(),
    remedies: z.array(remedySchema).meta({ description: 'What would place a call that the plan leaves out.' }),
    visits: z.array(visit),
    comments: z.array(
      z.object({
        id: z.string(),
        at: instantOut,
        who: z.string(),
        text: z.string(),
        audience: z.enum(['internal', 'customer']),
      }),
    ),
    journal,
  })
  .meta({ id: 'CallDetail' });

/** The reply to a logged call. */
export const loggedSchema = callSchema
  .extend({
    ...orderedSchema.omit({
      number: true,
      contract: true,
      territory: true,
      regime: true,
      class: true,
      priority: true,
      levels: true,
      position: true,
    }).shape,
    regime: z.string().nullable(),
    class: z.enum(CALL_CLASSES).nullable(),
    priority: z.int().nullable(),
    levels: levels.nullable(),
    position: z.int().nullable().meta({ description: 'null while it awaits approval.' }),
    because: z.array(because),
    warnings: z.array(z.object({ code: z.string(), message: z.string(), action: z.string() }).loose()),
    allocation: allocationSchema.nullable().optional().meta({ description: 'With `Prefer: wait=N` only.' }),
    unallocated: z.array(reasonSchema).nullable().optional(),
  })
  .meta({ id: 'LoggedCall' });

export const callPageSchema = z.object({ calls: z.array(callSchema), next: z.string().nullable() });

/** The clock that a countdown shows. */
const clockSchema = z.object({
  awaits: z.enum(CLOCKS).nullable().meta({ description: 'What its deadline waits for; null: no deadline is running.' }),
  due: instantOut.nullable().meta({ description: 'Of a stopped clock: were it to go on now.' }),
  amber_at: instantOut.nullable().meta({ description: 'From then on no more than a quarter of the target is left.' }),
  stopped: z.boolean().meta({ description: 'On hold with a reason that stops the clock.' }),
  counting: z.boolean().meta({ description: 'Inside cover, and not stopped.' }),
  changes_at: instantOut.nullable().meta({ description: 'When cover begins or ends next.' }),
});

export const queueOrderQuery = z.strictObject({ territory: codeField.optional() });
export const queueOrderSchema = z
  .object({
    now: instantOut,
    demo: z.boolean(),
    numbers: z.array(z.string()),
    positions: z
      .array(z.int())
      .nullable()
      .meta({ description: 'Of each number its place among all open calls; null: 1, 2, 3 …, all calls are named.' }),
  })
  .meta({ id: 'QueueOrder' });

export const queueSchema = z
  .object({
    now: instantOut,
    demo: z.boolean(),
    total: z.int(),
    calls: z.array(
      orderedSchema.extend({
        status: z.enum(CALL_STATUSES),
        device: z.string(),
        model: z.string(),
        site: z.string(),
        site_name: z.string(),
        latitude: z.number(),
        longitude: z.number(),
        description: z.string(),
        resource: z.string().nullable(),
        start: instantOut.nullable(),
        duplicate_of: z
          .string()
          .nullable()
          .meta({ description: 'The call whose failure it reports again: that one is planned in its stead.' }),
        on_hold: z.string().nullable().meta({ description: 'The reason of the hold that it is on.' }),
        version: z.int().nullable().meta({ description: 'Goes into `If-Match` of a change; null: of a past moment.' }),
        clock: clockSchema,
        because: z.array(because).optional(),
      }),
    ),
    next: z.string().nullable(),
  })
  .meta({ id: 'Queue' });
