import { describe, expect, it } from 'vitest';
import { formatDataset, mergeDatasets } from '../../engine/dataset/index.ts';
import { brief, datasetOf, problemsOf, tiny } from './tiny.ts';

const HEADER = 'number,device,contact,description,logged_at,kept_terms';
const cell = (terms: unknown) =>
  `"${(typeof terms === 'string' ? terms : JSON.stringify(terms)).replaceAll('"', '""')}"`;
/** One call with this in the cell. */
const withTerms = (terms: unknown) =>
  tiny({ 'calls.csv': `${HEADER}\n1,D1,Jo,Stuck,2026-06-01T09:00:00Z,${cell(terms)}\n` });

const GOLD = { regime: 'GONE', respond_within: 'PT1H', fix_within: null, clock: 'elapsed', calendar: 'office' };
const ROW = { code: 'regime-rule', row: 3, text: 'contract C1 has regime GONE (specificity 1)' };

describe('kept_terms of calls', () => {
  it('are the regime as it was, which may have been removed since, with the rows that decided', () => {
    const dataset = datasetOf(withTerms({ ...GOLD, decided_by: [ROW] }));
    expect(dataset.calls[0]!.keptTerms).toEqual({
      ...{ regime: 'GONE', respondWithin: 3_600_000, fixWithin: null, clock: 'elapsed', calendar: 'office' },
      decidedBy: [ROW],
    });
    expect(datasetOf(formatDataset(dataset))).toEqual(dataset);
  });

  it('need no more than regime and calendar; a blank cell is none', () => {
    expect(datasetOf(withTerms({ regime: 'R1', calendar: 'night' })).calls[0]!.keptTerms).toEqual({
      ...{ regime: 'R1', respondWithin: null, fixWithin: null, clock: 'coverage', calendar: 'night' },
      decidedBy: [],
    });
    expect(datasetOf(withTerms('')).calls[0]!.keptTerms).toBeNull();
  });

  it.each<[unknown, string, string | undefined]>([
    [{ ...GOLD, calendar: 'offise' }, 'unknown-code', 'offise'],
    [{ ...GOLD, respond_within: 'four hours' }, 'bad-duration', 'four hours'],
    [{ ...GOLD, fix_within: 'P200Y' }, 'bad-duration', 'P200Y'],
    [{ ...GOLD, fix_within: 'P99999D' }, 'out-of-range', 'P99999D'],
    [{ ...GOLD, decided_by: [{}, {}, {}] }, 'bad-kept-terms', '[{},{},{}]'],
    [{ ...GOLD, fix_within: 4 }, 'bad-kept-terms', '4'],
    [{ ...GOLD, clock: 'sometimes' }, 'unknown-value', 'sometimes'],
    [{ ...GOLD, respondWithin: 'PT1H' }, 'bad-kept-terms', 'respondWithin'],
    [{ ...GOLD, decided_by: [{ ...ROW, row: 1.5 }] }, 'bad-kept-terms', '1.5'],
    [{ ...GOLD, decided_by: [{ ...ROW, code: 'whim' }] }, 'unknown-value', 'whim'],
    [{ ...GOLD, decided_by: [1, 2] }, 'bad-kept-terms', '[1,2]'],
    [{ regime: 'R1' }, 'bad-kept-terms', '{"regime":"R1"}'],
    [{ calendar: 'office' }, 'bad-kept-terms', '{"calendar":"office"}'],
    ['GOLD', 'bad-kept-terms', 'GOLD'],
    ['[]', 'bad-kept-terms', '[]'],
    ['null', 'bad-kept-terms', 'null'],
    ['{"regime":{},"calendar":"office"}', 'bad-kept-terms', '{}'],
  ])('%j is refused as %s', (terms, code, value) => {
    const told = problemsOf(withTerms(terms));
    expect(told.map(({ field, row, code: of }) => [field, row, of])).toEqual([['kept_terms', 2, code]]);
    expect(told.map(brief)[0]!.value).toBe(value);
  });
});

describe('merging', () => {
  const held = datasetOf(withTerms(GOLD));
  const merged = (row: string) => {
    const files = new Map([['calls.csv', `${HEADER}\n${row}\n`]]);
    const result = mergeDatasets(held, files);
    if (!result.ok) throw new Error(JSON.stringify(result.problems));
    return result.value.dataset.calls[0]!.keptTerms?.regime ?? null;
  };

  it('a row without kept terms leaves those that are held, one with some replaces them', () => {
    expect(merged('1,D1,Jo,Still stuck,2026-06-01T09:00:00Z,')).toBe('GONE');
    expect(merged(`1,D1,Jo,Stuck,2026-06-01T09:00:00Z,${cell({ ...GOLD, regime: 'R2' })}`)).toBe('R2');
  });

  it('a call that is on another device now, or logged at another time, is ruled anew', () => {
    expect(merged('1,D3,Jo,Stuck,2026-06-01T09:00:00Z,')).toBeNull();
    expect(merged('1,D1,Jo,Stuck,2026-06-01T09:30:00Z,')).toBeNull();
  });
});
