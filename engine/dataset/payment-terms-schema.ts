import { z } from 'zod';
import { CALL_TYPES, EXCUSES, type Excuse } from '../model/call.ts';
import { EVENT_METRICS, type Metric, SCOPE_DIMENSIONS, VALUE_METRICS } from '../model/payment-terms.ts';
import { parseDuration } from '../time/index.ts';

/** Excuses that count for nothing where a measure names none; relief events count for money (domain, section 11). */
export const COUNT_FOR_NOTHING: readonly Excuse[] = ['excusing-cause', 'planned-maintenance'];

const code = z.string().min(1).max(200);
const codes = z.union([code, z.array(code).min(1).max(10_000)]);
const amount = z
  .string()
  .regex(/^\d{1,13}(\.\d{1,4})?$/, 'must be an amount as a decimal string, zero or more, as "12.50"')
  .meta({ description: "Decimal string in the contract's currency." });
const percent = z.number().min(0).max(1000);
const factor = z.number().min(0).max(1000);
const duration = z
  .string()
  .refine((text) => (parseDuration(text) ?? 0) > 0, 'must be an ISO 8601 duration above zero')
  .meta({ description: 'ISO 8601 duration, as PT4H.' });
const effect = z
  .enum(['bonus', 'abatement'])
  .meta({ description: 'What the rule adds to (bonus) or takes from (abatement) the fee.' });
const roundingMode = z.enum(['half-even', 'half-up', 'up', 'down']);

