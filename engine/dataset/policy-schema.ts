import { z } from 'zod';
import { CRITERIA } from '../model/policy.ts';
import { CALL_CLASSES, type CallClass } from '../model/priority.ts';
import { parseDuration, parseLocalDate } from '../time/index.ts';
import { isCurrency } from './kinds/money.ts';

/** Costs of lateness of each class: major units at a step and for each hour of respond and of fix, and of being left out. */
type Price = { respond: [step: string, perHour: string]; fix: [step: string, perHour: string]; unplaced: string };

/**
 * Default prices: an emergency costs more than any high call, and so on down. A call left out of the plan costs more
 * than one that is a week late on both clocks, so that work is put off only when there is no room.
 */
export const DEFAULT_PRICES: Readonly<Record<CallClass, Price>> = {
  emergency: { respond: ['200.00', '100.00'], fix: ['300.00', '150.00'], unplaced: '50000.00' },
  high: { respond: ['60.00', '30.00'], fix: ['100.00', '50.00'], unplaced: '15000.00' },
  normal: { respond: ['20.00', '10.00'], fix: ['40.00', '20.00'], unplaced: '6000.00' },
  planned: { respond: ['5.00', '1.00'], fix: ['10.00', '2.00'], unplaced: '1000.00' },
  deferred: { respond: ['0.00', '0.00'], fix: ['5.00', '0.50'], unplaced: '250.00' },
};

/** Default price of an hour's wait of each class, at priority 5. */
export const DEFAULT_WAITING: Readonly<Record<CallClass, string>> = {
  emergency: '20.00',
  high: '6.00',
  normal: '2.00',
  planned: '0.20',
  deferred: '0.05',
};

/** Default of every other field, as `policy.json` would give it; amounts in major units of whatever currency. */
export const DEFAULTS = {
  order: 'default',
  speed: 50,
  detour_factor: 1.3,
  horizon: 'P7D',
  route_start: 'home',
  route_end: 'home',
  overtime_up_to: 'PT0S',
  look_ahead: 'PT4H',
  priority_factors: [3, 2.5, 2, 1.5, 1, 0.9, 0.8, 0.7, 0.6],
  goodwill: 0.1,
  detour_for_order: '5.00',
  hourly_cost: '40.00',
  per_kilometre: '0.35',
  overtime_factor: 1.5,
  on_call_factor: 1.5,
  balance_over: 'P7D',
  imbalance_per_hour: '2.00',
  scarce_skill_per_hour: '5.00',
  churn: '25.00',
  may_move_allocated: true,
  maintenance_ahead: 'P14D',
  iterations: 20_000,
} as const;

/** Named lists of criteria (domain, section 9). */
export const ORDER_PRESETS = {
  default: ['class', 'priority', 'due', 'contract', 'site', 'zone', 'model', 'logged_at', 'number'],
  'least-slack': ['class', 'slack', 'priority', 'due', 'contract', 'site', 'zone', 'model', 'logged_at', 'number'],
  'cost-of-delay': [
    'class',
    'cost_of_delay',
    'priority',
    'due',
    'contract',
    'site',
    'zone',
    'model',
    'logged_at',
    'number',
  ],
} as const;

const presets = Object.keys(ORDER_PRESETS) as (keyof typeof ORDER_PRESETS)[];

const word = <const T extends readonly string[]>(values: T) =>
  z.enum(values, { error: `must be one of ${values.join(', ')}` });

const order = z.union([word(presets), z.array(word(CRITERIA)).min(1).max(50)], {
  error: `must be ${presets.join(', ')} or a list of criteria`,
});

const AMOUNT = /^\d{1,13}(\.\d{1,4})?$/;
/** Decimals are checked against the currency in policy.ts. */
const amount = (description: string, value: string) =>
  z
    .string({ error: 'must be an amount as a decimal string, as "12.50"' })
    .regex(AMOUNT, 'must be an amount as a decimal string, zero or more, as "12.50"')
    .optional()
    .meta({ description: `${description} Decimal string in the policy's currency.`, default: value });
const numberIn = (description: string, least: number, most: number, value: number) =>
  z.number().min(least).max(most).optional().meta({ description, default: value });
const duration = (description: string, value: string, good: (ms: number) => boolean, must: string) =>
  z
    .string()
    .refine((text) => {
      const ms = parseDuration(text);
      return ms !== null && good(ms);
    }, `must be an ISO 8601 duration ${must}`)
    .optional()
    .meta({ description, default: value });
const end = (description: string) => z.enum(['home', 'open']).optional().meta({ description, default: 'home' });

const DAY = 86_400_000;

const lateness = (name: string, [step, perHour]: readonly [string, string]) =>
  z
    .strictObject({
      step: amount(`Once, when the ${name} target is missed.`, step),
      per_hour: amount(`For each hour late after the ${name} target.`, perHour),
    })
    .optional();

const price = (name: CallClass) =>
  z
    .strictObject({
      respond: lateness('respond', DEFAULT_PRICES[name].respond),
      fix: lateness('fix', DEFAULT_PRICES[name].fix),
      unplaced: amount('For a call that is left out of the plan.', DEFAULT_PRICES[name].unplaced),
    })
    .optional()
    .meta({ description: `Costs of a call of class ${name} at priority 5.` });

const byClass = (description: string) =>
  z
    .strictObject(
      Object.fromEntries(
        CALL_CLASSES.map((name) => [
          name,
          z
            .string()
            .refine((text) => (parseDuration(text) ?? DAY + 1) <= DAY, 'must be an ISO 8601 duration of at most PT24H')
            .optional(),
        ]),
      ) as Record<CallClass, z.ZodOptional<z.ZodString>>,
    )
    .optional()
    .meta({ description, default: {} });

const code = z.string().min(1).max(200);

