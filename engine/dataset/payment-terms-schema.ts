import { z } from 'zod';
import { code, effect, hasOneCharge, money, OF_PERCENT, ONE_MONEY, ofWithPercent } from './charge-schema.ts';
import { payMeasureSchema } from './pay-measure-schema.ts';

const roundingMode = z.enum(['half-even', 'half-up', 'up', 'down']);

/** An amount that percentages can be taken of. */
export const payBaseSchema = z
  .strictObject({ code, name: z.string().max(1000).optional(), ...money })
  .refine(hasOneCharge, ONE_MONEY)
  .refine(ofWithPercent, OF_PERCENT)
  .meta({
    description:
      'An amount that percentages can be taken of, in place of the fee: an amount at risk (`percent` of the fee), a pool (`percent` of the amount at risk), a yearly charge (`amount`). `of` names a base further up.',
  });

/** The most that measures may add or take. */
export const payCapSchema = z
  .strictObject({
    effect,
    ...money,
    measures: z.array(code).min(1).optional().meta({ description: 'Default: all.' }),
    per_scope: z
      .boolean()
      .optional()
      .meta({ description: 'Each scope (site, zone …) of a measure has the cap for itself.', default: false }),
  })
  .refine(hasOneCharge, ONE_MONEY)
  .refine(ofWithPercent, OF_PERCENT)
  .meta({ description: 'Bonus or abatement at most, as percent of the fee (or of a base) or as an amount.' });

const terms = z
  .strictObject({
    bases: z.array(payBaseSchema).max(100).optional(),
    measures: z.array(payMeasureSchema).max(1000),
    caps: z
      .array(payCapSchema)
      .max(1000)
      .optional()
      .meta({ description: 'Applied one after the other, those that name fewer measures first.' }),
    rounding: z
      .strictObject({
        mode: roundingMode.optional().meta({ default: 'half-even', description: 'Of money.' }),
        metric_decimals: z
          .int()
          .min(0)
          .max(10)
          .optional()
          .meta({ description: 'Of the metric before it is looked up; absent: not rounded.' }),
        metric_mode: roundingMode.optional().meta({ description: 'Of the metric; absent: as mode.' }),
        money: z.enum(['line', 'total']).optional().meta({
          default: 'line',
          description:
            'Each line is rounded; or the exact total is, with a rounding line for what the lines shown differ.',
        }),
        money_decimals: z
          .int()
          .min(0)
          .max(4)
          .optional()
          .meta({ description: "Of rounded money, 0 for whole pounds; absent: the currency's." }),
      })
      .optional(),
    partial_period: z.enum(['by-day', 'full']).optional().meta({
      description: 'Fee of a first or last period in which the contract is in force for some of its days.',
      default: 'by-day',
    }),
  })
  .meta({ description: 'Payment terms of one contract.' });

/** Payment terms of one contract, before codes and amounts are checked. */
export const contractTermsSchema = terms;

/** `payment_terms.json`: keyed by contract code (domain, section 11). */
export const paymentTermsSchema = z
  .record(z.string(), terms)
  .meta({ title: 'Turnout payment terms (payment_terms.json)' });

/** Payment terms of one contract, as they are written. */
export type PaymentTermsSource = z.infer<typeof terms>;
export type BaseSource = z.infer<typeof payBaseSchema>;
export type CapSource = z.infer<typeof payCapSchema>;
