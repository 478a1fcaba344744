import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ORDER_PRESETS } from '../../engine/dataset/index.ts';
import type { Call } from '../../engine/model/call.ts';
import { type Instant, instant } from '../../engine/model/units.ts';
import { type Book, openBook } from '../../engine/order/index.ts';
import { plainOrder } from '../order/plain-order.ts';
import { BEGIN, randomCall, randomCalls, randomNow, WORLD } from '../order/random-calls.ts';
import { call } from '../sla/world.ts';

function opened(calls: readonly Call[], now: Instant, world = WORLD): Book {
  const book = openBook({ ...world, calls }, now);
  if (!book.ok) throw new Error(JSON.stringify(book.problems));
  return book.value;
}

const numbers = (book: Book) => book.all().map(({ number }) => number);

test('the order is that of the plain way: objects, Luxon, one comparison after the other', () => {
  fc.assert(
    fc.property(randomCalls, randomNow, (calls, now) => {
      expect(numbers(opened(calls, now))).toEqual(plainOrder(WORLD, calls, now));
    }),
    { numRuns: 150 },
  );
});

test('the order does not depend on the order of the rows', () => {
  const shuffled = randomCalls.chain((calls) =>
    fc.tuple(fc.constant(calls), fc.shuffledSubarray(calls, { minLength: calls.length })),
  );
  fc.assert(
    fc.property(shuffled, randomNow, ([calls, others], now) => {
      expect(opened(others, now).all()).toEqual(opened(calls, now).all());
    }),
    { numRuns: 60 },
  );
});

type Step =
  | { readonly kind: 'put'; readonly call: Call }
  | { readonly kind: 'remove'; readonly number: string }
  | { readonly kind: 'advance'; readonly by: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: randomCall.map((call) => ({ kind: 'put' as const, call })) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 25 }).map((n) => ({ kind: 'remove' as const, number: `C-${n}` })) },
  {
    weight: 2,
    arbitrary: fc
      .integer({ min: 0, max: 3 * 96 })
      .map((quarters) => ({ kind: 'advance' as const, by: quarters * 900_000 })),
  },
);

describe.each(['default', 'least-slack', 'cost-of-delay'] as const)('policy %s', (preset) => {
  const world = { ...WORLD, policy: { ...WORLD.policy, order: ORDER_PRESETS[preset] } };

  test('after any coming, changing and going of calls and time, the order is the one made anew', () => {
    fc.assert(
      fc.property(randomCalls, fc.array(step, { maxLength: 60, size: 'max' }), (calls, steps) => {
        const current = new Map(calls.map((call) => [call.number, call]));
        let now = instant(BEGIN + 3 * 86_400_000);
        const book = opened(calls, now, world);
        for (const each of steps) {
          if (each.kind === 'put') {
            current.set(each.call.number, each.call);
            book.put(each.call);
            // A past original is not held: whoever puts its duplicate puts it too.
            for (
              let next = each.call.duplicateOf;
              next !== null && book.holds(each.call.number) && !book.holds(next);
            ) {
              const original = current.get(next);
              if (original !== undefined) book.put(original);
              next = original?.duplicateOf ?? null;
            }
          } else if (each.kind === 'remove') {
            current.delete(each.number);
            book.remove(each.number);
          } else {
            now = instant(now + each.by);
            book.advance(now);
          }
        }
        const anew = opened([...current.values()], now, world);
        expect(book.all()).toEqual(anew.all());
        expect(book.awaitingApproval()).toEqual(anew.awaitingApproval());
        expect(book.notYetLogged).toBe(anew.notYetLogged);
        expect(book.all().map(({ number }) => book.because(number))).toEqual(
          anew.all().map(({ number }) => anew.because(number)),
        );
      }),
      { numRuns: 150 },
    );
  });

  test('one failure more makes a call high where explain says so', () => {
    fc.assert(
      fc.property(randomCalls, randomNow, (calls, now) => {
        const hint = /^One failure more on device (\S+) within /;
        const told = opened(calls, now, world)
          .all()
          .flatMap(({ number }) => {
            const said = opened(calls, now, world)
              .explain(number)!
              .wouldMoveUp.find((text) => hint.test(text));
            return said === undefined ? [] : [{ number, device: hint.exec(said)![1]! }];
          });
        for (const { number, device } of told) {
          const book = opened(calls, now, world);
          book.put(call('C-NEW', new Date(now).toISOString(), { device }));
          const after = book.ordered(number)!.class;
          // A special day that defers its site outranks the target (domain, section 8).
          expect(after === 'high' || after === 'deferred').toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('what explain says of the neighbours is true', () => {
    fc.assert(
      fc.property(randomCalls, randomNow, (calls, now) => {
        const book = opened(calls, now, world);
        const order = numbers(book);
        order.forEach((number, at) => {
          const explanation = book.explain(number)!;
          expect(explanation.position).toBe(at + 1);
          expect(book.position(number)).toBe(at + 1);
          expect(explanation.above?.number).toBe(order[at - 1]);
          expect(explanation.below?.number).toBe(order[at + 1]);
          if (explanation.above === null) return;
          // All before the named criterion are equal, that one is not: read from the neighbour's own explanation.
          const other = book.explain(explanation.above.number)!;
          const decided = explanation.criteria.findIndex(({ criterion }) => criterion === explanation.above!.criterion);
          const values = (of: typeof other) => of.criteria.slice(0, decided).map(({ value }) => value);
          expect(values(explanation)).toEqual(values(other));
          expect(explanation.above.value).toBe(explanation.criteria[decided]!.value);
          expect(explanation.above.otherValue).toBe(other.criteria[decided]!.value);
          expect(explanation.above.value).not.toBe(explanation.above.otherValue);
        });
      }),
      { numRuns: 40 },
    );
  });
});
