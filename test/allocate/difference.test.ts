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
  const difference = differenceOfPlans(before, after, 'UTC');
  expect(difference.moved.map((c) => c.text)).toEqual(['C2 moves from R1 (Mon 5 Jan 09:00) to R2 (Mon 5 Jan 09:00).']);
  expect(difference.added.map((c) => c.text)).toEqual(['C6 is new with R1, to start Mon 5 Jan 14:00.']);
  expect(difference.dropped.map((c) => c.text)).toEqual([
    'C4 was with R1 (Mon 5 Jan 11:00) and has no place now: No room.',
    'C5 was with R1 (Mon 5 Jan 12:00) and is not in the plan any more.',
  ]);
  expect(difference.retimed.map((c) => c.text)).toEqual([
    'C3 stays with R1 and starts 30 min later, Mon 5 Jan 10:30 instead of Mon 5 Jan 10:00.',
  ]);
  expect(difference.cost).toBe(60);
});

test('a plan does not differ from itself', () => {
  const same = plan(1, [allocation('C1', 'R1', 8)]);
  expect(differenceOfPlans(same, same, 'UTC')).toEqual({ moved: [], added: [], dropped: [], retimed: [], cost: 0 });
});
