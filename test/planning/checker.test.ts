import { expect, test } from 'vitest';
import type { Allocation, Plan } from '../../engine/model/plan.ts';
import { type Instant, instant, minor } from '../../engine/model/units.ts';
import { checkPlan, planTerritory } from '../../engine/planning/index.ts';
import { at, hours, ORDER_ALONE, world } from './world.ts';

/** C1 08:30 to 09:30 at 30 km, C2 10:00 to 11:00 at 60 km, back home at 12:00; C3 is a duplicate. R2 lacks the skill. */
const lift = [{ skill: 'lift', level: 1 }];
const { reference, calls, input, now } = world(
  [
    { number: 'C1', km: 30, skills: lift },
    { number: 'C2', km: 60, skills: lift, earliest: at(9), latest: at(11) },
    { number: 'C3', duplicateOf: 'C1' },
  ],
  [
    { code: 'R1', skills: lift, hours: 'Mo-Fr 08:00-12:00', maxCalls: 2 },
    { code: 'R2', km: 30, hours: 'Mo-Fr 08:00-12:00' },
    { code: 'R3', skills: lift, territory: 'U' },
  ],
  { policy: { hourlyCost: minor(600) } },
);
const good = planTerritory(input, ORDER_ALONE);

/** Codes found in the good plan with one allocation changed. */
const broken = (call: string, change: (a: Allocation) => Partial<Allocation>, plan: Plan = good) =>
  checkPlan(
    reference,
    calls,
    { ...plan, allocations: plan.allocations.map((a) => (a.call === call ? { ...a, ...change(a) } : a)) },
    now,
  ).map(({ code, call: c, fixed }) => `${code} ${c ?? ''}${fixed ? ' fixed' : ''}`.trim());

const shifted = (ms: number) => (a: Allocation) => {
  const by = (t: Instant) => instant(t + ms);
  return { travelStart: by(a.travelStart), arrival: by(a.arrival), start: by(a.start), finish: by(a.finish) };
};

test('the planner’s own plan is passed', () => expect(checkPlan(reference, calls, good, now)).toEqual([]));
test('a resource without the skill', () =>
  expect(broken('C1', () => ({ resource: 'R2' }))).toContain('skill-missing C1'));
test('a resource of another territory', () =>
  expect(broken('C1', () => ({ resource: 'R3' }))).toContain('wrong-territory C1'));
test('somebody who is not a resource', () =>
  expect(broken('C1', () => ({ resource: 'R9' }))).toContain('unknown-resource C1'));
test('a second too little travel', () =>
  expect(
    broken('C1', (a) => ({ travelStart: instant(a.travelStart + 1000), travelSeconds: a.travelSeconds - 1 })),
  ).toEqual(['travel-too-short C1']));
test('arrival that is not travel start plus travel', () =>
  expect(broken('C1', (a) => ({ arrival: instant(a.arrival - 1) }))).toEqual(['times-inconsistent C1']));
test('work cut short', () =>
  expect(broken('C1', (a) => ({ finish: instant(a.finish - 1) }))).toEqual(['times-inconsistent C1']));
test('travel that begins before the work before it ends', () =>
  expect(broken('C1', shifted(1000))).toEqual(['overlap C2']));
test('home a second late', () => expect(broken('C2', shifted(1000))).toEqual(['late-home C2']));
test('work outside the shift', () => expect(broken('C2', shifted(hours(3)))).toContain('outside-shift C2'));
test('an appointment missed', () => expect(broken('C2', shifted(hours(2)))).toContain('appointment-missed C2'));
test('a start in the past', () => expect(broken('C1', shifted(-hours(2)))).toContain('before-now C1'));
test('more calls than the resource takes', () => {
  const narrow = { ...reference, resources: reference.resources.map((r) => ({ ...r, maxCalls: 1 })) };
  expect(checkPlan(narrow, calls, good, now).map((v) => v.code)).toEqual(['max-calls']);
});
test('an open call that is nowhere, twice, or not open at all', () => {
  const codes = (plan: Partial<Plan>) => checkPlan(reference, calls, { ...good, ...plan }, now).map((v) => v.code);
  expect(codes({ unallocated: [] })).toEqual(['call-missing']);
  expect(codes({ unallocated: [...good.unallocated, ...good.unallocated] })).toEqual(['call-repeated']);
  expect(codes({ unallocated: [...good.unallocated, { call: 'C9', reasons: [{ code: 'x', text: 'x' }] }] })).toEqual([
    'unknown-call',
  ]);
  expect(codes({ unallocated: [{ call: 'C3', reasons: [] }] })).toEqual(['no-reason']);
});
test('somebody sent to a duplicate', () => {
  const sent = { ...good.allocations[0]!, ...shifted(hours(24))(good.allocations[0]!), call: 'C3' };
  const plan = { ...good, allocations: [...good.allocations, sent], unallocated: [] };
  expect(checkPlan(reference, calls, plan, now).map((v) => v.code)).toContain('duplicate');
});
test('a pinned call with somebody else, or with nobody', () => {
  const pinned = calls.map((c) => (c.number === 'C1' ? { ...c, pinned: true, resource: 'R2' } : c));
  expect(checkPlan(reference, pinned, good, now).map((v) => v.code)).toContain('fixed-call-moved');
  const dropped = {
    ...good,
    allocations: [],
    unallocated: calls.map((c) => ({ call: c.number, reasons: [{ code: 'x', text: 'x' }] })),
  };
  expect(checkPlan(reference, pinned, dropped, now).map((v) => v.code)).toContain('fixed-call-moved');
});
test('parts that do not add up, and travel at another price', () => {
  const codes = (cost: Partial<Plan['cost']>) =>
    checkPlan(reference, calls, { ...good, cost: { ...good.cost, ...cost } }, now).map((v) => v.code);
  expect(codes({ total: minor(good.cost.total + 1) })).toEqual(['cost-mismatch']);
  expect(codes({ travel: minor(good.cost.travel + 50), total: minor(good.cost.total + 50) })).toEqual([
    'cost-mismatch',
  ]);
});
