import { z } from 'zod';
import { parseDuration } from '../time/index.ts';

export const code = z.string().min(1).max(200);
export const codes = z.union([code, z.array(code).min(1).max(10_000)]);
export const amount = z
  .string()
  .regex(/^\d{1,13}(\.\d{1,4})?$/, 'must be an amount as a decimal string, zero or more, as "12.50"')
  .meta({ description: "Decimal string in the contract's currency." });
export const percent = z.number().min(0).max(1000);
export const factor = z.number().min(0).max(1000);
export const duration = z
  .string()
  .refine((text) => (parseDuration(text) ?? 0) > 0, 'must be an ISO 8601 duration above zero')
  .meta({ description: 'ISO 8601 duration, as PT4H.' });
export const effect = z
  .enum(['bonus', 'abatement'])
  .meta({ description: 'What the rule adds to (bonus) or takes from (abatement) the fee.' });

/** What a rule charges: exactly one of percent, amount and points. */
export const charge = {
  percent: percent
    .optional()
    .meta({ description: 'Percent of the base fee of the period, or of the base named in `of`.' }),
  of: code.optional().meta({ description: 'Code of one of `bases` that `percent` is taken of; absent: the base fee.' }),
  amount: amount.optional(),
  points: z
    .number()
    .min(0)
    .max(1_000_000)
    .optional()
    .meta({ description: 'Points, charged by a measure whose metric is `points`. They cost nothing by themselves.' }),
};
/** A charge as it is written. */
export interface ChargeSource {
  readonly percent?: number | undefined;
  readonly of?: string | undefined;
  readonly amount?: string | undefined;
  readonly points?: number | undefined;
}
export const charges = ({ percent, amount, points }: ChargeSource) =>
  [percent, amount, points].filter((each) => each !== undefined).length;
export const hasOneCharge = (value: ChargeSource) => charges(value) === 1;
export const ofWithPercent = ({ percent, of }: ChargeSource) => of === undefined || percent !== undefined;
export const ONE_CHARGE = 'must have either percent or amount (or points)';
export const OF_PERCENT = 'has `of` without percent';

/** Percent or amount alone, for what is money by itself. */
export const money = { percent: z.number().min(0).max(100_000).optional(), of: charge.of, amount: charge.amount };
export const ONE_MONEY = 'must have either percent or amount';
