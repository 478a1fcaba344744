import { z } from 'zod';
import { CALL_TYPES, EXCUSES, type Excuse } from '../model/call.ts';
import { EVENT_METRICS, type Metric, SCOPE_DIMENSIONS, VALUE_METRICS } from '../model/payment-terms.ts';
import { code, codes, duration, factor } from './charge-schema.ts';
import { payRuleSchema, scoresPoints } from './pay-rule-schema.ts';

/** Excuses that count for nothing where a measure names none; relief events count for money (domain, section 11). */
export const COUNT_FOR_NOTHING: readonly Excuse[] = ['excusing-cause', 'planned-maintenance'];

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

/** One measure of payment terms: what is looked at, and the rule that charges it. */
export const payMeasureSchema = z
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
    rule: payRuleSchema,
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

export type MeasureSource = z.infer<typeof payMeasureSchema>;
