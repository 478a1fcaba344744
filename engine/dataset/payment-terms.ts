import { z } from 'zod';
import type { Reference } from '../model/dataset.ts';
import type { PaymentTerms } from '../model/payment-terms.ts';
import { failed, ok, type Result } from '../model/problem.ts';
import { checkShape } from './json.ts';
import { BadCell } from './kinds/kind.ts';
import { readAmount } from './kinds/money.ts';
import { type MeasureSource, payMeasureSchema } from './pay-measure-schema.ts';
import { scoresPoints } from './pay-rule-schema.ts';
import {
  type BaseSource,
  type CapSource,
  contractTermsSchema,
  type PaymentTermsSource,
  payBaseSchema,
  payCapSchema,
  paymentTermsSchema,
} from './payment-terms-schema.ts';
import { ProblemList, shorten } from './problem-list.ts';
import { readPaymentTerms } from './read-payment-terms.ts';

export const PAYMENT_TERMS_FILE = 'payment_terms.json';

/** JSON Schema (2020-12) of `payment_terms.json`. */
export const paymentTermsJsonSchema = (): object => z.toJSONSchema(paymentTermsSchema, { io: 'input' });

/** Shape of the payment terms of one contract, for a request's body. */
export { contractTermsSchema };

/** What payment terms refer to; null: not known, since its file could not be read. */
export interface PaymentCodes {
  /** Currency by contract. */
  readonly contracts: ReadonlyMap<string, string | null> | null;
  readonly site: ReadonlySet<string> | null;
  readonly zone: ReadonlySet<string> | null;
  readonly model: ReadonlySet<string> | null;
  readonly group: ReadonlySet<string> | null;
  readonly device?: ReadonlySet<string> | null;
}

/** Checks shape, codes and amounts of payment terms; every problem names its JSON path. */
export function checkPaymentTerms(source: unknown, codes: PaymentCodes, problems: ProblemList): void {
  const all = checkShape(PAYMENT_TERMS_FILE, source, paymentTermsSchema, problems);
  if (typeof source !== 'object' || source === null || Array.isArray(source)) return;
  // The keys as they were given: some (`__proto__`) are dropped from the value checked.
  for (const contract of Object.keys(source))
    if (codes.contracts !== null && !codes.contracts.has(contract))
      problems.add({
        code: 'unknown-code',
        file: PAYMENT_TERMS_FILE,
        field: contract,
        value: contract,
        message: `"${shorten(contract)}" is not in contracts.csv.`,
        action: 'Correct the code, or add the contract.',
      });
  // What is wrong with the shape of one part hides nothing of the others.
  for (const [contract, terms] of Object.entries(all ?? source))
    checkContractTerms(contract, termsParts(terms), codes, problems);
}

/**
 * Payment terms of one contract that came as JSON, checked as in a dataset; the paths of the problems begin with its code.
 */
export function parsePaymentTerms(
  source: unknown,
  contract: string,
  currency: string,
  codes: PaymentCodes,
): Result<PaymentTerms> {
  const problems = new ProblemList();
  checkPaymentTerms({ [contract]: source }, { ...codes, contracts: new Map([[contract, currency]]) }, problems);
  if (problems.count > 0) return failed(problems.sorted([PAYMENT_TERMS_FILE]));
  return ok(readPaymentTerms(source as PaymentTermsSource, currency));
}

/** What payment terms may refer to, of a dataset that was checked. */
export const paymentCodesOf = (reference: Reference): PaymentCodes => ({
  contracts: new Map(reference.contracts.map(({ code, currency }) => [code, currency])),
  site: new Set(reference.sites.map(({ code }) => code)),
  zone: new Set(reference.zones.map(({ code }) => code)),
  model: new Set(reference.models.map(({ code }) => code)),
  group: new Set(reference.devices.flatMap(({ groups }) => groups)),
  device: new Set(reference.devices.map(({ code }) => code)),
});

/** Payment terms by contract, of a dataset that was checked; contracts without any are not in it. */
export function paymentTermsOf(reference: Pick<Reference, 'paymentTerms' | 'contracts'>): Map<string, PaymentTerms> {
  const read = new Map<string, PaymentTerms>();
  for (const { code, currency } of reference.contracts) {
    const source = reference.paymentTerms !== null && Object.hasOwn(reference.paymentTerms, code);
    if (source) read.set(code, readPaymentTerms(reference.paymentTerms![code] as PaymentTermsSource, currency));
  }
  return read;
}

/** An entry of a list; one whose shape is wrong still has its code, to which others may refer. */
interface Part<T> {
  /** null: its shape is wrong, which is told already. */
  readonly part: T | null;
  readonly code: string | null;
}

/** The lists of one contract's terms, each entry by itself. */
interface TermsParts {
  readonly bases: readonly Part<BaseSource>[];
  readonly measures: readonly Part<MeasureSource>[];
  readonly caps: readonly Part<CapSource>[];
}

function termsParts(terms: unknown): TermsParts {
  const { bases, measures, caps } = (terms ?? {}) as Record<string, unknown>;
  return {
    bases: partsOf(bases, payBaseSchema),
    measures: partsOf(measures, payMeasureSchema),
    caps: partsOf(caps, payCapSchema),
  };
}

