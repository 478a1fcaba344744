import { formatMoney } from '../../model/money.ts';
import type { PayCap, PayEffect, PayMeasure, PaymentTerms } from '../../model/payment-terms.ts';
import { compare, type Fraction, greatest, sum, ZERO } from '../fraction.ts';
import type { Money } from '../money-of.ts';
import { grownTimes } from '../rules/growth.ts';
import { shownMinor } from '../rules/rule-words.ts';
import { type Curve, samplesOf } from './curve.ts';
import type { Tell } from './finding.ts';

/** Factors of growth and of repetition with which more failures cost less. */
export function lintFactors(measure: PayMeasure, tell: Tell): void {
  const { rule, repeat } = measure;
  for (const [k, { factor }] of repeat.entries()) {
    if (factor < 1) tell(lowers(`repeat[${k}]`, `Having fallen short before makes it cheaper (factor ${factor}).`));
  }
  if (rule.kind === 'bands')
    for (const [k, { repeatFactor, effect }] of rule.bands.entries())
      if (repeatFactor !== null && (effect === 'bonus' ? repeatFactor > 1 : repeatFactor < 1))
        tell(
          lowers(`rule.bands[${k}].repeat_factor`, `Having fallen short before pays more (factor ${repeatFactor}).`),
        );
  for (const [k, { factor }] of measure.repeat.entries()) {
    const before = measure.repeat[k - 1]?.factor ?? 1;
    if (before > factor && factor >= 1)
      tell(
        lowers(`repeat[${k}].factor`, `Where it holds, this entry rules, with less than the one before (${before}).`),
      );
  }
  if (rule.kind !== 'events' && rule.kind !== 'points') return;
  if (rule.effect === 'bonus' && measure.metric !== 'points')
    tell({
      ...lowers('rule.effect', 'Each event is one of bad performance, and pays a bonus.'),
      action: 'Let it abate, or measure what is good by bands or steps.',
    });
  if (rule.growth.length === 0) return;
  const most = Math.min(rule.growth.at(-1)!.fromCount + 1, 10_000);
  let before = ZERO;
  for (let count = 1; count <= most; count++) {
    const events = Array.from({ length: count }, () => ({ times: 1, place: '' }));
    const total = sum(grownTimes(rule, events));
    if (compare(total, before) < 0) {
      tell({
        ...lowers('rule.growth', `${count} events cost less than ${count - 1}.`),
        at: String(count),
      });
      return;
    }
    before = total;
    // Where later events alone bear a factor, no total ever falls.
    if (rule.growthApplies === 'later') return;
  }
}

const lowers = (path: string, message: string) =>
  ({
    code: 'worse-pays-more',
    severity: 'error',
    path,
    message,
    action: 'Correct the factor, so that better performance never pays less.',
  }) as const;

/** Two measures of one metric and scope of which one pays and the other takes at the same value. */
export function lintTogether(curves: readonly { readonly curve: Curve; readonly scope: string }[], tell: Tell): void {
  for (const [k, { curve: a, scope }] of curves.entries()) {
    for (const { curve: b, scope: other } of curves.slice(k + 1)) {
      if (a.measure.metric !== b.measure.metric || scope !== other) continue;
      if (JSON.stringify(a.measure.calls) !== JSON.stringify(b.measure.calls)) continue;
      const value = [...samplesOf(a), ...samplesOf(b)].sort(compare).find((each) => {
        const [paid, taken] = [a.pays(each).money, b.pays(each).money];
        return paid.n * taken.n < 0n;
      });
      if (value === undefined) continue;
      tell({
        code: 'contradictory-measures',
        severity: 'warning',
        at: a.shown(value),
        below: a.side(value),
        above: b.side(value),
        message: `At ${a.shown(value)} measure ${a.measure.code} pays ${a.side(value).pays} and ${b.measure.code} ${b.side(value).pays}: one adds what the other takes.`,
        action: 'Let one begin where the other ends.',
      });
    }
  }
}

