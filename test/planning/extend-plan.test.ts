import { describe, expect, test } from 'vitest';
import { minor } from '../../engine/model/units.ts';
import { extendPlan, planTerritory } from '../../engine/planning/index.ts';
import { hours, ORDER_ALONE, world } from './world.ts';

const RESOURCES = [
  { code: 'R1', km: 0 },
  { code: 'R2', km: 100 },
];
const POLICY = { policy: { hourlyCost: minor(600) } };
const given = (plan: { allocations: readonly { call: string; resource: string }[] }) =>
  plan.allocations.map(({ call, resource }) => `${call} ${resource}`);

describe('a plan extended by what has just come in', () => {
  const near = { number: 'C1', km: 1, work: hours(1) };
  const second = { number: 'C2', km: 2, work: hours(1) };
  const { input } = world([near, second], RESOURCES, POLICY);
  const before = planTerritory({ ...input, calls: input.calls.slice(0, 1) }, ORDER_ALONE);

  test('the new call gets its cheapest place, the others stay', () => {
    expect(given(before)).toEqual(['C1 R1']);
    expect(given(extendPlan(input, before)).sort()).toEqual(['C1 R1', 'C2 R1']);
  });

  test('a call of somebody who is not there any more is placed anew', () => {
    const { input: alone } = world([near], [RESOURCES[1]!], POLICY);
    expect(given(extendPlan(alone, before))).toEqual(['C1 R2']);
  });

  test('a call that is over is not in it any more', () => {
    expect(given(extendPlan({ ...input, calls: input.calls.slice(1) }, before))).toEqual(['C2 R1']);
  });

  test('what nobody can take is unallocated, with reasons', () => {
    const { input: hard } = world([near, { ...second, skills: [{ skill: 'radio', level: 1 }] }], RESOURCES, POLICY);
    const [unplaced] = extendPlan(hard, before).unallocated;
    expect([unplaced?.call, unplaced?.reasons[0]?.code]).toEqual(['C2', 'skill-missing']);
  });
});
