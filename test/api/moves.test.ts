import { expect, it } from 'vitest';
import { countMoves, lateIn, movesOf, withMoves } from '../../api/services/improve/moves.ts';
import { planTerritory } from '../../engine/allocate/index.ts';
import { instant } from '../../engine/model/units.ts';
import { at, ORDER_ALONE, world } from '../allocate/world.ts';

const { input } = world(
  [
    { number: 'C1', km: 1, respondBy: at(8.5) },
    { number: 'C2', km: 2, fixBy: at(8.5) },
    { number: 'C3', km: 3, resource: 'R1', pinned: true, plannedStart: at(12) },
  ],
  [{ code: 'R1' }, { code: 'R2' }],
);
const plan = planTerritory(input, ORDER_ALONE);
const placeOf = (call: string, of = plan) => of.allocations.find((each) => each.call === call)!;

it('moves of a plan made in the plan before give it', () => {
  const moved = { ...placeOf('C1'), resource: placeOf('C1').resource === 'R1' ? 'R2' : 'R1' };
  const other = { ...plan, allocations: plan.allocations.map((each) => (each.call === 'C1' ? moved : each)) };
  expect(movesOf(plan, other)).toEqual([moved]);
  expect(withMoves(plan, movesOf(plan, other)).allocations).toEqual(other.allocations);
  expect(movesOf(plan, plan)).toEqual([]);
});

it('of places found, to somebody else counts as moved, another time or a first place as retimed', () => {
  const other = placeOf('C1').resource === 'R1' ? 'R2' : 'R1';
  const found = [
    { ...placeOf('C1'), resource: other },
    { ...placeOf('C2'), start: at(15) },
  ];
  expect(countMoves(plan, found)).toEqual({ moved: 1, retimed: 1 });
  const without = { allocations: plan.allocations.filter(({ call }) => call !== 'C2') };
  expect(countMoves(without, found)).toEqual({ moved: 1, retimed: 1 });
});

it('fixed work is never moved, calls without a place get one, calls that are gone stay away', () => {
  const pinned = { ...placeOf('C3'), resource: 'R2', fixed: false };
  const gone = { ...placeOf('C1'), call: 'C9' };
  const without = {
    ...plan,
    allocations: plan.allocations.filter(({ call }) => call !== 'C2'),
    unallocated: [{ call: 'C2', reasons: [] }],
  };
  const made = withMoves(without, [pinned, gone, placeOf('C2')]);
  expect(placeOf('C3', made)).toEqual(placeOf('C3'));
  expect(made.allocations.map(({ call }) => call).sort()).toEqual(['C1', 'C2', 'C3']);
  expect(made.unallocated).toEqual([]);
});

it('counts the visits that miss a target: at the deadline is in time', () => {
  const at_ = (call: string, hours: number) => {
    const place = placeOf(call);
    const by = at(hours) - (call === 'C1' ? place.arrival : place.finish);
    return { ...place, arrival: instant(place.arrival + by), finish: instant(place.finish + by) };
  };
  const late = (...allocations: ReturnType<typeof at_>[]) => lateIn(input, { allocations });
  expect(late(at_('C1', 8.5), at_('C2', 8.5))).toBe(0);
  expect(late({ ...at_('C1', 8.5), arrival: instant(at(8.5) + 1) }, at_('C2', 8.5))).toBe(1);
  expect(late(at_('C1', 9), at_('C2', 9), placeOf('C3'))).toBe(2);
});
