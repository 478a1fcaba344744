import { z } from 'zod';
import { codeField, instantField, instantOut, lineField, zoneField } from '../../platform/http/fields.ts';
import { allocationSchema, reasonSchema } from './schema.ts';

const LONGEST = 600;
const MOST_ITERATIONS = 50_000_000;
const USUAL = 60;

export const improveBody = z
  .strictObject({
    who: lineField(200),
    seconds: z
      .int()
      .min(1)
      .max(LONGEST)
      .optional()
      .meta({ description: `How long it searches; ${USUAL} where neither is given.` }),
    iterations: z.int().min(1).max(MOST_ITERATIONS).optional().meta({ description: 'Steps instead of seconds.' }),
  })
  .refine(({ seconds, iterations }) => seconds === undefined || iterations === undefined, {
    path: ['iterations'],
    message: 'Must not be given with seconds',
  })
  .transform(({ who, seconds, iterations }) => ({
    who,
    milliseconds: iterations === undefined ? (seconds ?? USUAL) * 1000 : null,
    iterations: iterations ?? null,
  }));

export const stopBody = z.strictObject({
  who: lineField(200),
  keep: z.boolean().default(true).meta({ description: 'Whether what it has found so far is taken.' }),
});

const changeSchema = z.object({
  kind: z.enum(['moved', 'added', 'dropped', 'retimed', 'adjusted', 'waiting']).meta({
    description:
      '`moved` to another resource; `retimed`: same resource, another start; `adjusted`: same start, another way or end; `waiting`: without a place in either plan, and known to one alone.',
  }),
  call: z.string(),
  before: allocationSchema.nullable(),
  after: allocationSchema.nullable(),
  text: z.string(),
});

export const improvementSchema = z
  .object({
    territory: z.string(),
    state: z.enum(['waiting', 'running', 'stopping', 'ended']),
    who: z.string(),
    asked_at: instantOut,
    began_at: instantOut.nullable(),
    ended_at: instantOut.nullable(),
    seconds: z.number().nullable().meta({ description: 'Its budget; null: iterations.' }),
    iterations: z.int().nullable(),
    outcome: z
      .enum(['saved', 'nothing-better', 'discarded', 'failed'])
      .nullable()
      .meta({ description: 'null: it has not ended.' }),
    currency: z.string(),
    progress: z
      .object({
        iterations: z.number(),
        elapsed_ms: z.number(),
        present_cost: z.string(),
        cost: z.string(),
        change_cost: z.string().meta({
          description:
            'What getting to the plan found costs, once: moving calls that people know of. No part of `cost`.',
        }),
        saved: z.string().meta({ description: '`present_cost` less `cost`.' }),
        saved_percent: z.number().nullable(),
        moved: z.int().meta({ description: 'Calls that would go to somebody else.' }),
        retimed: z.int().meta({ description: 'Calls that would begin at another time.' }),
        added: z.int().meta({ description: 'Calls that would get a place.' }),
        dropped: z.int().meta({ description: 'Calls that would lose their place.' }),
        unplaced: z.int(),
        present_late: z.int().meta({ description: 'Visits that miss a target by the plan as it was.' }),
        late: z.int().meta({ description: 'Visits that would miss a target.' }),
      })
      .nullable(),
    changes: z
      .array(changeSchema)
      .meta({ description: 'While it has not ended: what would change, were what is found so far kept now.' }),
    from_version: z.int().nullable().meta({ description: 'Version of the plan that it replaced.' }),
    to_version: z.int().nullable(),
  })
  .meta({ id: 'PlanImprovement' });

const versionOrInstant = z.union([
  z
    .string()
    .regex(/^\d{1,9}$/)
    .transform((text) => ({ version: Number(text) })),
  instantField.transform((at) => ({ at })),
]);

export const differenceQuery = z.strictObject({
  from: versionOrInstant.optional().meta({
    description:
      'A version of the plan, or an instant: as it stood then, or the earliest plan known. The version before `to` if left out.',
  }),
  to: versionOrInstant.optional().meta({ description: 'As it stands if left out.' }),
  time_zone: zoneField.optional().meta({ description: 'In which the texts name times; the territory’s if left out.' }),
});
export type DifferenceEnd = NonNullable<z.output<typeof differenceQuery>['from']>;

const planRef = z.object({ version: z.int(), planned_at: instantOut });
const costs = z.record(z.string(), z.string());

export const differenceSchema = z
  .object({
    territory: z.string(),
    currency: z.string(),
    from: planRef,
    to: planRef,
    cost: costs.meta({
      description:
        'What the later plan costs more than the earlier one would at the same moment; below nothing: it saves.',
    }),
    change_cost: z
      .string()
      .meta({ description: 'What getting to the later plan costs more, once. No part of `cost`.' }),
    changes: z.array(
      changeSchema.extend({
        why: z.array(reasonSchema).meta({ description: 'The most telling first.' }),
      }),
    ),
    groups: z
      .array(
        z.object({
          ...{ resources: z.array(z.string()), calls: z.array(z.string()) },
          ...{ cost: costs, change_cost: z.string(), text: z.string() },
        }),
      )
      .meta({ description: 'Changes that hang together, because calls move between the same people.' }),
  })
  .meta({ id: 'PlanDifference' });

export const territoryParams = z.strictObject({ code: codeField });
