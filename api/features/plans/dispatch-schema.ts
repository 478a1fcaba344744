import { z } from 'zod';
import { codeField, durationField, lineField, textField } from '../../platform/http/fields.ts';
import { allocationSchema } from './schema.ts';

export const tryBody = z.strictObject({ resource: codeField });
export const splitBody = z.strictObject({
  who: lineField(200),
  why: textField(2_000).optional(),
  first: durationField.meta({ description: 'Working time that the call itself keeps.' }),
});

const planned = allocationSchema.nullable();
export const trialSchema = z
  .object({
    call: z.string(),
    resource: z.string(),
    currency: z.string(),
    possible: z.boolean().meta({ description: 'No hard rule is broken.' }),
    cost: z.string().meta({ description: 'What the plan would cost more; less than nothing: it saves.' }),
    cost_parts: z.record(z.string(), z.string()),
    change_cost: z.string().meta({ description: 'What it would cost more to get there, once; no part of `cost`.' }),
    before: planned.meta({ description: 'The place that the call has now.' }),
    allocation: planned.meta({ description: 'The one that it would have; null: none, not even by force.' }),
    late: z.boolean().meta({ description: 'The call would miss a deadline there.' }),
    others: z
      .array(
        z.object({
          call: z.string(),
          text: z.string(),
          before: planned,
          after: planned,
          delay_seconds: z.number().nullable(),
          late: z.boolean().meta({ description: 'It would miss a deadline, or lose its place, by this.' }),
        }),
      )
      .meta({ description: 'Other calls that would come to another time, technician or none.' }),
    violations: z.array(z.object({ code: z.string(), text: z.string() })),
  })
  .meta({ id: 'Trial' });