/** What a rule charges: exactly one of percent, amount and points. */
const charge = {
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
interface Charged {
  readonly percent?: number | undefined;
  readonly of?: string | undefined;
  readonly amount?: string | undefined;
  readonly points?: number | undefined;
}
const charges = ({ percent, amount, points }: Charged) =>
  [percent, amount, points].filter((each) => each !== undefined).length;
const hasOneCharge = (value: Charged) => charges(value) === 1;
const ofWithPercent = ({ percent, of }: Charged) => of === undefined || percent !== undefined;
const ONE_CHARGE = 'must have either percent or amount (or points)';
const OF_PERCENT = 'has `of` without percent';

/** Percent or amount alone, for what is money by itself. */
const money = { percent: z.number().min(0).max(100_000).optional(), of: charge.of, amount: charge.amount };
const ONE_MONEY = 'must have either percent or amount';

const base = z
  .strictObject({ code, name: z.string().max(1000).optional(), ...money })
  .refine(hasOneCharge, ONE_MONEY)
  .refine(ofWithPercent, OF_PERCENT)
  .meta({
    description:
      'An amount that percentages can be taken of, in place of the fee: an amount at risk (`percent` of the fee), a pool (`percent` of the amount at risk), a yearly charge (`amount`). `of` names a base further up.',
  });

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

const scope = z
  .strictObject({
    site: codes.optional(),
    zone: codes.optional(),
    model: codes.optional(),
    group: codes.optional(),
    device: codes.optional(),
    each: z.enum(SCOPE_DIMENSIONS).optional().meta({
      description: 'The measure stands for each site (zone …) of the scope by itself, with a line of its own.',
    }),
  })
  .meta({
    description:
      'Devices of the contract that are at (in, of) one of the codes of every field given. Default: the whole contract.',
  });

const rectification = z
  .strictObject({
    fixed_in_time: z.enum(['nothing', 'from-start']).optional().meta({
      description: 'A fault fixed within its target counts for nothing, or from its start.',
      default: 'from-start',
    }),
    missed: z.enum(['from-start', 'from-deadline']).optional().meta({
      description: 'A fault that missed its target counts from its start, or from the end of the time allowed.',
      default: 'from-start',
    }),
    further_every: z
      .union([z.literal('allowed'), duration])
      .optional()
      .meta({
        description:
          'Missed clocks: each further such time that goes by unfixed adds one more event; allowed: as long as the target itself.',
      }),
    temporary_fix: z
      .strictObject({
        permanent_within: duration,
        from: z.enum(['logged', 'temporary-fix']).optional().meta({ default: 'temporary-fix' }),
        clock: z.enum(['coverage', 'elapsed']).optional().meta({ default: 'elapsed' }),
      })
      .optional()
      .meta({
        description:
          'A temporary fix within the target gives the permanent fix a time of its own; only where that is missed too is the clock missed. Unavailability ends with the temporary fix, and begins again at the end of that time.',
      }),
  })
  .meta({ description: 'How faults that were, or were not, fixed in their time count.' });

const EVENTS: ReadonlySet<Metric> = new Set(EVENT_METRICS);
const VALUES: ReadonlySet<Metric> = new Set(VALUE_METRICS);

const measure = z
  .strictObject({
    code,
    name: z.string().max(1000).optional(),
    scope: scope.optional(),
    calls: z
      .strictObject({
        types: z.array(z.enum(CALL_TYPES)).min(1).optional(),
        regimes: z.array(code).min(1).optional().meta({ description: 'Regime that the call was logged under.' }),
        priorities: z.array(z.int().min(1).max(9)).min(1).optional(),
      })
      .optional()
      .meta({ description: 'Calls that the measure looks at. Default: all.' }),
    metric: z.enum([...new Set([...VALUE_METRICS, ...EVENT_METRICS])] as [Metric, ...Metric[]]).meta({
      description: [
        'respond, fix, clocks (both): percent of clocks met, or missed clocks as events.',
        'availability: percent, pooled by weight.',
        'unavailability: time down, for events and points.',
        'respond_missed, fix_missed, clocks_missed: their number, or as events.',
        'failures: fault calls; failures_per_device: their number over that of devices.',
        'downtime_hours, downtime_minutes, downtime_periods (started deduction periods): summed over the devices.',
        'mean_respond_hours, mean_fix_hours: mean counted time of the clocks that have stopped.',
        'points: sum of what the measures in points_from score.',
      ].join(' '),
    }),
    points_from: z.array(code).min(1).optional().meta({
      description: 'With the metric points: measures that score them. Default: all that score points.',
    }),
    rule: z.discriminatedUnion('kind', [bands, steps, events, points]),
    repeat: z
      .array(
        z
          .strictObject({ failed: z.int().min(1).max(24), within: z.int().min(1).max(24).optional(), factor })
          .refine(({ failed, within = failed }) => failed <= within, 'must have failed up to within'),
      )
      .max(100)
      .optional()
      .meta({
        description:
          'Factor on what the measure abates where it fell short (abated) in at least `failed` of the `within` periods before (default: as many as `failed`); the last entry that holds rules. [{failed: 1, factor: 2}] doubles what fails twice running.',
      }),
    rectification: rectification.optional(),
    deduction_period: duration.optional().meta({
      description:
        'With unavailability: each started one is an event (counted from the beginning of the unavailability, in the payment period in which it starts). Absent: each unavailability is one.',
    }),
    time: z.enum(['coverage', 'elapsed']).optional().meta({
      description: 'How time down and time late is counted: covered time only, or all.',
      default: 'coverage',
    }),
    use_factor: factor.optional().meta({
      description: 'Factor of a failure during which the device stays in use (`in_use` of the call).',
      default: 1,
    }),
    non_duplication: code
      .optional()
      .meta({ description: 'Group in which one failure is charged once, under the measure that costs most.' }),
    excuses: z
      .array(z.enum(EXCUSES))
      .optional()
      .meta({ description: 'Excuses that this measure lets count for nothing.', default: [...COUNT_FOR_NOTHING] }),
    metric_decimals: z.int().min(0).max(10).optional().meta({ description: 'As in rounding, for this measure.' }),
    when_none: z.number().optional().meta({
      description: 'Value of the metric where there is nothing to measure. Absent: the measure is left out then.',
    }),
    minimum_count: z.int().min(1).max(1_000_000).optional().meta({
      description: 'With fewer clocks (failures) than this there is nothing to measure.',
      default: 1,
    }),
  })
  .superRefine((value, context) => {
    const { metric, rule } = value;
    const say = (path: string[], message: string) =>
      context.addIssue({ code: 'custom', path, message, params: { code: 'contradictory-values' } });
    const byEvent = rule.kind === 'events' || (rule.kind === 'points' && metric !== 'points');
    if (byEvent && !EVENTS.has(metric))
      say(
        ['metric'],
        `has no events; ${rule.kind} take one of ${EVENT_METRICS.join(', ')}${rule.kind === 'points' ? ', points' : ''}`,
      );
    if (!byEvent && !VALUES.has(metric))
      say(['metric'], `has no value; ${rule.kind} take one of ${VALUE_METRICS.join(', ')}`);
    if (rule.kind === 'points' && metric !== 'points' && rule.points === undefined)
      say(['rule', 'points'], 'is needed: what one event scores');
    if (rule.kind === 'points' && metric === 'points' && rule.points !== undefined)
      say(['rule', 'points'], 'must be left out: the points come from other measures');
    if (value.points_from !== undefined && metric !== 'points')
      say(['points_from'], 'goes with the metric points alone');
    if (metric === 'points' && scoresPoints(rule)) say(['rule'], 'scores points from points: they are charged here');
    if (metric === 'downtime_periods' && value.deduction_period === undefined)
      say(['deduction_period'], 'is needed: the periods that are counted');
    for (const field of ['deduction_period', 'use_factor'] as const)
      if (value[field] !== undefined && field in rule && rule[field as keyof typeof rule] !== undefined)
        say([field], 'is given twice, in the measure and in its rule');
  });

/** Whether a rule scores points for another measure to charge. */
export function scoresPoints(rule: z.infer<typeof measure>['rule']): boolean {
  if (rule.kind === 'bands') return rule.bands.some((each) => each.points !== undefined);
  if (rule.kind === 'steps')
    return rule.points !== undefined || (rule.tiers ?? []).some((each) => each.points !== undefined);
  return rule.kind === 'events' && rule.points !== undefined;
}

const cap = z
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
    bases: z.array(base).max(100).optional(),
    measures: z.array(measure).max(1000),
    caps: z
      .array(cap)
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
export type MeasureSource = z.infer<typeof measure>;
export type ChargeSource = Charged;
