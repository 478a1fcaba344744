import { expect, test } from 'vitest';
import { differenceOfPlans } from '../../engine/allocate/index.ts';
import type { Allocation, Plan } from '../../engine/model/plan.ts';
import { instant, minor } from '../../engine/model/units.ts';
import { at } from './world.ts';

const allocation = (call: string, resource: string, hour: number): Allocation => ({
  call,
  resource,
  travelStart: at(hour),
  arrival: at(hour),
  start: at(hour),
  finish: instant(at(hour) + 3_600_000),
  travelSeconds: 0,
  fixed: false,
});
const plan = (total: number, allocations: Allocation[], unallocated: Plan['unallocated'] = []): Plan => {
  const zero = minor(0);
  const none = {
    respondLate: zero,
    fixLate: zero,
    unplaced: zero,
    overtime: zero,
    imbalance: zero,
    scarceSkills: zero,
  };
  return { allocations, unallocated, cost: { ...none, total: minor(total), travel: minor(total), churn: zero } };
};

test('moved, added, dropped and retimed calls, each with a sentence', () => {
  const before = plan(100, [
    allocation('C1', 'R1', 8),
    allocation('C2', 'R1', 9),
    allocation('C3', 'R1', 10),
    allocation('C4', 'R1', 11),
    allocation('C5', 'R1', 12),
  ]);
  const after = plan(
    160,
    [allocation('C1', 'R1', 8), allocation('C2', 'R2', 9), allocation('C3', 'R1', 10.5), allocation('C6', 'R1', 14)],
    [{ call: 'C4', reasons: [{ code: 'shift-full', text: 'No room.' }] }],
  );
  const difference = differenceOfPlans(before, after);
  expect(difference.moved.map((c) => c.text)).toEqual([
    'C2 moves from R1 (2026-01-05T09:00:00Z) to R2 (2026-01-05T09:00:00Z).',
  ]);
  expect(difference.added.map((c) => c.text)).toEqual(['C6 is new with R1, to start 2026-01-05T14:00:00Z.']);
  expect(difference.dropped.map((c) => c.text)).toEqual([
    'C4 was with R1 (2026-01-05T11:00:00Z) and has no place now: No room.',
    'C5 was with R1 (2026-01-05T12:00:00Z) and is not in the plan any more.',
  ]);
  expect(difference.retimed.map((c) => c.text)).toEqual([
    'C3 stays with R1 and starts 30 minutes later, 2026-01-05T10:30:00Z instead of 2026-01-05T10:00:00Z.',
  ]);
  expect(difference.cost).toBe(60);
});

test('a plan does not differ from itself', () => {
  const same = plan(1, [allocation('C1', 'R1', 8)]);
  expect(differenceOfPlans(same, same)).toEqual({ moved: [], added: [], dropped: [], retimed: [], cost: 0 });
});
