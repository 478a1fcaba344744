import { z } from 'zod';
import { REOPEN_RULES } from '#engine';

/** Every contract, for whoever looks for one. */
export const contractsSchema = z
  .object({
    contracts: z.array(
      z.object({
        code: z.string(),
        name: z.string().nullable(),
        customer: z.string(),
        customer_name: z.string(),
        currency: z.string(),
        time_zone: z.string(),
        starts_on: z.string(),
        ends_on: z.string().nullable().meta({ description: 'Last day of the first term, inclusive; null: no end.' }),
        payment_period: z.enum(['month', 'quarter', 'year']),
        base_fee: z.string().meta({ description: 'Decimal amount for a payment period.' }),
        reopen: z.enum(REOPEN_RULES),
        clock_stopping_holds: z.array(z.string()).meta({ description: 'Reasons of a hold that stop the clocks.' }),
        devices: z.int(),
        open_calls: z.int(),
        has_payment_terms: z.boolean(),
      }),
    ),
  })
  .meta({ id: 'Contracts' });
