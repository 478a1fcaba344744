import type { Reference } from '../../model/dataset.ts';
import { DIMENSIONS, type Dimension, type PriorityRule } from '../../model/priority.ts';
import type { RegimeRule, TimeFrame } from '../../model/regime.ts';
import { indexIn } from '../codes.ts';
import type { Codes } from '../rules.ts';
import type { Scope } from './scopes.ts';

/** Finds the rules whose scopes all equal a call's, as positions in their table, most deserving first. */
export type Matcher = (scope: Scope) => number[];

const SITE = 4;
const ZONE = 2;
const MODEL = 1;

/**
 * How specific a regime rule is (domain, section 5): site counts 8, zone 4, model 2, contract 1, customer 0, added up.
 */
export function specificity(rule: RegimeRule): number {
  const counts = (code: string | null, points: number) => (code === null ? 0 : points);
  return counts(rule.site, 8) + counts(rule.zone, 4) + counts(rule.model, 2) + counts(rule.contract, 1);
}

/**
 * Regime rules by exact lookup: rules are filed by the set of scopes that they name, so that a scope finds its rules
 * with at most one lookup for each such set, however many rules there are.
 */
export function regimeMatcher(reference: Reference, codes: Codes): Matcher {
  const rules = reference.regimeRules;
  const filed = new Map<string, number[]>();
  const masks = new Set<number>();
  for (const [k, rule] of rules.entries()) {
    const mask = (rule.site === null ? 0 : SITE) | (rule.zone === null ? 0 : ZONE) | (rule.model === null ? 0 : MODEL);
    masks.add(mask);
    const owner =
      rule.contract !== null
        ? `contract ${indexIn(codes.contracts, rule.contract)}`
        : `customer ${indexIn(codes.customers, rule.customer)}`;
    const site = indexIn(codes.sites, rule.site);
    const zone = indexIn(codes.zones, rule.zone);
    const model = indexIn(codes.models, rule.model);
    const key = keyOf(owner, mask, site, zone, model);
    const list = filed.get(key);
    if (list === undefined) filed.set(key, [k]);
    else list.push(k);
  }
  return (scope) => {
    const found: number[] = [];
    for (const owner of [`contract ${scope.contract}`, `customer ${scope.customer}`]) {
      for (const mask of masks) {
        // A rule that names a zone never applies to a device in none.
        if ((mask & ZONE) !== 0 && scope.zone < 0) continue;
        found.push(...(filed.get(keyOf(owner, mask, scope.site, scope.zone, scope.model)) ?? []));
      }
    }
    return found.sort((a, b) => {
      const [left, right] = [rules[a]!, rules[b]!];
      return specificity(right) - specificity(left) || byRecency(left, right);
    });
  };
}

const keyOf = (owner: string, mask: number, site: number, zone: number, model: number): string =>
  `${owner} ${(mask & SITE) !== 0 ? site : ''} ${(mask & ZONE) !== 0 ? zone : ''} ${(mask & MODEL) !== 0 ? model : ''}`;

/** Priority rules of one dimension (domain, section 8): a row that names a contract beats one that does not. */
export function priorityMatcher(reference: Reference, codes: Codes, dimension: Dimension): Matcher {
  const rules = reference.priorityRules;
  const table = { contract: codes.contracts, site: codes.sites, zone: codes.zones, model: codes.models }[dimension];
  const byCode = new Map<number, number[]>();
  for (const [k, rule] of rules.entries()) {
    if (rule.dimension !== dimension) continue;
    const code = indexIn(table, rule.code);
    const list = byCode.get(code);
    if (list === undefined) byCode.set(code, [k]);
    else list.push(k);
  }
  return (scope) =>
    (scope[dimension] < 0 ? [] : (byCode.get(scope[dimension]) ?? []))
      .filter((k) => namesNoOther(rules[k]!, reference.contracts[scope.contract]!.code))
      .sort((a, b) => {
        const [left, right] = [rules[a]!, rules[b]!];
        return Number(right.contract !== null) - Number(left.contract !== null) || byRecency(left, right);
      });
}

export const priorityMatchers = (reference: Reference, codes: Codes): Matcher[] =>
  DIMENSIONS.map((dimension) => priorityMatcher(reference, codes, dimension));

const namesNoOther = (rule: PriorityRule, contract: string): boolean =>
  rule.contract === null || rule.contract === contract;

/** The later `valid_from` first, one that names none last; then the row further down the table (decision 1). */
function byRecency(a: TimeFrame & { readonly row: number }, b: TimeFrame & { readonly row: number }): number {
  const [left, right] = [a.validFrom ?? '', b.validFrom ?? ''];
  return left < right ? 1 : left > right ? -1 : b.row - a.row;
}
