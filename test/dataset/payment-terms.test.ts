import { describe, expect, it } from 'vitest';
import { paymentTermsJsonSchema } from '../../engine/dataset/index.ts';
import { brief, datasetOf, problemsOf, tiny } from './tiny.ts';

/** The examples of domain section 11, and one of the other rules. */
const TERMS = {
  C1: {
    measures: [
      {
        code: 'availability',
        metric: 'availability',
        rule: { kind: 'bands', bands: [{ from: 99.5, effect: 'bonus', percent: 2 }] },
      },
      {
        code: 'availability-low',
        metric: 'availability',
        scope: { zone: 'Z1' },
        rule: {
          kind: 'steps',
          threshold: 98,
          side: 'under',
          step: 0.1,
          count: 'full',
          effect: 'abatement',
          percent: 0.5,
        },
      },
      {
        code: 'late',
        metric: 'fix',
        non_duplication: 'failures',
        rule: { kind: 'events', amount: '50.00', growth: [{ from_count: 3, factor: 1.5 }], per_hour_late: '5.00' },
      },
      {
        code: 'points',
        metric: 'respond',
        scope: { group: 'old' },
        non_duplication: 'failures',
        excuses: ['excusing-cause'],
        rule: {
          kind: 'points',
          points: 5,
          free: 20,
          price: '3.00',
          bands: [{ up_to: 100, rate: 1 }, { up_to: 200, rate: 1.2 }, { rate: 1.5 }],
        },
      },
    ],
    caps: [
      { effect: 'bonus', percent: 5 },
      { effect: 'abatement', percent: 20, measures: ['late', 'points'] },
    ],
    rounding: { metric_decimals: 2, money: 'line' },
  },
};

const told = (source: unknown) => problemsOf(tiny({ 'payment_terms.json': JSON.stringify(source) })).map(brief);
const problem = (code: string, field: string | undefined, value: string | undefined) => ({
  code,
  file: 'payment_terms.json',
  row: undefined,
  field,
  value,
});

/** The terms with one value changed. */
function changed(change: (terms: ReturnType<typeof copy>['C1']) => void) {
  const terms = copy();
  change(terms.C1);
  return terms;
}
// biome-ignore lint/suspicious/noExplicitAny: the tests spoil every part of it
const copy = () => structuredClone(TERMS) as { C1: any };

it('payment terms are kept as they were given', () => {
  expect(datasetOf(tiny({ 'payment_terms.json': JSON.stringify(TERMS) })).paymentTerms).toEqual(TERMS);
  expect(datasetOf(tiny()).paymentTerms).toBeNull();
});

describe('what is wrong is told with its path', () => {
  it.each([
    ['unknown contract', { C9: TERMS.C1 }, problem('unknown-code', 'C9', 'C9')],
    [
      'hostile contract',
      JSON.parse('{"__proto__":{"measures":[]}}'),
      problem('unknown-code', '__proto__', '__proto__'),
    ],
    ['not an object', [], problem('bad-type', undefined, '[]')],
    [
      'unknown field',
      changed((terms) => {
        terms.bonus = 1;
      }),
      problem('unknown-field', 'C1.bonus', '1'),
    ],
    [
      'wrong type',
      changed((terms) => {
        terms.measures[0].rule.bands[0].percent = '2';
      }),
      problem('bad-type', 'C1.measures[0].rule.bands[0].percent', '2'),
    ],
    [
      'neither percent nor amount',
      changed((terms) => {
        delete terms.measures[0].rule.bands[0].percent;
      }),
      problem('bad-value', 'C1.measures[0].rule.bands[0]', '{"from":99.5,"effect":"bonus"}'),
    ],
    [
      'unknown rule',
      changed((terms) => {
        terms.measures[0].rule.kind = 'magic';
      }),
      problem('bad-value', 'C1.measures[0].rule.kind', 'magic'),
    ],
    [
      'missing field',
      changed((terms) => {
        delete terms.measures[3].rule.free;
      }),
      problem('missing-field', 'C1.measures[3].rule.free', undefined),
    ],
    [
      'unknown zone',
      changed((terms) => {
        terms.measures[1].scope.zone = 'Z9';
      }),
      problem('unknown-code', 'C1.measures[1].scope.zone', 'Z9'),
    ],
    [
      'unknown group',
      changed((terms) => {
        terms.measures[3].scope.group = 'new';
      }),
      problem('unknown-code', 'C1.measures[3].scope.group', 'new'),
    ],
    [
      'repeated measure',
      changed((terms) => {
        terms.measures[1].code = 'availability';
      }),
      problem('duplicate-code', 'C1.measures[1].code', 'availability'),
    ],
    [
      'cap on no measure',
      changed((terms) => {
        terms.caps[1].measures[0] = 'early';
      }),
      problem('unknown-code', 'C1.caps[1].measures[0]', 'early'),
    ],
    [
      'too many decimals',
      changed((terms) => {
        terms.measures[2].rule.per_hour_late = '5.005';
      }),
      problem('too-many-decimals', 'C1.measures[2].rule.per_hour_late', '5.005'),
    ],
    [
      'NUL',
      changed((terms) => {
        terms.measures[0].name = 'a\0';
      }),
      problem('not-text', undefined, undefined),
    ],
    [
      'half a character',
      changed((terms) => {
        terms.measures[0].name = 'a\ud800';
      }),
      problem('not-text', undefined, undefined),
    ],
  ])('%s', (_, source, expected) => {
    expect(told(source)).toEqual([expected]);
  });
});

it('a backslash before u0000 is text', () => {
  const terms = changed((one) => {
    one.measures[0].name = 'a\\u0000';
  });
  expect(told(terms)).toEqual([]);
});

it('has a JSON Schema', () => {
  expect(paymentTermsJsonSchema()).toMatchObject({
    type: 'object',
    $schema: 'https://json-schema.org/draft/2020-12/schema',
  });
});

it('of one contract with a wrong shape hide nothing of the others', () => {
  const terms = {
    C1: { measures: [{ code: 'A', metric: 'nonsense', rule: {} }] },
    C2: { measures: [{ ...TERMS.C1.measures[0], scope: { zone: 'NOWHERE' } }] },
  };
  const fields = told(terms).map(({ code, field }) => `${code} ${field}`);
  expect(fields.some((each) => each.includes('C1.measures[0]'))).toBe(true);
  expect(fields).toContain('unknown-code C2');
  expect(fields).toContain('unknown-code C2.measures[0].scope.zone');
});

it('of one contract all are told at once: what is wrong with the shape of a measure hides nothing of the rest', () => {
  const rule = { kind: 'events', amount: '50.005' };
  const terms = {
    measures: [
      { code: 'BROKEN', metric: 'fix', rule: { ...rule, amount: 'much' } },
      { code: 'SCOPED', metric: 'fix', scope: { site: 'NOWHERE' }, rule },
      { code: 'BROKEN', metric: 'respond', rule: { ...rule, amount: '1.00', of: 'POOL' } },
    ],
    caps: [{ effect: 'abatement', percent: 10, measures: ['BROKEN', 'NOBODY'] }],
  };
  expect(told({ C1: terms }).map(({ code, field }) => `${code} ${field}`)).toEqual([
    'bad-value C1.measures[0].rule.amount',
    'bad-value C1.measures[2].rule',
    'unknown-code C1.measures[1].scope.site',
    'duplicate-code C1.measures[2].code',
    'unknown-code C1.caps[0].measures[1]',
    'too-many-decimals C1.measures[1].rule.amount',
  ]);
});
