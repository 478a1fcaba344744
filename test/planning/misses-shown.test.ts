import { describe, expect, it } from 'vitest';
import type { OrderedCall } from '../../engine/model/ordered-call.ts';
import { HOUR, instant } from '../../engine/model/units.ts';
import { missesShown } from '../../engine/planning/index.ts';

const NOW = instant(1_000 * HOUR);
const inHours = (n: number) => instant(NOW + n * HOUR);
const ordered = (respondBy: number | null, fixBy: number | null) =>
  ({
    respondBy: respondBy === null ? null : inHours(respondBy),
    fixBy: fixBy === null ? null : inHours(fixBy),
  }) as OrderedCall;
const allocation = (call: string, arrival: number, finish: number) => ({
  call,
  resource: 'R',
  travelStart: inHours(arrival),
  arrival: inHours(arrival),
  start: inHours(arrival),
  finish: inHours(finish),
  travelSeconds: 0,
  fixed: false,
});
const show = (
  targets: OrderedCall | null,
  planned: { arrival: number; finish: number } | null,
  { responded = false, reason = 'shift-full' } = {},
) =>
  missesShown(
    planned === null
      ? { allocations: [], unallocated: [{ call: 'C', reasons: [{ code: reason, text: '' }] }] }
      : { allocations: [allocation('C', planned.arrival, planned.finish)], unallocated: [] },
    () => targets,
    () => (responded ? NOW : null),
    NOW,
    inHours(100),
  ).map(({ clock, expected }) => [clock, expected]);

describe('targets that a plan shows to be missed, before they are', () => {
  it('an event at the deadline meets it, a later one misses it', () => {
    expect(show(ordered(2, 5), { arrival: 2, finish: 5 })).toEqual([]);
    expect(show(ordered(2, 5), { arrival: 3, finish: 5 })).toEqual([['respond', inHours(3)]]);
    expect(show(ordered(2, 5), { arrival: 3, finish: 6 })).toEqual([
      ['respond', inHours(3)],
      ['fix', inHours(6)],
    ]);
  });

  it('what is missed already, or answered, or has no target, is not foretold', () => {
    expect(show(ordered(-1, 0), { arrival: 3, finish: 6 })).toEqual([]);
    expect(show(ordered(2, 9), { arrival: 3, finish: 6 }, { responded: true })).toEqual([]);
    expect(show(ordered(null, null), { arrival: 3, finish: 6 })).toEqual([]);
    expect(show(null, { arrival: 3, finish: 6 })).toEqual([]);
  });

  it('a call without a place misses what falls due before the horizon ends; one that waits for something else does not', () => {
    expect(show(ordered(99, 101), null)).toEqual([['respond', null]]);
    expect(show(ordered(99, 101), null, { reason: 'on-hold' })).toEqual([]);
    expect(show(ordered(99, 101), null, { reason: 'duplicate' })).toEqual([]);
  });
});
