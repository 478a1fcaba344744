import { expect, test } from 'vitest';
import { instant } from '../../engine/model/units.ts';
import { countLate, missedTargets } from '../../engine/planning/index.ts';
import { at } from './world.ts';

const deadlines = { respondBy: at(9), fixBy: at(11) };
const place = (arrival: number, finish: number) => ({ arrival: instant(arrival), finish: instant(finish) });

test('late by a plan: arrival after the respond deadline, finish after the fix deadline; at the deadline is in time', () => {
  const missed = (arrival: number, finish: number) =>
    missedTargets(deadlines, null, place(arrival, finish)).map(({ clock, expected }) => [clock, expected]);
  expect(missed(at(9), at(11))).toEqual([]);
  expect(missed(at(9) + 1, at(11))).toEqual([['respond', at(9) + 1]]);
  expect(missed(at(9), at(11) + 1)).toEqual([['fix', at(11) + 1]]);
  expect(missed(at(10), at(12)).length).toBe(2);
});

test('where somebody has been on site, or there is no target, none is missed', () => {
  expect(missedTargets(deadlines, at(8), place(at(10), at(11)))).toEqual([]);
  expect(missedTargets({ respondBy: null, fixBy: null }, null, place(at(10), at(12)))).toEqual([]);
});

test('the late visits of a plan are counted by calls, not by targets', () => {
  const allocation = (call: string, arrival: number, finish: number) => ({
    ...{ call, resource: 'R1', travelStart: at(arrival), arrival: at(arrival), start: at(arrival) },
    ...{ finish: at(finish), travelSeconds: 0, fixed: false },
  });
  const calls = ['C1', 'C2', 'C3'].map((number) => ({ number, ...deadlines, respondedAt: null }));
  const allocations = [allocation('C1', 10, 12), allocation('C2', 9, 11), allocation('C9', 10, 12)];
  expect(countLate(calls, { allocations })).toBe(1);
});
