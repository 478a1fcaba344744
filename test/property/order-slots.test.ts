import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderRoom, sorterOf, sortKeyed, sortRange } from '../../engine/order/book/full-order.ts';
import { slotComparator } from '../../engine/order/criteria/criteria.ts';
import { joinRanges, keyLayout, packKeys, RANGE_FIELDS, valueRanges } from '../../engine/order/keys/keys.ts';
import { CELLS, countPart, dealPart, dealShares, takePart } from '../../engine/order/keys/share-keys.ts';
import { createSortedSlots } from '../../engine/order/keys/sorted-slots.ts';
import { keyedSlots, sortRoom, spreadSort } from '../../engine/order/keys/spread-sort.ts';
import { randomOrder, randomSlots, viewOf } from '../order/tables.ts';

test('packed order is the plain order, for any policy', () => {
  fc.assert(
    fc.property(randomSlots(300), randomOrder, (slots, order) => {
      const view = viewOf(slots);
      const live = [...slots.keys()].filter((slot) => slots[slot]!.live);
      const compare = slotComparator(order, view);
      expect([...sortRange(order, view, 0, slots.length)]).toEqual(live.sort(compare));
    }),
    { numRuns: 60 },
  );
});

test('keys spread over cells are sorted, each with its slot, however they lie', () => {
  const lumps = fc.integer({ min: 0, max: 2 ** 53 - 1 }).chain((around) =>
    fc.array(
      fc.oneof(
        fc.integer({ min: 0, max: 40 }).map((by) => Math.min(around + by, 2 ** 53 - 1)),
        fc.integer({ min: 0, max: 2 ** 53 - 1 }),
        fc.nat(48).map((bits) => 2 ** bits),
      ),
      { maxLength: 3000, size: 'max' },
    ),
  );
  fc.assert(
    fc.property(lumps, fc.nat(20), (given, skipped) => {
      const from = Math.min(skipped, given.length);
      const stretch = { keys: Float64Array.from(given), slots: Int32Array.from(given.keys()) };
      spreadSort(stretch, from, given.length, sortRoom(given.length));
      const sorted = given.slice(from).sort((a, b) => a - b);
      expect([...stretch.keys]).toEqual([...given.slice(0, from), ...sorted]);
      expect([...stretch.slots].map((slot) => given[slot])).toEqual([...stretch.keys]);
      expect(new Set(stretch.slots).size).toBe(given.length);
    }),
    { numRuns: 60 },
  );
});

test('an order in room that was used before is the order in new room', () => {
  const room = orderRoom(300);
  fc.assert(
    fc.property(randomSlots(300), randomOrder, (slots, order) => {
      const view = viewOf(slots);
      expect(sortRange(order, view, 0, slots.length, room)).toEqual(sortRange(order, view, 0, slots.length));
    }),
    { numRuns: 40 },
  );
});

test('parts dealt to shares and sorted share by share are the order, for any number of either', () => {
  const cuts = fc.record({ parts: fc.integer({ min: 1, max: 5 }), shares: fc.integer({ min: 1, max: 9 }) });
  fc.assert(
    fc.property(randomSlots(200), randomOrder, cuts, (slots, order, { parts, shares }) => {
      const view = viewOf(slots);
      const { length } = slots;
      const cut = (part: number) => Math.floor((part * length) / parts);
      const [keyed, dealt] = [keyedSlots(length), keyedSlots(length)];
      const ranges = Array.from({ length: parts }, () => new Float64Array(order.length * RANGE_FIELDS));
      const taken = ranges.map((own, part) => takePart(order, view, cut(part), cut(part + 1), keyed, own));
      const layout = keyLayout(order, joinRanges(ranges));
      if (layout[0]!.limit === null) return;
      const counts = taken.map((count, part) => {
        const cells = new Int32Array(CELLS);
        countPart(layout[0]!, view, keyed, cut(part), cut(part) + count, cells);
        return cells;
      });
      const total = taken.reduce((sum, count) => sum + count, 0);
      const dealing = dealShares(counts, total, shares);
      const { bounds } = dealing;
      expect([bounds[0], bounds.at(-1), bounds.length]).toEqual([0, total, shares + 1]);
      const filled = new Int32Array(shares);
      const claim = (share: number, keys: number) => {
        filled[share]! += keys;
        return bounds[share]! + filled[share]! - keys;
      };
      // Whichever part comes first.
      for (const part of [...taken.keys()].reverse()) {
        dealPart(layout[0]!, keyed, cut(part), cut(part) + taken[part]!, dealing, claim, dealt);
      }
      expect([...filled]).toEqual(Array.from(filled, (_, share) => bounds[share + 1]! - bounds[share]!));
      const sorter = sorterOf(view, layout, dealt, sortRoom(length));
      bounds.slice(1).forEach((to, share) => {
        sortKeyed(sorter, bounds[share]!, to, 0);
      });
      expect(dealt.slots.slice(0, total)).toEqual(sortRange(order, view, 0, length));
    }),
    { numRuns: 60 },
  );
});

