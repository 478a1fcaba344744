import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createNumberRanks } from '../../engine/order/criteria/number-ranks.ts';
import { numberRanks, textOrder } from '../../engine/order/keys/text-order.ts';

/** Alike in their beginnings, of any length and any code units. */
const text = fc.oneof(
  fc.integer({ min: 0, max: 9999 }).map((n) => `C-2026-${n}`),
  fc.string({ unit: fc.constantFrom('a', 'b', '\0', 'é', '\uffff', '😀'), maxLength: 9 }),
);

test('texts sorted by keys stand as they do compared one with another', () => {
  fc.assert(
    fc.property(fc.array(text, { maxLength: 200, size: 'max' }), (texts) => {
      expect(Array.from(textOrder(texts), (at) => texts[at])).toEqual([...texts].sort());
    }),
    { numRuns: 100 },
  );
});

test('ranks of numbers are in the order of the numbers, however they come', () => {
  const numbers = fc.uniqueArray(text, { maxLength: 120 });
  fc.assert(
    fc.property(numbers, fc.nat(120), (all, filled) => {
      const rank = new Float64Array(all.length);
      const ranks = createNumberRanks(
        (slot) => all[slot]!,
        () => rank,
      );
      const first = Math.min(filled, all.length);
      ranks.fill(Int32Array.from({ length: first }, (_, slot) => slot));
      for (let slot = first; slot < all.length; slot++) ranks.add(slot);
      const byRank = [...all.keys()].sort((a, b) => rank[a]! - rank[b]!);
      expect(byRank.map((slot) => all[slot])).toEqual([...all].sort());
      const dealt = [...numberRanks(all)];
      expect(all.map((_, slot) => dealt[slot])).toEqual(all.map((number) => [...all].sort().indexOf(number)));
    }),
    { numRuns: 100 },
  );
});
