import { z } from 'zod';
import { CALL_CLASSES, WAIT_REASONS } from '#engine';
import { codeField, dateField, flagField, instantField, instantOut } from '../../platform/http/fields.ts';

export const allocationSchema = z
  .object({
    call: z.string(),
    resource: z.string(),
    travel_start: instantOut,
    arrival: instantOut,
    start: instantOut,
    finish: instantOut,
    travel_seconds: z.number(),
    fixed: z.boolean().meta({ description: 'Never moves: accepted, travelling, on site or pinned.' }),
  })
  .meta({ id: 'Allocation' });

export const reasonSchema = z.object({ code: z.string(), resource: z.string().optional(), text: z.string() });

export const waitsBehindSchema = z
  .object({
    call: z.string(),
    class: z.enum(CALL_CLASSES),
    minutes: z.int().meta({ description: 'How long it takes the resource from now on, the way to it counted in.' }),
    reason: z.enum(WAIT_REASONS).meta({
      description:
        '`begun`: somebody is on the way or on site; `fixed`: pinned or accepted; `higher-class`; `ahead-in-order`: of the same class; `own-appointment`: the call that waits could not be served earlier; `no-room`: going first breaks a rule or delays a call ahead of it; `detour`: going first is dearer, by `dearer`.',
    }),
    dearer: z.string().nullable().meta({
      description: 'With `detour`: how much dearer the plan would be, in the policy’s currency.',
    }),
  })
  .meta({ id: 'WaitsBehind' });

export const remedySchema = z
  .object({
    kind: z.enum(['longer-shift', 'more-calls', 'skill', 'later-appointment', 'access', 'later-day', 'loan']),
    resource: z.string(),
    text: z.string(),
    on: z.string().optional().meta({ description: 'Date on which the shift begins.' }),
    minutes: z.int().optional().meta({ description: 'By how much the shift ends later.' }),
    max_calls: z.int().optional(),
    skill: z.string().optional(),
    level: z.int().optional(),
    at: instantOut.optional().meta({ description: 'When work could start.' }),
    horizon: z.string().optional().meta({ description: 'How far ahead to plan: ISO 8601 duration.' }),
    from: z.string().optional(),
    territory: z.string().optional(),
  })
  .meta({
    id: 'Remedy',
    description:
      'One change with which a call that the plan leaves out would have a place beside everybody’s work: it has been tried.',
  });

const costSchema = z
  .record(z.string(), z.string())
  .meta({ description: 'What it costs as it stands: decimal amounts in `currency`; the parts add up to `total`.' });

const changeCost = z.string();
const CHANGE_COST =
  'What getting there costs, once: moving calls that people know of to somebody else (`churn` of the policy). No part of `cost`.';

export const pricedAllocationSchema = allocationSchema
  .extend({
    cost: costSchema.nullable().meta({
      description:
        'Its parts of the plan’s cost and their total; the last of a shift has the way home and the overtime. null: given by hand, the next plan tells.',
    }),
    change_cost: changeCost.nullable().meta({ description: 'Its part of the plan’s `change_cost`.' }),
  })
  .meta({ id: 'PricedAllocation' });

const hoursSchema = z.array(
  z.object({
    resource: z.string(),
    available: z.number().meta({ description: 'Hours in shifts, absences and breaks taken out.' }),
    work: z.number(),
    travel: z.number().meta({ description: 'Far: hours on the way, ways home not counted.' }),
    unsocial: z.number().meta({ description: 'Of `work`, at night (22 to 6), at weekends, or outside of shifts.' }),
  }),
);

export const fairnessSchema = z
  .object({
    territory: z.string(),
    from: instantOut,
    to: instantOut,
    fairness: z.number().nullable().meta({
      description:
        'Jain’s index of travel and unsocial hours over available hours: 1, all have the same share; 1/n, one of n has it all. null: nobody is available.',
    }),
    hours: hoursSchema,
    time_zone: z.string(),
  })
  .meta({ id: 'Fairness' });