test('keys of a layout never contradict the criteria in them', () => {
  fc.assert(
    fc.property(randomSlots(20), randomOrder, (slots, order) => {
      const view = viewOf(slots);
      const all = Int32Array.from(slots.keys());
      const keys = new Float64Array(all.length);
      for (const word of keyLayout(order, valueRanges(order, view, all))) {
        packKeys(word, view, all, 0, all.length, keys);
        const compare = slotComparator(
          word.fields.map((field) => field.criterion),
          view,
        );
        for (const a of all) {
          for (const b of all) expect(Math.sign(keys[a]! - keys[b]!) || 0).toBe(compare(a, b));
          if (word.limit !== null) expect(keys[a]! >= 0 && keys[a]! < word.limit).toBe(true);
        }
      }
    }),
    { numRuns: 60 },
  );
});

test('the order does not depend on which slot holds which call', () => {
  fc.assert(
    fc.property(randomSlots(120), randomOrder, fc.nat(), (slots, order, shift) => {
      const length = slots.length;
      const moved = slots.map((_, at) => slots[(at + shift) % length]!);
      const ranks = (from: typeof slots) => {
        const view = viewOf(from);
        return [...sortRange(order, view, 0, length)].map((slot) => from[slot]!.rank);
      };
      expect(ranks(moved)).toEqual(ranks(slots));
    }),
    { numRuns: 60 },
  );
});

test('ranges of parts join to the ranges of the whole', () => {
  fc.assert(
    fc.property(randomSlots(60), randomOrder, (slots, order) => {
      const view = viewOf(slots);
      const all = Int32Array.from(slots.keys());
      const cut = Math.min(7, all.length);
      const parts = [valueRanges(order, view, all, 0, cut), valueRanges(order, view, all, cut, all.length)];
      expect(joinRanges(parts)).toEqual(valueRanges(order, view, all));
    }),
    { numRuns: 40 },
  );
});

test('a list kept sorted is, after any coming, going and changing, the list sorted anew', () => {
  const step = fc.record({
    slot: fc.nat(2999),
    key: fc.nat(500),
    kind: fc.constantFrom('put', 'put', 'put', 'remove'),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 4000, size: 'max' }), fc.nat(2000), (steps, filled) => {
      const keys = Array.from({ length: 3000 }, (_, slot) => (slot * 7919) % 500);
      const compare = (a: number, b: number) => keys[a]! - keys[b]! || a - b;
      const sorted = createSortedSlots(compare);
      const expected = new Set(Array.from({ length: filled }, (_, slot) => slot));
      sorted.fill(Int32Array.from(expected).sort(compare));
      for (const { slot, key, kind } of steps) {
        if (kind === 'remove') {
          sorted.remove(slot);
          expected.delete(slot);
        } else if (expected.has(slot)) {
          keys[slot] = key;
          sorted.resort([slot, slot]);
        } else {
          keys[slot] = key;
          sorted.insert(slot);
          expected.add(slot);
        }
      }
      const order = [...expected].sort(compare);
      expect(sorted.size).toBe(order.length);
      expect(sorted.slice(0, Infinity)).toEqual(order);
      expect(sorted.slice(10, 5)).toEqual(order.slice(10, 15));
      for (let position = 0; position < order.length; position += 97) {
        expect(sorted.position(order[position]!)).toBe(position);
        expect(sorted.at(position)).toBe(order[position]);
      }
      expect(sorted.countBefore((slot) => keys[slot]! < 250)).toBe(order.filter((slot) => keys[slot]! < 250).length);
      expect(sorted.at(order.length)).toBeUndefined();
      expect(sorted.at(-1)).toBeUndefined();
    }),
    { numRuns: 30 },
  );
});

test('every key has a cell, the largest that any layout gives too', () => {
  const view = viewOf([{ due: Infinity }]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 53 - 1 }), (limit) => {
      const counts = new Int32Array(CELLS);
      // None packs as the last value.
      const word = { fields: [{ criterion: 'due' as const, min: 0, radix: limit }], limit };
      countPart(word, view, keyedSlots(1), 0, 1, counts);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    }),
  );
});
