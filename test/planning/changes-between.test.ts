import { expect, test } from 'vitest';
import type { Allocation } from '../../engine/model/plan.ts';
import {
  applyChanges,
  changesBetween,
  changesStillPossible,
  countChanges,
  isElsewhere,
} from '../../engine/planning/index.ts';
import { at } from './world.ts';

const place = (call: string, resource: string, start: number, fixed = false): Allocation => ({
  ...{ call, resource, travelStart: at(start - 0.5), arrival: at(start), start: at(start) },
  ...{ finish: at(start + 1), travelSeconds: 1800, fixed },
});
const out = (call: string) => ({ call, reasons: [{ code: 'shift-full', text: 'No room.' }] });
const plan = (allocations: Allocation[], left: string[] = []) => ({ allocations, unallocated: left.map(out) });

const before = plan(
  [place('C1', 'R1', 8), place('C2', 'R1', 9), place('C3', 'R1', 10), place('C4', 'R1', 11), place('C5', 'R1', 12)],
  ['C6', 'C7'],
);
const later = { ...place('C4', 'R1', 11), finish: at(13) };
const after = plan([place('C1', 'R2', 8), place('C3', 'R1', 15), later, place('C6', 'R2', 9)], ['C2', 'C8']);

test('each changed call is one change: where it was, where it is, or that it has no place', () => {
  const kinds = changesBetween(before, after).map(({ call, kind, left }) => [call, kind, left?.call ?? null]);
  expect(kinds).toEqual([
    ['C1', 'moved', null],
    ['C2', 'dropped', 'C2'],
    ['C3', 'retimed', null],
    ['C4', 'adjusted', null],
    ['C5', 'dropped', null],
    ['C6', 'added', null],
    ['C7', 'waiting', null],
    ['C8', 'waiting', 'C8'],
  ]);
  expect(countChanges(changesBetween(before, after))).toEqual({
    ...{ moved: 1, added: 1, dropped: 2, retimed: 1, adjusted: 1, waiting: 2 },
  });
  expect(changesBetween(before, before)).toEqual([]);
});

test('a call that another plan drops has no place in the plan that is changed by it', () => {
  const made = applyChanges(before, changesBetween(before, after));
  expect(made.allocations.map(({ call }) => call).sort()).toEqual(['C1', 'C3', 'C4', 'C6']);
  expect(made.unallocated).toEqual([out('C2'), out('C8')]);
});

test('of a later plan fixed work stays, and calls that it does not know stay away', () => {
  const changes = changesBetween(before, after);
  const now = plan([place('C1', 'R1', 8, true), place('C2', 'R1', 9)], ['C6']);
  const made = applyChanges(now, changesStillPossible(now, changes));
  expect(made.allocations).toEqual([place('C1', 'R1', 8, true), place('C6', 'R2', 9)]);
  expect(made.unallocated).toEqual([out('C2')]);
});

test('people are told about another person or another start, nothing else', () => {
  expect(isElsewhere(place('C1', 'R1', 8), place('C1', 'R2', 8))).toBe(true);
  expect(isElsewhere(place('C1', 'R1', 8), place('C1', 'R1', 9))).toBe(true);
  expect(isElsewhere(place('C4', 'R1', 11), later)).toBe(false);
});
