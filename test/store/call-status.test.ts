import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { CALL_STATUSES, type Call, type CallStatus, instant, millis, statusAt } from '#engine';
import { listCalls, writeDataset } from '../../api/store/index.ts';
import { useTestStore } from '../support/test-database.ts';
import { sampleCall, sampleDataset } from './dataset.sample.ts';

const store = useTestStore();
const START = 1_800_000_000_000;
const MINUTE = 60_000;
const minute = fc.integer({ min: 0, max: 10 }).map((n) => instant(START + n * MINUTE));
const maybe = fc.option(minute, { nil: null });

/** Instants of all kinds around a few moments, so that each comes before, at and after `now`. */
const lives: fc.Arbitrary<Partial<Call>> = fc.record({
  loggedAt: minute,
  status: fc.option(fc.constantFrom<CallStatus>(...CALL_STATUSES), { nil: null }),
  respondedAt: maybe,
  fixedAt: maybe,
  closedAt: maybe,
  resource: fc.constantFrom(null, 'TOM'),
  estimatedTime: fc.constantFrom(null, millis(MINUTE), millis(100 * 60 * MINUTE)),
  holds: fc.array(fc.tuple(minute, fc.integer({ min: 1, max: 4 })), { maxLength: 2 }).chain((spans) =>
    fc.boolean().map((lasts) =>
      spans
        .toSorted(([a], [b]) => a - b)
        .map(([from, length], k) => ({
          from,
          to: lasts && k === spans.length - 1 ? null : instant(from + length * MINUTE),
          reason: 'parts',
        })),
    ),
  ),
});
const calls = fc
  .sample(lives, { numRuns: 600, seed: 12 })
  .map((life, k) => sampleCall({ ...life, number: `C-${k}`, row: k + 2 }));
const contract = sampleDataset.contracts.find(({ code }) => code === 'K1')!;

beforeAll(() => writeDataset(store().em(), { ...sampleDataset, calls }, { at: instant(START), who: 'clerk' }));

test.each([0, 3, 5, 10, 20])('rule 12.1: lists narrow by the status that they show, %i minutes on', async (on) => {
  const now = instant(START + on * MINUTE);
  const expected = new Map<CallStatus, string[]>(CALL_STATUSES.map((status) => [status, []]));
  for (const call of calls) expected.get(statusAt(call, contract, now) ?? 'logged')!.push(call.number);
  for (const [status, numbers] of expected) {
    const page = await listCalls(store().em(), { now, status: [status] }, { limit: 1000, after: null });
    expect(page.calls.map(({ number }) => number).sort(), status).toEqual(numbers.sort());
  }
});
