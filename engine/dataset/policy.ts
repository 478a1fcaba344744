import { z } from 'zod';
import { minorDigits, NO_CURRENCY } from '../model/money.ts';
import type { Criterion, LatenessPrice, Policy } from '../model/policy.ts';
import { CALL_CLASSES, type CallClass } from '../model/priority.ts';
import { failed, ok, type Result } from '../model/problem.ts';
import { localDate, type Millis, type Minor, millis, minor } from '../model/units.ts';
import { parseDuration } from '../time/index.ts';
import { checkShape } from './json.ts';
import { BadCell } from './kinds/kind.ts';
import { readAmount } from './kinds/money.ts';
import { DEFAULT_PRICES, DEFAULT_WAITING, DEFAULTS, ORDER_PRESETS, policySchema } from './policy-schema.ts';
import { ProblemList, shorten } from './problem-list.ts';

export const POLICY_FILE = 'policy.json';
const FALLBACK_CURRENCY = 'GBP';

type Source = z.infer<typeof policySchema>;

/** JSON Schema (2020-12) of `policy.json`, with every default. */
export const policyJsonSchema = (): object => z.toJSONSchema(policySchema, { io: 'input' });

/** The policy where `policy.json` says nothing. */
export function defaultPolicy(currency: string): Policy {
  return build({}, currency, new ProblemList());
}

/** A policy that was kept, with the defaults of the fields that have come since; null: none was kept. */
export const completePolicy = (kept: Policy | null | undefined): Policy => ({
  ...defaultPolicy(kept?.currency ?? NO_CURRENCY),
  ...kept,
});

/** The currency that most contracts use; of several the first by alphabet; GBP where there are no contracts. */
export function usualCurrency(contracts: readonly { readonly currency?: string | undefined }[]): string {
  const counts = new Map<string, number>();
  for (const { currency } of contracts)
    if (currency !== undefined) counts.set(currency, (counts.get(currency) ?? 0) + 1);
  let usual = FALLBACK_CURRENCY;
  let most = 0;
  for (const currency of [...counts.keys()].sort()) {
    const count = counts.get(currency) ?? 0;
    if (count > most) [usual, most] = [currency, count];
  }
  return usual;
}

/**
 * Reads a policy that was given as JSON, `currency` being that of a policy which names none. Whether the resources and
 * territories in `lent` exist is for the caller to check.
 */
export function readPolicy(source: unknown, currency: string): Result<Policy> {
  const problems = new ProblemList();
  const shape = checkShape(POLICY_FILE, source, policySchema, problems);
  if (shape === undefined) return failed(problems.sorted([POLICY_FILE]));
  const policy = build(shape, shape.currency ?? currency, problems);
  return problems.count === 0 ? ok(policy) : failed(problems.sorted([POLICY_FILE]));
}

