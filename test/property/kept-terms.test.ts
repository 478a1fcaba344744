import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Call } from '../../engine/model/call.ts';
import type { Reference } from '../../engine/model/dataset.ts';
import { withFirstReports } from '../../engine/model/first-report.ts';
import type { Instant } from '../../engine/model/units.ts';
import { type Book, openBook } from '../../engine/order/index.ts';
import { keepTerms, withoutImpliedTerms } from '../../engine/sla/index.ts';
import { END, randomCalls, randomNow, WORLD } from '../order/random-calls.ts';
import { hours } from '../sla/world.ts';

function opened(world: Reference, calls: readonly Call[], now: Instant): Book {
  // As a dataset is read: each call with the report that came before it.
  const book = openBook({ ...world, calls: withFirstReports(calls) }, now);
  if (!book.ok) throw new Error(JSON.stringify(book.problems));
  return book.value;
}

const EDITED: Reference = {
  ...WORLD,
  regimes: WORLD.regimes.map((regime) => ({ ...regime, fixWithin: hours(30), clock: 'coverage', calendar: 'ALWAYS' })),
};

test('terms kept that are what the rules give change nothing: order, deadlines, clocks and reasons', () => {
  fc.assert(
    fc.property(randomCalls, randomNow, (calls, now) => {
      const ruled = opened(WORLD, calls, now);
      const kept = opened(WORLD, keepTerms(ruled.terms, calls), now);
      expect(kept.all()).toEqual(ruled.all());
      for (const number of ruled.openNumbers) {
        expect(kept.clock(number)).toEqual(ruled.clock(number));
        expect(kept.because(number)).toEqual(ruled.because(number));
      }
    }),
    { numRuns: 60 },
  );
});

test('an edit of all regimes changes nothing of calls that were logged before, exported and imported or not', () => {
  fc.assert(
    fc.property(randomCalls, randomNow, (calls, now) => {
      const before = opened(WORLD, calls, now);
      const kept = keepTerms(before.terms, calls);
      const after = opened(EDITED, kept, now);
      expect(after.all()).toEqual(before.all());
      for (const number of before.openNumbers) expect(after.clock(number)).toEqual(before.clock(number));
      const { calls: exported, ...reference } = withoutImpliedTerms({ ...EDITED, calls: kept }, END);
      expect(opened(reference, exported, now).all()).toEqual(before.all());
    }),
    { numRuns: 60 },
  );
});
