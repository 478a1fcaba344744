import type { Contract } from '../../model/contract.ts';
import type { Reference } from '../../model/dataset.ts';
import type { PayMeasure, PaymentTerms } from '../../model/payment-terms.ts';
import { moneyOf } from '../money-of.ts';
import { scopeItems } from '../scope-items.ts';
import { lintBands, lintCourse, lintPointBands } from './bands.ts';
import { type Curve, curveOf } from './curve.ts';
import { type Finding, SEVERITIES, type Tell } from './finding.ts';
import { lintSteps } from './steps.ts';
import { lintCaps, lintFactors, lintGroups, lintTogether } from './whole.ts';

/**
 * Looks payment terms over: gaps, overlaps, contradictory and unreachable bands, missing caps, jumps, and values at which
 * worse performance pays more, each with the value at which it is and what would be paid on both sides. Amounts are those
 * of a whole period's fee. Most severe first, then in the order of the terms.
 */
export function lintPaymentTerms(
  terms: PaymentTerms,
  contract: Contract,
  devices: Reference['devices'] | null,
): Finding[] {
  const money = moneyOf(terms, contract.baseFee, contract.currency);
  const findings: Finding[] = [];
  const tellOf =
    (measure: PayMeasure | null, prefix: string): Tell =>
    (told) => {
      const path = [prefix, told.path].filter((part) => part !== undefined && part !== '').join('.');
      findings.push({
        ...{ contract: contract.code, measure: measure?.code ?? null, at: null, below: null, above: null },
        ...told,
        path,
      });
    };
  const own = devices?.filter((device) => device.contract === contract.code) ?? null;
  const scopes = new Map(
    terms.measures.map((measure) => [measure, own === null ? null : scopeItems(measure.scope, contract.code, own)]),
  );
  const curves = new Map(terms.measures.map((measure) => [measure, curveOf(measure, money)]));
  for (const [k, measure] of terms.measures.entries()) {
    const tell = tellOf(measure, `measures[${k}]`);
    const curve = curves.get(measure) ?? null;
    lintMeasure(measure, curve, tell);
    const items = scopes.get(measure);
    if (items && !items.some((item) => item.devices.length > 0))
      tell({
        code: 'scope-empty',
        severity: 'warning',
        path: 'scope',
        message: `No device of contract ${contract.code} is in the scope of ${measure.code}.`,
        action: 'Correct the scope, or put devices in it.',
      });
  }
  const whole = tellOf(null, '');
  const scopeOf = (measure: PayMeasure): string => JSON.stringify(measure.scope);
  lintTogether(
    terms.measures.flatMap((measure) => {
      const curve = curves.get(measure);
      return curve ? [{ curve, scope: scopeOf(measure) }] : [];
    }),
    whole,
  );
  lintCaps(terms, curves, (measure) => scopes.get(measure)?.length ?? 1, money, whole);
  lintGroups(terms, whole);
  return findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

function lintMeasure(measure: PayMeasure, curve: Curve | null, tell: Tell): void {
  lintFactors(measure, tell);
  const { rule } = measure;
  if (rule.kind === 'points') lintPointBands(rule, tell);
  if (curve === null) return;
  if (rule.kind === 'bands') lintBands(rule, curve, tell);
  if (rule.kind === 'steps') lintSteps(rule, curve, tell);
  lintCourse(curve, tell);
}

/** Whether there is nothing to mend: notes may remain. */
export const lintPasses = (findings: readonly Finding[]): boolean =>
  findings.every(({ severity }) => severity === 'note');
