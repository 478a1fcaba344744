import { z } from 'zod';
import { EXCUSES } from '../model/call.ts';
import { parseDuration } from '../time/index.ts';
import { checkShape } from './json.ts';
import { BadCell } from './kinds/kind.ts';
import { readAmount } from './kinds/money.ts';
import { type ProblemList, shorten } from './problem-list.ts';

export const PAYMENT_TERMS_FILE = 'payment_terms.json';

const code = z.string().min(1).max(200);
const amount = z
  .string()
  .regex(/^\d{1,13}(\.\d{1,4})?$/, 'must be an amount as a decimal string, zero or more, as "12.50"')
  .meta({ description: "Decimal string in the contract's currency." });
const percent = z.number().min(0).max(100);
const factor = z.number().min(0).max(1000);
const effect = z
  .enum(['bonus', 'abatement'])
  .meta({ description: 'What the rule adds to (bonus) or takes from (abatement) the fee.' });

/** What a rule charges: a percentage of the fee or an amount. */
const charge = {
  percent: percent.optional().meta({ description: 'Percent of the base fee.' }),
  amount: amount.optional(),
};
const hasOneCharge = (value: { percent?: number | undefined; amount?: string | undefined }) =>
  (value.percent === undefined) !== (value.amount === undefined);
const ONE_CHARGE = 'must have either percent or amount';

const band = z
  .strictObject({
    from: z.number().optional().meta({ description: 'Inclusive; absent: no lower end.' }),
    to: z.number().optional().meta({ description: 'Exclusive; absent: no upper end.' }),
    effect,
    ...charge,
    repeat_factor: factor
      .optional()
      .meta({ description: 'Times this, where the measure fell short in the period before too.' }),
  })
  .refine(hasOneCharge, ONE_CHARGE)
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, 'must have from below to');

const bands = z.strictObject({ kind: z.literal('bands'), bands: z.array(band).min(1) }).meta({
  description: "The band that the metric's value falls in gives a percentage of the fee or an amount.",
});

const steps = z
  .strictObject({
    kind: z.literal('steps'),
    threshold: z.number(),
    side: z.enum(['under', 'over']).meta({ description: 'Side of the threshold on which steps count.' }),
    step: z.number().positive(),
    count: z.enum(['full', 'started']),
    effect,
    ...charge,
    tiers: z
      .array(z.strictObject({ beyond: z.number(), ...charge }).refine(hasOneCharge, ONE_CHARGE))
      .optional()
      .meta({ description: 'Other rates for the steps beyond further thresholds.' }),
  })
  .refine(hasOneCharge, ONE_CHARGE)
  .meta({ description: 'An amount or percentage for each step by which the metric is under (over) a threshold.' });

const events = z
  .strictObject({
    kind: z.literal('events'),
    amount: amount.meta({ description: 'Of one event, before its factors.' }),
    deduction_period: z
      .string()
      .refine((text) => (parseDuration(text) ?? 0) > 0, 'must be an ISO 8601 duration above zero')
      .optional()
      .meta({ description: 'With the metric unavailability: each started one costs the amount.' }),
    weighted: z
      .boolean()
      .optional()
      .meta({ description: "Whether the device's weight multiplies the amount.", default: true }),
    use_factor: factor.optional().meta({ description: 'Factor for a device that stays in use.', default: 1 }),
    growth: z
      .array(z.strictObject({ from_count: z.int().min(2), factor }))
      .optional()
      .meta({ description: 'Factor from the so-manieth event on the same scope in the period on.' }),
    per_hour_late: amount.optional().meta({ description: 'For each started hour late.' }),
  })
  .meta({ description: 'Each missed clock, or each started deduction period of unavailability, costs an amount.' });

const points = z
  .strictObject({
    kind: z.literal('points'),
    points: z.number().positive().meta({ description: 'Points of one event.' }),
    free: z.int().min(0).meta({ description: 'Points that cost nothing.' }),
    price: amount.meta({ description: 'Of a point at rate 1.' }),
    bands: z
      .array(z.strictObject({ up_to: z.int().positive().optional(), rate: factor }))
      .min(1)
      .meta({ description: 'Rates of the points over `free`, by ascending `up_to` (inclusive; absent: no end).' }),
  })
  .meta({ description: 'Events score points; the points over a free threshold are charged at rates by band.' });

const measure = z.strictObject({
  code,
  name: z.string().max(1000).optional(),
  scope: z
    .strictObject({ site: code.optional(), zone: code.optional(), model: code.optional(), group: code.optional() })
    .refine((scope) => Object.keys(scope).length <= 1, 'must name one of site, zone, model and group')
    .optional()
    .meta({ description: 'Default: the whole contract.' }),
  metric: z.enum(['respond', 'fix', 'availability', 'unavailability']).meta({
    description:
      'respond, fix: percent of clocks met, or missed clocks as events; availability: percent; unavailability: time, for events and points.',
  }),
  rule: z.discriminatedUnion('kind', [bands, steps, events, points]),
  non_duplication: code
    .optional()
    .meta({ description: 'Group in which one failure is charged once, under the measure that costs most.' }),
  excuses: z
    .array(z.enum(EXCUSES))
    .optional()
    .meta({ description: 'Excuses that this measure lets count for nothing.', default: [...EXCUSES] }),
});