const partsOf = <T>(list: unknown, schema: z.ZodType<T>): Part<T>[] =>
  (Array.isArray(list) ? list : []).map((given: unknown) => {
    const read = schema.safeParse(given);
    const code = typeof given === 'object' && given !== null && 'code' in given ? given.code : null;
    return { part: read.success ? read.data : null, code: typeof code === 'string' ? code : null };
  });

function checkContractTerms(
  contract: string,
  { bases, measures, caps }: TermsParts,
  codes: PaymentCodes,
  problems: ProblemList,
): void {
  const report = (code: string, field: string, value: string, message: string, action: string) =>
    problems.add({ code, file: PAYMENT_TERMS_FILE, field: `${contract}.${field}`, value, message, action });
  const unknownCode = (field: string, value: string, message: string, action: string) =>
    report('unknown-code', field, value, message, action);

  const knownBases = new Set<string>();
  for (const [index, { part: base, code }] of bases.entries()) {
    if (base?.of !== undefined && !knownBases.has(base.of))
      unknownCode(
        `bases[${index}].of`,
        base.of,
        `There is no base "${base.of}" further up.`,
        'Name one that stands above.',
      );
    if (code === null) continue;
    if (knownBases.has(code))
      report(
        'duplicate-code',
        `bases[${index}].code`,
        code,
        'Two bases have the same code.',
        'Give one of them another.',
      );
    knownBases.add(code);
  }
  const known = new Map<string, number>();
  for (const [index, { part, code }] of measures.entries()) {
    const at = `measures[${index}]`;
    const other = code === null ? undefined : known.get(code);
    if (code !== null && other !== undefined)
      report(
        'duplicate-code',
        `${at}.code`,
        code,
        `Measures ${other} and ${index} have the same code.`,
        'Give one of them another.',
      );
    else if (code !== null) known.set(code, index);
    if (part === null) continue;
    const { scope = {}, rule } = part;
    for (const name of ['site', 'zone', 'model', 'group', 'device'] as const) {
      const given = scope[name];
      const there = codes[name];
      if (given === undefined || there === null || there === undefined) continue;
      const many = typeof given !== 'string';
      for (const [k, value] of (many ? given : [given]).entries())
        if (!there.has(value))
          unknownCode(
            `${at}.scope.${name}${many ? `[${k}]` : ''}`,
            value,
            `There is no ${name} "${value}".`,
            'Correct the code, or add it to its table.',
          );
    }
    for (const [path, of] of textsOf(rule, `${at}.rule`, BASE_FIELDS))
      if (!knownBases.has(of))
        unknownCode(path, of, `There is no base "${of}".`, 'Name one of bases, or leave it out for the fee.');
  }
  const allSound = measures.every(({ part }) => part !== null);
  for (const [index, { part }] of measures.entries()) {
    if (part === null) continue;
    const { metric, points_from = [] } = part;
    for (const [k, code] of points_from.entries()) {
      const field = `measures[${index}].points_from[${k}]`;
      const from = measures[known.get(code) ?? -1];
      if (from === undefined)
        unknownCode(field, code, `There is no measure "${code}".`, 'Name a measure of the contract.');
      else if (from.part !== null && !scoresPoints(from.part.rule))
        report(
          'contradictory-values',
          field,
          code,
          `Measure "${code}" scores no points.`,
          'Give its rule points, or leave it out here.',
        );
    }
    if (
      metric === 'points' &&
      points_from.length === 0 &&
      allSound &&
      !measures.some((each) => scoresPoints(each.part!.rule))
    )
      report(
        'contradictory-values',
        `measures[${index}].metric`,
        metric,
        'No measure of the contract scores points.',
        'Give the rule of some measure points.',
      );
  }
  for (const [index, { part: cap }] of caps.entries()) {
    if (cap === null) continue;
    if (cap.of !== undefined && !knownBases.has(cap.of))
      unknownCode(
        `caps[${index}].of`,
        cap.of,
        `There is no base "${cap.of}".`,
        'Name one of bases, or leave it out for the fee.',
      );
    for (const [k, code] of (cap.measures ?? []).entries())
      if (!known.has(code))
        unknownCode(
          `caps[${index}].measures[${k}]`,
          code,
          `There is no measure "${code}".`,
          'Name a measure of the contract.',
        );
  }
  const currency = codes.contracts?.get(contract) ?? null;
  if (currency === null) return;
  for (const [path, text] of [
    ...bases.flatMap(({ part }, k) => [...textsOf(part, `bases[${k}]`, AMOUNT_FIELDS)]),
    ...measures.flatMap(({ part }, k) => [...textsOf(part?.rule, `measures[${k}].rule`, AMOUNT_FIELDS)]),
    ...caps.flatMap(({ part }, k) => [...textsOf(part, `caps[${k}]`, AMOUNT_FIELDS)]),
  ]) {
    const bad = readAmount(text, currency);
    if (bad instanceof BadCell) report(bad.code, path, text, bad.message, bad.action);
  }
}

const AMOUNT_FIELDS = new Set(['amount', 'price', 'per_hour_late', 'minimum']);
const BASE_FIELDS = new Set(['of']);

/** Every text of some fields with its path. */
function* textsOf(value: unknown, path: string, fields: ReadonlySet<string>): Generator<[path: string, text: string]> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const at = Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`;
    if (fields.has(key) && typeof inner === 'string') yield [at, inner];
    else yield* textsOf(inner, at, fields);
  }
}