/** The most that a measure can pay or take in one scope; null: no end. */
function mostOf(measure: PayMeasure, curve: Curve | null, effect: PayEffect, scopes: number): Fraction | null {
  const { rule } = measure;
  if (rule.kind === 'events') return rule.effect === effect ? null : ZERO;
  if (curve === null) return null;
  const sign = effect === 'bonus' ? 1n : -1n;
  const samples = samplesOf(curve);
  const sizes = samples.map((value) => {
    const { n, d } = curve.pays(value).money;
    return { n: n * sign, d };
  });
  const most = sizes.reduce(greatest, ZERO);
  // What still rises at the far end of a metric without end has none itself.
  const endless = curve.most === null && compare(sizes.at(-1)!, sizes.at(-2) ?? ZERO) > 0;
  if (endless) return null;
  return { n: most.n * BigInt(Math.max(scopes, 1)), d: most.d };
}

/** Bonus and abatement without a cap, and caps that are never reached. */
export function lintCaps(
  terms: PaymentTerms,
  curves: ReadonlyMap<PayMeasure, Curve | null>,
  scopesOf: (measure: PayMeasure) => number,
  money: Money,
  tell: Tell,
): void {
  const shown = (amount: Fraction): string => formatMoney(shownMinor(amount), money.currency);
  const most = (measure: PayMeasure, effect: PayEffect): Fraction | null =>
    mostOf(measure, curves.get(measure) ?? null, effect, scopesOf(measure));
  for (const effect of ['bonus', 'abatement'] as const) {
    const covers = (cap: PayCap, measure: PayMeasure): boolean =>
      cap.effect === effect && (cap.measures === null || cap.measures.includes(measure.code));
    const open = terms.measures
      .map((measure, k) => ({ measure, k, most: most(measure, effect) }))
      .filter((each) => each.most === null || each.most.n > 0n);
    const uncapped = open.filter(({ measure }) => !terms.caps.some((cap) => covers(cap, measure)));
    const together = uncapped.some((each) => each.most === null) ? null : sum(uncapped.map((each) => each.most!));
    const overFee = together === null || compare(together, money.fee) > 0;
    for (const each of uncapped) {
      const upTo = each.most === null ? 'without end' : `up to ${shown(each.most)}`;
      tell({
        code: `${effect}-uncapped`,
        severity: effect === 'bonus' || overFee ? 'warning' : 'note',
        path: `measures[${each.k}]`,
        message: `Measure ${each.measure.code} ${effect === 'bonus' ? 'pays' : 'takes'} ${upTo}, with no cap.`,
        action: `Add a cap of effect ${effect}, for all measures or for this one.`,
      });
    }
    for (const [k, cap] of terms.caps.entries()) {
      if (cap.effect !== effect || cap.perScope) continue;
      const limit = money.of(cap.value);
      const capped = open.filter(({ measure }) => covers(cap, measure));
      if (capped.some((each) => each.most === null)) continue;
      const all = sum(capped.map((each) => each.most!));
      if (compare(all, limit) > 0 || capped.length === 0) continue;
      tell({
        code: 'cap-unreachable',
        severity: 'note',
        path: `caps[${k}]`,
        at: shown(limit),
        message: `The ${effect} cap of ${shown(limit)} is never exceeded: at most ${shown(all)} can come together.`,
        action: 'Nothing, if it is meant as a safeguard.',
      });
    }
  }
}

/** Groups in which nothing can be charged twice, or in which single failures stand against whole lines. */
export function lintGroups({ measures }: PaymentTerms, tell: Tell): void {
  const groups = Map.groupBy(
    measures.filter(({ nonDuplication }) => nonDuplication !== null),
    ({ nonDuplication }) => nonDuplication!,
  );
  for (const [group, members] of groups) {
    const path = `measures[${measures.indexOf(members[0]!)}].non_duplication`;
    const names = members.map(({ code }) => code).join(', ');
    if (members.length === 1)
      tell({
        code: 'group-of-one',
        severity: 'warning',
        path,
        message: `Only ${names} is in the group ${group}: no failure could be charged twice in it.`,
        action: 'Put another measure in the group, or take this one out.',
      });
    const kinds = new Set(members.map(({ rule }) => (rule.kind === 'events' ? 'failure by failure' : rule.kind)));
    if (kinds.size > 1 || [...kinds].some((kind) => kind !== 'failure by failure'))
      tell({
        code: 'group-mixed',
        severity: 'warning',
        path,
        message: `The group ${group} (${names}) has measures that are charged as a whole: a failure is taken out only together with the rest of its line, or at what the points would cost less without it.`,
        action: 'Keep groups to measures of the kind events, where that can be.',
      });
  }
}
