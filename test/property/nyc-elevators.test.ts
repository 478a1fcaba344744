import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertNycElevators, type RawNycFiles } from '#fixtures';
import { parseDataset } from '../../engine/dataset/index.ts';
import { instant } from '../../engine/model/units.ts';
import { openBook } from '../../engine/order/index.ts';
import { rawLog } from '../fixtures/raw-log.ts';

const NAMES = ['outages', 'elevators', 'equipment', 'stations'] as const;

/** A change somewhere in one of the files: text put in, characters taken out, or a line repeated. */
const damage = fc.record({
  file: fc.constantFrom(...NAMES),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  remove: fc.nat(12),
  insert: fc.oneof(
    fc.string({ maxLength: 6, unit: 'binary' }),
    fc.constantFrom('"', ',', '\n', '\r\n', ';', '-1', '2100-', '\u0000', '1e9', 'EL901', ',,,,', '+99:00'),
  ),
});

describe('the converter', () => {
  it('never throws: any damaged log gives problems, or a whole dataset in which every row is accounted for', () => {
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 12 }), (changes) => {
        const raw: { -readonly [Name in keyof RawNycFiles]: RawNycFiles[Name] } = rawLog();
        for (const { file, at, remove, insert } of changes) {
          const text = raw[file];
          const from = Math.floor(at * text.length);
          raw[file] = text.slice(0, from) + insert + text.slice(from + remove);
        }
        const result = convertNycElevators(raw);
        if (!result.ok) {
          expect(result.problems.length).toBeGreaterThan(0);
          return;
        }
        const { files, report } = result.value;
        const { rows, calls, duplicates, skipped } = report.counts;
        expect(calls + duplicates + skipped).toBe(rows);
        const parsed = parseDataset(files);
        expect(parsed).toMatchObject({ ok: true });
        if (!parsed.ok) return;
        expect(parsed.value.dataset.calls).toHaveLength(calls + duplicates);
        expect(openBook(parsed.value.dataset, instant(Date.parse(report.to)))).toMatchObject({ ok: true });
      }),
      { numRuns: 150, seed: 1 },
    );
  });
});