function build(source: Source, currency: string, problems: ProblemList): Policy {
  /** An amount given must suit the currency; a default is rounded to it. */
  const amount = (given: string | undefined, fallback: string, field: string): Minor => {
    if (given === undefined) return minor(Math.round(Number(fallback) * 10 ** minorDigits(currency)));
    const value = readAmount(given, currency);
    if (!(value instanceof BadCell)) return value;
    problems.add({
      code: value.code,
      file: POLICY_FILE,
      field,
      value: given,
      message: value.message,
      action: value.action,
    });
    return minor(0);
  };
  const lateness = (name: CallClass, clock: 'respond' | 'fix'): LatenessPrice => {
    const given = source.prices?.[name]?.[clock];
    const [step, perHour] = DEFAULT_PRICES[name][clock];
    const field = `prices.${name}.${clock}`;
    return {
      step: amount(given?.step, step, `${field}.step`),
      perHour: amount(given?.per_hour, perHour, `${field}.per_hour`),
    };
  };
  const waiting = (name: CallClass): Minor =>
    amount(source.waiting_per_hour?.[name], DEFAULT_WAITING[name], `waiting_per_hour.${name}`);
  const classPrice = (name: CallClass) => ({
    respond: lateness(name, 'respond'),
    fix: lateness(name, 'fix'),
    unplaced: amount(source.prices?.[name]?.unplaced, DEFAULT_PRICES[name].unplaced, `prices.${name}.unplaced`),
  });
  return {
    order: withNumber(source.order ?? DEFAULTS.order),
    currency,
    speed: source.speed ?? DEFAULTS.speed,
    detourFactor: source.detour_factor ?? DEFAULTS.detour_factor,
    horizon: durationOf(source.horizon ?? DEFAULTS.horizon),
    routeStart: source.route_start ?? DEFAULTS.route_start,
    routeEnd: source.route_end ?? DEFAULTS.route_end,
    overtimeUpTo: durationOf(source.overtime_up_to ?? DEFAULTS.overtime_up_to),
    overtimeByClass: durationsByClass(source.overtime_by_class),
    onCallByClass: durationsByClass(source.on_call_by_class),
    prices: Object.fromEntries(CALL_CLASSES.map((name) => [name, classPrice(name)])) as unknown as Policy['prices'],
    waitingPerHour: Object.fromEntries(CALL_CLASSES.map((name) => [name, waiting(name)])) as Policy['waitingPerHour'],
    goodwill: source.goodwill ?? DEFAULTS.goodwill,
    detourForOrder: amount(source.detour_for_order, DEFAULTS.detour_for_order, 'detour_for_order'),
    lookAhead: durationOf(source.look_ahead ?? DEFAULTS.look_ahead),
    priorityFactors: [...(source.priority_factors ?? DEFAULTS.priority_factors)],
    hourlyCost: amount(source.hourly_cost, DEFAULTS.hourly_cost, 'hourly_cost'),
    perKilometre: amount(source.per_kilometre, DEFAULTS.per_kilometre, 'per_kilometre'),
    overtimeFactor: source.overtime_factor ?? DEFAULTS.overtime_factor,
    onCallFactor: source.on_call_factor ?? DEFAULTS.on_call_factor,
    balanceOver: durationOf(source.balance_over ?? DEFAULTS.balance_over),
    imbalancePerHour: amount(source.imbalance_per_hour, DEFAULTS.imbalance_per_hour, 'imbalance_per_hour'),
    scarceSkillPerHour: amount(source.scarce_skill_per_hour, DEFAULTS.scarce_skill_per_hour, 'scarce_skill_per_hour'),
    churn: amount(source.churn, DEFAULTS.churn, 'churn'),
    mayMoveAllocated: source.may_move_allocated ?? DEFAULTS.may_move_allocated,
    maintenanceAhead: durationOf(source.maintenance_ahead ?? DEFAULTS.maintenance_ahead),
    lent: (source.lent ?? []).map(({ resource, territory, on }) => ({ resource, territory, on: localDate(on) })),
    iterations: source.iterations ?? DEFAULTS.iterations,
  };
}

/** `number` ends every order, so that it is total; what comes after it could decide nothing. */
function withNumber(order: NonNullable<Source['order']>): readonly Criterion[] {
  const criteria: readonly Criterion[] = typeof order === 'string' ? ORDER_PRESETS[order] : order;
  const end = criteria.indexOf('number');
  return [...new Set([...(end < 0 ? criteria : criteria.slice(0, end)), 'number' as const])];
}

function durationsByClass(given: Source['overtime_by_class']): Policy['overtimeByClass'] {
  const named = CALL_CLASSES.filter((name) => given?.[name] !== undefined);
  return Object.fromEntries(named.map((name) => [name, durationOf(given![name]!)]));
}

const durationOf = (text: string): Millis => parseDuration(text) ?? millis(0);

/** Reports lendings of unknown resources or to unknown territories, and a resource lent twice on one day. */
export function checkLent(
  policy: Policy,
  known: { readonly resources: ReadonlySet<string> | null; readonly territories: ReadonlySet<string> | null },
  problems: ProblemList,
): void {
  const seen = new Map<string, number>();
  for (const [index, { resource, territory, on }] of policy.lent.entries()) {
    for (const [name, code, codes] of [
      ['resource', resource, known.resources],
      ['territory', territory, known.territories],
    ] as const)
      if (codes !== null && !codes.has(code))
        problems.add({
          code: 'unknown-code',
          file: POLICY_FILE,
          field: `lent[${index}].${name}`,
          value: code,
          message: `"${shorten(code)}" is not a ${name} of the dataset.`,
          action: `Correct the ${name}, or add it to its table.`,
        });
    const key = `${on} ${resource}`;
    const other = seen.get(key);
    if (other === undefined) seen.set(key, index);
    else
      problems.add({
        code: 'contradictory-values',
        file: POLICY_FILE,
        field: `lent[${index}]`,
        value: resource,
        message: `Resource ${shorten(resource)} is lent twice on ${on}: by lent[${other}] and lent[${index}].`,
        action: 'Remove one of them.',
      });
  }
}