export const planSchema = z
  .object({
    territory: z.string(),
    planned_at: instantOut,
    now: instantOut.meta({ description: 'The moment for which it was made.' }),
    currency: z.string(),
    resources: z.array(z.object({ code: z.string(), name: z.string() })),
    allocations: z.array(pricedAllocationSchema),
    unallocated: z.array(
      z.object({
        call: z.string(),
        reasons: z.array(reasonSchema),
        cost: z.string().nullable().meta({ description: 'What leaving it out costs.' }),
        remedies: z.array(remedySchema).optional().meta({ description: 'With `remedies` only.' }),
      }),
    ),
    cost: costSchema,
    change_cost: changeCost.meta({ description: CHANGE_COST }),
    other_cost: costSchema.meta({
      description:
        'What is left of `cost` beside `allocations` and `unallocated`: imbalance, the ways home of those with nothing more to do, and what has changed since the plan was made.',
    }),
    fairness: z.number().nullable().optional().meta({
      description:
        'How evenly far and unpleasant work lies on people in the week before it was made and after, see `/territories/{code}/hours`.',
    }),
    violations: z
      .array(z.looseObject({ code: z.string(), text: z.string() }))
      .meta({ description: 'Hard rules broken by work that may not move.' }),
    same: z.boolean().optional().meta({ description: 'With `again` only: whether it came to the same end.' }),
  })
  .meta({ id: 'Plan' });

export const territoriesSchema = z.object({
  territories: z.array(
    z.object({
      code: z.string(),
      name: z.string(),
      time_zone: z.string(),
      open_calls: z.int(),
      resources: z.int(),
      planned_at: instantOut.nullable(),
      unallocated: z.int().nullable(),
    }),
  ),
});

export const routeSchema = z
  .object({
    resource: z.string(),
    name: z.string(),
    territory: z.string(),
    date: z.string(),
    time_zone: z.string(),
    stops: z.array(
      allocationSchema.extend({
        device: z.string(),
        site: z.string(),
        site_name: z.string(),
        address: z.string().nullable(),
        latitude: z.number(),
        longitude: z.number(),
        description: z.string(),
        status: z.string(),
      }),
    ),
  })
  .meta({ id: 'Route' });

const amount = z.string().nullable();
export const candidatesSchema = z
  .object({
    call: z.string(),
    currency: z.string(),
    candidates: z.array(
      z.object({
        resource: z.string(),
        name: z.string(),
        possible: z.boolean(),
        present: z.boolean().meta({ description: 'The plan gives it the call at present.' }),
        cost: amount.meta({
          description:
            'What the plan would cost more; null where the resource can’t take the call, or has it for good.',
        }),
        cost_parts: z.record(z.string(), z.string()).nullable(),
        change_cost: amount.meta({ description: CHANGE_COST }),
        travel_start: instantOut.nullable(),
        arrival: instantOut.nullable(),
        start: instantOut.nullable(),
        finish: instantOut.nullable(),
        travel_seconds: z.number().nullable(),
        seconds_from_home: z.number(),
        reasons: z.array(reasonSchema).meta({ description: 'What bars it; empty where nothing does.' }),
      }),
    ),
  })
  .meta({ id: 'Candidates' });

export const codeParams = z.strictObject({ code: codeField });
export const planQuery = z
  .strictObject({
    at: instantField.optional().meta({ description: 'As it stood then.' }),
    remedies: flagField.optional().meta({
      description: 'With what would place each of the calls left out, of the 20 most urgent; not with `at`.',
    }),
    again: flagField
      .optional()
      .meta({ description: 'With `at`: the last plan that was made anew by then, made again from the journals.' }),
  })
  .refine(({ at, again }) => again !== true || at !== undefined, { path: ['at'], message: 'Must be given with again' })
  .refine(({ at, remedies }) => remedies !== true || at === undefined, {
    path: ['remedies'],
    message: 'Must not be given with at',
  });
export const hoursQuery = z.strictObject({
  from: dateField.optional().meta({ description: 'First of seven local days; this week’s Monday where not given.' }),
});
export const routeQuery = z.strictObject({ date: dateField.optional() });