const terms = z.strictObject({
  measures: z.array(measure),
  caps: z
    .array(
      z.strictObject({
        effect,
        percent: percent.meta({ description: 'Of the base fee.' }),
        measures: z.array(code).min(1).optional().meta({ description: 'Default: all.' }),
      }),
    )
    .optional(),
  rounding: z
    .strictObject({
      mode: z.enum(['half-even', 'half-up', 'up', 'down']).optional().meta({ default: 'half-even' }),
      metric_decimals: z
        .int()
        .min(0)
        .max(10)
        .optional()
        .meta({ description: 'Of the metric before it is looked up; absent: not rounded.' }),
      money: z.enum(['line', 'total']).optional().meta({ default: 'line' }),
    })
    .optional(),
});

/** `payment_terms.json`: keyed by contract code (domain, section 11). */
export const paymentTermsSchema = z
  .record(z.string(), terms)
  .meta({ title: 'Turnout payment terms (payment_terms.json)' });

/** Payment terms of one contract, as they are written. */
export type PaymentTerms = z.infer<typeof terms>;

/** JSON Schema (2020-12) of `payment_terms.json`. */
export const paymentTermsJsonSchema = (): object => z.toJSONSchema(paymentTermsSchema, { io: 'input' });

/** What payment terms refer to; null: not known, since its file could not be read. */
export interface PaymentCodes {
  /** Currency by contract. */
  readonly contracts: ReadonlyMap<string, string | null> | null;
  readonly site: ReadonlySet<string> | null;
  readonly zone: ReadonlySet<string> | null;
  readonly model: ReadonlySet<string> | null;
  readonly group: ReadonlySet<string> | null;
}

/** Checks shape, codes and amounts of payment terms; every problem names its JSON path. */
export function checkPaymentTerms(source: unknown, codes: PaymentCodes, problems: ProblemList): void {
  const all = checkShape(PAYMENT_TERMS_FILE, source, paymentTermsSchema, problems);
  if (all === undefined) return;
  // The keys as they were given: some (`__proto__`) are dropped from the value checked.
  for (const contract of Object.keys(source as object))
    if (codes.contracts !== null && !codes.contracts.has(contract))
      problems.add({
        code: 'unknown-code',
        file: PAYMENT_TERMS_FILE,
        field: contract,
        value: contract,
        message: `"${shorten(contract)}" is not in contracts.csv.`,
        action: 'Correct the code, or add the contract.',
      });
  for (const [contract, { measures, caps = [] }] of Object.entries(all)) {
    const report = (code: string, field: string, value: string, message: string, action: string) =>
      problems.add({
        code,
        file: PAYMENT_TERMS_FILE,
        field: `${contract}.${field}`,
        value,
        message,
        action,
      });
    const known = new Map<string, number>();
    for (const [index, { code, scope = {}, rule }] of measures.entries()) {
      const at = `measures[${index}]`;
      const other = known.get(code);
      if (other !== undefined)
        report(
          'duplicate-code',
          `${at}.code`,
          code,
          `Measures ${other} and ${index} have the same code.`,
          'Give one of them another.',
        );
      else known.set(code, index);
      for (const [name, value] of Object.entries(scope)) {
        const there = codes[name as keyof typeof scope];
        if (value !== undefined && there !== null && !there.has(value))
          report(
            'unknown-code',
            `${at}.scope.${name}`,
            value,
            `There is no ${name} "${value}".`,
            'Correct the code, or add it to its table.',
          );
      }
      const currency = codes.contracts?.get(contract) ?? null;
      for (const [path, text] of amountsOf(rule, `${at}.rule`)) {
        const bad = currency === null ? null : readAmount(text, currency);
        if (bad instanceof BadCell) report(bad.code, path, text, bad.message, bad.action);
      }
    }
    for (const [index, cap] of caps.entries())
      for (const [k, code] of (cap.measures ?? []).entries())
        if (!known.has(code))
          report(
            'unknown-code',
            `caps[${index}].measures[${k}]`,
            code,
            `There is no measure "${code}".`,
            'Name a measure of the contract.',
          );
  }
}

const AMOUNT_FIELDS = new Set(['amount', 'price', 'per_hour_late']);

/** Every amount of a rule with its path. */
function* amountsOf(value: unknown, path: string): Generator<[path: string, amount: string]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`;
    if (AMOUNT_FIELDS.has(key) && typeof inner === 'string') yield [at, inner];
    else yield* amountsOf(inner, at);
  }
}
