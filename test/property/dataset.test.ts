import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatDataset, parseDataset, parseMoney, unzipDataset, zipDataset } from '../../engine/dataset/index.ts';
import { withoutCancelledOriginals } from '../../engine/dataset/settle-duplicates.ts';
import { withFirstReports } from '../../engine/model/first-report.ts';
import { formatMoney } from '../../engine/model/money.ts';
import { minor } from '../../engine/model/units.ts';
import { TINY } from '../dataset/tiny.ts';
import { currency, dataset } from './random-dataset.ts';

describe('datasets', () => {
  it('an export, imported, is the same dataset; exported again, the same text, zipped too', () => {
    fc.assert(
      fc.property(dataset, (random) => {
        // As they are read: a duplicate of a cancelled call is settled.
        const given = { ...random, calls: withFirstReports(withoutCancelledOriginals(random.calls)) };
        const files = formatDataset(given);
        const parsed = parseDataset(files);
        if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
        expect(parsed.value.dataset).toEqual(given);
        expect(formatDataset(parsed.value.dataset)).toEqual(files);
        const unzipped = unzipDataset(zipDataset(files));
        expect(unzipped.ok && unzipped.value).toEqual(files);
      }),
      { numRuns: 60 },
    );
  });

  it('whatever a cell holds, there is a dataset or a list of problems, never an exception', () => {
    const spots = Object.entries(TINY).flatMap(([file, content]) =>
      (content.split('\n')[0] ?? '').split(',').map((_, index) => [file, index] as const),
    );
    const junk = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('P1D', '-1', '1e400', '__proto__', 'constructor', '2026-06-01', '//', ':', ';;', '9'.repeat(400)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...spots), fc.nat(3), junk, ([file, column], row, value) => {
        const lines = (TINY[file] ?? '').split('\n');
        const cells = (lines[row] ?? '').split(',');
        cells[column] = value;
        lines[row] = cells.join(',');
        const parsed = parseDataset(new Map([...Object.entries(TINY), [file, lines.join('\n')]]));
        expect(parsed.ok || parsed.problems.length > 0).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('bytes that are no zip are refused, never thrown at', () => {
    const good = zipDataset(
      new Map([
        ['zones.csv', TINY['zones.csv'] ?? ''],
        ['sites.csv', TINY['sites.csv'] ?? ''],
      ]),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        (changes) => {
          const bytes = good.slice();
          for (const [place, byte] of changes) bytes[place] = byte;
          const result = unzipDataset(bytes);
          expect(result.ok || result.problems.length > 0).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('money written and read is the same money', () => {
    fc.assert(
      fc.property(
        currency,
        fc.maxSafeInteger().filter((value) => !Object.is(value, -0)),
        (code, units) => {
          expect(parseMoney(formatMoney(minor(units), code), code)).toBe(units);
        },
      ),
    );
  });
});