/** `policy.json`: every field optional, its default beside it; unknown fields are refused. */
export const policySchema = z
  .strictObject({
    order: order.optional().meta({
      description:
        'What open calls are compared by, one after the other: a preset or a list of criteria; `number` is always the last.',
      default: DEFAULTS.order,
    }),
    currency: z.string().refine(isCurrency, 'must be an ISO 4217 currency, as GBP').optional().meta({
      description:
        'ISO 4217 currency of all costs. Default: the one most contracts use (of several the first by alphabet), GBP without contracts.',
    }),
    speed: z
      .number()
      .positive()
      .max(1000)
      .optional()
      .meta({ description: 'Travel speed in km/h.', default: DEFAULTS.speed }),
    detour_factor: numberIn('Road distance over great-circle distance.', 1, 10, DEFAULTS.detour_factor),
    horizon: duration(
      'How far ahead of now shifts are filled.',
      DEFAULTS.horizon,
      (ms) => ms > 0 && ms <= 366 * DAY,
      'above zero and at most P366D',
    ),
    route_start: end('Where a route begins: at the resource’s home or anywhere.'),
    route_end: end('Where a route ends: at the resource’s home or anywhere.'),
    overtime_up_to: duration(
      'How far past the shift’s end a route may run, whatever the class of its calls.',
      DEFAULTS.overtime_up_to,
      (ms) => ms <= DAY,
      'of at most PT24H',
    ),
    overtime_by_class: byClass(
      'How far past the shift’s end calls of a class may be worked on and gone home from, in place of overtime_up_to: as {"emergency": "PT2H", "normal": "PT0S"}.',
    ),
    on_call_by_class: byClass(
      'Longest work for which somebody on call is called out, by class; longer work waits for a shift. A class that is not named has no limit.',
    ),
    look_ahead: duration(
      'Look-ahead of cost_of_delay: so much slack makes a call e (2.72) times less urgent. About twice the usual travel and work.',
      DEFAULTS.look_ahead,
      (ms) => ms > 0 && ms <= 366 * DAY,
      'above zero and at most P366D',
    ),
    prices: z
      .strictObject(
        Object.fromEntries(CALL_CLASSES.map((name) => [name, price(name)])) as Record<
          CallClass,
          ReturnType<typeof price>
        >,
      )
      .optional(),
    priority_factors: z
      .array(z.number().min(0).max(1000))
      .length(9, 'must have nine factors, for priority 1 to 9')
      .optional()
      .meta({ description: 'Factors on the prices for priority 1 to 9.', default: [...DEFAULTS.priority_factors] }),
    waiting_per_hour: z
      .strictObject(
        Object.fromEntries(
          CALL_CLASSES.map((name) => [name, amount(`An hour of a call of class ${name}.`, DEFAULT_WAITING[name])]),
        ) as Record<CallClass, ReturnType<typeof amount>>,
      )
      .optional()
      .meta({
        description:
          'For each hour that a call waits until somebody arrives, from the first minute, at priority 5: among equals the earlier start wins. No statement charges it.',
      }),
    goodwill: numberIn(
      'Share of its class’s price that lateness of a call costs the plan at least, also where the payment terms have nothing left to lose: a cap is reached. No statement charges it.',
      0,
      1,
      DEFAULTS.goodwill,
    ),
    detour_for_order: amount(
      'How much dearer a plan may be for a call to be served before one of a lower class; 0.00: only where that costs nothing.',
      DEFAULTS.detour_for_order,
    ),
    hourly_cost: amount('An hour of a resource that names no hourly_cost; prices travel time.', DEFAULTS.hourly_cost),
    per_kilometre: amount('A kilometre travelled, beside the hourly cost.', DEFAULTS.per_kilometre),
    overtime_factor: numberIn('Factor on the hourly cost for overtime.', 0, 100, DEFAULTS.overtime_factor),
    on_call_factor: numberIn(
      'Factor on the hourly cost for work of those on call; counts as overtime.',
      0,
      100,
      DEFAULTS.on_call_factor,
    ),
    balance_over: duration(
      'How far back hours worked count in the balance of loads, with travel and unsocial work on top; PT0S: not at all.',
      DEFAULTS.balance_over,
      (ms) => ms <= 31 * DAY,
      'of at most P31D',
    ),
    imbalance_per_hour: amount(
      'For each hour by which a resource’s load is away from the mean of its territory.',
      DEFAULTS.imbalance_per_hour,
    ),
    scarce_skill_per_hour: amount(
      'For each hour a resource spends on work that needs none of its scarce skills.',
      DEFAULTS.scarce_skill_per_hour,
    ),
    churn: amount('For moving an allocated call to another resource.', DEFAULTS.churn),
    may_move_allocated: z.boolean().optional().meta({
      description: 'Whether calls allocated but not yet accepted may move to another resource.',
      default: DEFAULTS.may_move_allocated,
    }),
    maintenance_ahead: duration(
      'How long before its due date preventive maintenance is raised, and may be done; PT0S: none is raised.',
      DEFAULTS.maintenance_ahead,
      (ms) => ms <= 366 * DAY,
      'of at most P366D',
    ),
    lent: z
      .array(
        z.strictObject({
          resource: code,
          territory: code,
          on: z.string().refine((text) => parseLocalDate(text) !== null, 'must be a date, as 2026-10-23'),
        }),
      )
      .optional()
      .meta({ description: 'Resources lent to another territory for the shifts that begin on a date.', default: [] }),
    iterations: z.int().min(0).max(1_000_000_000).optional().meta({
      description: 'Improvement steps of the planner where neither iterations nor time are named.',
      default: DEFAULTS.iterations,
    }),
  })
  .meta({ title: 'Turnout scheduling policy (policy.json)' });
