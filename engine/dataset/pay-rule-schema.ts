import { z } from 'zod';
import { SCOPE_DIMENSIONS } from '../model/payment-terms.ts';
import {
  amount,
  charge,
  charges,
  duration,
  effect,
  factor,
  hasOneCharge,
  OF_PERCENT,
  ONE_CHARGE,
  ofWithPercent,
  percent,
} from './charge-schema.ts';

const band = z
  .strictObject({
    from: z.number().optional().meta({ description: 'Lower end, inclusive (≥). Neither from nor above: none.' }),
    above: z.number().optional().meta({ description: 'Lower end, exclusive (>).' }),
    to: z.number().optional().meta({ description: 'Upper end, exclusive (<). Neither to nor up_to: none.' }),
    up_to: z.number().optional().meta({ description: 'Upper end, inclusive (≤).' }),
    effect: z
      .enum(['bonus', 'abatement', 'none'])
      .meta({ description: 'none: the band changes nothing, and says so.' }),
    ...charge,
    repeat_factor: factor
      .optional()
      .meta({ description: 'Times this, where the measure fell short in the period before too.' }),
  })
  .refine((value) => value.effect === 'none' || hasOneCharge(value), ONE_CHARGE)
  .refine((value) => value.effect !== 'none' || charges(value) === 0, 'has effect none, and a charge')
  .refine(ofWithPercent, OF_PERCENT)
  .refine(({ from, above }) => from === undefined || above === undefined, 'must have from or above, not both')
  .refine(({ to, up_to }) => to === undefined || up_to === undefined, 'must have to or up_to, not both')
  .refine(({ from, above, to, up_to }) => {
    const [low, high] = [from ?? above, to ?? up_to];
    if (low === undefined || high === undefined) return true;
    return low < high || (low === high && from !== undefined && up_to !== undefined);
  }, 'must have its lower end below its upper end');

const bands = z.strictObject({ kind: z.literal('bands'), bands: z.array(band).min(1).max(1000) }).meta({
  description:
    "The band that the metric's value falls in gives a percentage or an amount; of several that contain it, the first in the list. A value in no band changes nothing.",
});

const steps = z
  .strictObject({
    kind: z.literal('steps'),
    threshold: z.number(),
    side: z.enum(['under', 'over']).meta({ description: 'Side of the threshold on which steps count.' }),
    step: z.number().positive().meta({
      description:
        'Size of a step in the units of the metric. With count exact and step equal to the threshold, the charge is pro rata of the shortfall to the target.',
    }),
    count: z.enum(['full', 'started', 'exact']).meta({
      description: 'full: whole steps; started: each full or partial step; exact: linear, parts of a step pro rata.',
    }),
    effect,
    ...charge,
    tiers: z
      .array(
        z
          .strictObject({ beyond: z.number(), ...charge })
          .refine(hasOneCharge, ONE_CHARGE)
          .refine(ofWithPercent, OF_PERCENT),
      )
      .max(1000)
      .optional()
      .meta({ description: 'Other rates for the steps beyond further thresholds (progressive).' }),
    tiers_apply: z.enum(['slices', 'whole']).optional().meta({
      description:
        'slices: each step bears the rate of the tier in which it begins; whole: all steps bear the rate of the tier reached.',
      default: 'slices',
    }),
    limit: z.number().optional().meta({ description: 'Value of the metric beyond which no more steps count.' }),
  })
  .refine(hasOneCharge, ONE_CHARGE)
  .refine(ofWithPercent, OF_PERCENT)
  .meta({ description: 'An amount or percentage for each step by which the metric is under (over) a threshold.' });

const growth = {
  weighted: z.boolean().optional().meta({
    description: "Whether the device's weight multiplies the charge. Default: true for events, false for points.",
  }),
  use_factor: factor.optional().meta({ description: 'As `use_factor` of the measure.' }),
  deduction_period: duration.optional().meta({ description: 'As `deduction_period` of the measure.' }),
  growth: z
    .array(z.strictObject({ from_count: z.int().min(1), factor }))
    .max(1000)
    .optional()
    .meta({
      description:
        'Factor from the so-manieth event on the same scope in the period on; [{from_count: 1, factor: 0}, {from_count: 3, factor: 1}] lets the first two go free.',
    }),
  growth_within: z
    .enum(['scope', ...SCOPE_DIMENSIONS])
    .optional()
    .meta({
      description: "Where events are counted together: the measure's scope, or each device, site …",
      default: 'scope',
    }),
  growth_counts: z.enum(['failures', 'events']).optional().meta({
    description:
      'failures: all periods of one unavailability (or further times missed) count once and bear one factor; events: each counts by itself.',
    default: 'failures',
  }),
  growth_applies: z.enum(['later', 'all']).optional().meta({
    description:
      'later: to the events from that count on; all: to all events of the period, once that count is reached.',
    default: 'later',
  }),
};

const events = z
  .strictObject({
    kind: z.literal('events'),
    effect: effect.optional().meta({ default: 'abatement' }),
    ...charge,
    ...growth,
    per_hour_late: amount
      .optional()
      .meta({ description: 'On top, for each started hour late, counted as `time` says.' }),
    minimum: amount.optional().meta({ description: 'Least amount of a failure that costs anything.' }),
  })
  .refine(hasOneCharge, ONE_CHARGE)
  .refine(ofWithPercent, OF_PERCENT)
  .meta({
    description:
      'Each missed clock, failure, or started deduction period of unavailability costs: charge × weight × use factor × growth factor.',
  });

const points = z
  .strictObject({
    kind: z.literal('points'),
    effect: effect.optional().meta({ default: 'abatement' }),
    points: z
      .number()
      .positive()
      .optional()
      .meta({ description: 'Points of one event; left out where the metric is `points`.' }),
    ...growth,
    free: z.number().min(0).meta({ description: 'Points that cost nothing.' }),
    price: amount.optional().meta({ description: 'Of a point at rate 1; or give price_percent.' }),
    price_percent: percent
      .optional()
      .meta({ description: 'Of a point at rate 1, percent of the fee or of the base in `of`.' }),
    of: charge.of,
    bands: z
      .array(z.strictObject({ up_to: z.number().positive().optional(), rate: factor }))
      .min(1)
      .max(1000)
      .meta({
        description:
          'Rates of the points over `free`, by ascending `up_to` (inclusive, counted from 0; absent: no end).',
      }),
    bands_apply: z.enum(['slices', 'whole']).optional().meta({
      description:
        'slices: points in each band at its own rate; whole: all points over free at the rate of the band reached.',
      default: 'slices',
    }),
  })
  .refine(
    ({ price, price_percent }) => (price === undefined) !== (price_percent === undefined),
    'must have either price or price_percent',
  )
  .refine(({ of, price_percent }) => of === undefined || price_percent !== undefined, 'has `of` without price_percent')
  .meta({ description: 'Events score points; the points over a free threshold are charged at rates by band.' });

/** What a measure charges, of the four kinds (domain, section 11). */
export const payRuleSchema = z.discriminatedUnion('kind', [bands, steps, events, points]);
export type PayRuleSource = z.infer<typeof payRuleSchema>;

/** Whether a rule scores points for another measure to charge. */
export function scoresPoints(rule: PayRuleSource): boolean {
  if (rule.kind === 'bands') return rule.bands.some((each) => each.points !== undefined);
  if (rule.kind === 'steps')
    return rule.points !== undefined || (rule.tiers ?? []).some((each) => each.points !== undefined);
  return rule.kind === 'events' && rule.points !== undefined;
}
