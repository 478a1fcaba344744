import { describe, expect, test } from 'vitest';
import type { Policy } from '../../engine/model/policy.ts';
import { minor } from '../../engine/model/units.ts';
import { joinPlans, planTerritory } from '../../engine/planning/index.ts';
import { at, hours, minutes, ORDER_ALONE, priced, type TestCall, type TestResource, world } from './world.ts';

const planned = (calls: TestCall[], resources: TestResource[], policy: Partial<Policy>) =>
  planTerritory(world(calls, resources, { policy }).input, ORDER_ALONE);
const cost = (calls: TestCall[], resources: TestResource[], policy: Partial<Policy>) =>
  planned(calls, resources, policy).cost;

describe('lateness: arrival against respond_by, finish against fix_by', () => {
  const late = priced({
    respond: { step: minor(1000), perHour: minor(600) },
    fix: { step: minor(3000), perHour: minor(1200) },
  });
  // 30 minutes of travel: arrival 08:30, an hour of work: finish 09:30.
  const one = (call: Partial<TestCall>, policy = late) =>
    cost([{ number: 'C1', km: 30, ...call }], [{ code: 'R1' }], policy);

  test('at the deadline it is not late', () => expect(one({ respondBy: at(8.5), fixBy: at(9.5) }).total).toBe(0));
  test('a second later it costs the step, and the second', () =>
    expect(one({ respondBy: (at(8.5) - 1000) as never }).respondLate).toBe(1000));
  test('an hour and a half later it costs the step and one and a half hours', () =>
    expect(one({ respondBy: at(7) })).toMatchObject({ respondLate: 1000 + 900, fixLate: 0, total: 1900 }));
  test('fix likewise', () => expect(one({ fixBy: at(9) })).toMatchObject({ respondLate: 0, fixLate: 3000 + 600 }));
  test('nothing for respond once responded', () => {
    const call = { number: 'C1', respondBy: at(1), respondedAt: at(6.5), status: 'on-site', resource: 'R1' } as const;
    expect(cost([call], [{ code: 'R1' }], late).respondLate).toBe(0);
  });
  test('the factor of the priority multiplies step and hours', () => {
    const factors = { ...late, priorityFactors: [3, 1, 1, 1, 1, 1, 1, 1, 1] };
    expect(one({ respondBy: at(7), priority: 1 }, factors).respondLate).toBe(5700);
  });
  test('another class has another price', () => expect(one({ respondBy: at(7), class: 'planned' }).total).toBe(0));
});

test('a call left out costs what its class and priority say; those that nobody may be sent to cost nothing', () => {
  const policy = priced({ unplaced: minor(5000) }, { priorityFactors: [2, 1, 1, 1, 1, 1, 1, 1, 1] });
  const calls: TestCall[] = [
    { number: 'C1', priority: 1 },
    { number: 'C2' },
    { number: 'C3', duplicateOf: 'C1' },
    { number: 'C4', holds: [{ from: at(0), to: null, reason: 'no access' }] },
  ];
  expect(cost(calls, [], policy)).toMatchObject({ unplaced: 15_000, total: 15_000 });
});

test('travel is priced by time and kilometre, there and back', () => {
  // 30 km out and 30 km back at 60 km/h: an hour at 20.00, 60 km at 0.50.
  const policy = { hourlyCost: minor(2000), perKilometre: minor(50) };
  expect(cost([{ number: 'C1', km: 30 }], [{ code: 'R1' }], policy).travel).toBe(2000 + 3000);
  expect(cost([{ number: 'C1', km: 30 }], [{ code: 'R1', hourlyCost: minor(6000) }], policy).travel).toBe(6000 + 3000);
  expect(cost([{ number: 'C1', km: 30 }], [{ code: 'R1', speed: 2 }], policy).travel).toBe(1000 + 3000);
  expect(cost([{ number: 'C1', km: 30 }], [{ code: 'R1' }], { ...policy, detourFactor: 1.5 }).travel).toBe(3000 + 4500);
  expect(cost([{ number: 'C1', km: 30 }], [{ code: 'R1' }], { ...policy, routeEnd: 'open' }).travel).toBe(2500);
});

test('overtime is priced from the regular end to being back home', () => {
  const policy = { hourlyCost: minor(2000), overtimeUpTo: hours(2), overtimeFactor: 1.5 };
  // 30 min out, 8 h of work, 30 min back: home at 17:00, the shift ends at 16:00.
  expect(cost([{ number: 'C1', km: 30, work: hours(8) }], [{ code: 'R1' }], policy).overtime).toBe(3000);
});

test('imbalance is the distance from the mean load, both as share of available hours', () => {
  // One shift of 8 h for R1 and of 4 h for R2; 3 h of work: the shares are 2 h and 1 h. All three with one of them: 1 h
  // too many for R1 and 1 h too few for R2, or 2 h away each.
  const policy = { horizon: hours(10), imbalancePerHour: minor(100) };
  const resources = [{ code: 'R1' }, { code: 'R2', hours: 'Mo-Fr 08:00-12:00' }];
  expect(cost([{ number: 'C1', work: hours(3) }], resources, policy).imbalance).toBe(200);
  const three = [1, 2, 3].map((i) => ({ number: `C${i}` }));
  expect(cost(three, resources, policy).imbalance).toBe(0);
});

describe('scarce skills', () => {
  const expert = { code: 'R0', skills: [{ skill: 'hydraulics', level: 3 }] };
  const others = [1, 2, 3, 4].map((i) => ({ code: `R${i}`, km: 30 }));
  const policy = { scarceSkillPerHour: minor(700), hourlyCost: minor(600) };
  test('an expert of whom there is one in five costs more on common work', () => {
    expect(cost([{ number: 'C1', work: hours(2) }], [expert, ...others], { scarceSkillPerHour: minor(0) }).total).toBe(
      0,
    );
    // Half an hour each way costs 600, two hours of the expert 1400.
    expect(cost([{ number: 'C1', work: hours(2) }], [expert, ...others], policy)).toMatchObject({
      scarceSkills: 0,
      travel: 600,
    });
  });
  test('and nothing on work that needs that skill, at whatever level', () => {
    const call = { number: 'C1', skills: [{ skill: 'hydraulics', level: 1 }] };
    expect(cost([call], [expert, ...others], policy).scarceSkills).toBe(0);
  });
  test('one in four is not scarce', () =>
    expect(cost([{ number: 'C1' }], [expert, ...others.slice(1)], policy).total).toBe(0));
  test('it is paid by the hour where nobody else can come', () => {
    const absent = others.map((r) => ({ ...r, hours: 'Sa 08:00-09:00' }));
    expect(cost([{ number: 'C1', work: minutes(90) }], [expert, ...absent], policy).scarceSkills).toBe(1050);
  });
});

describe('churn', () => {
  const resources = [{ code: 'R1', km: 30 }, { code: 'R2' }];
  const told = [{ number: 'C1', status: 'allocated', resource: 'R1' } as const];
  test('a call already given to somebody moves where that saves more than its price', () => {
    const told500 = planned(told, resources, { churn: minor(500), hourlyCost: minor(600) });
    expect(told500).toMatchObject({ changeCost: 500, cost: { travel: 0 } });
    const told700 = planned(told, resources, { churn: minor(700), hourlyCost: minor(600) });
    expect(told700).toMatchObject({ changeCost: 0, cost: { travel: 600 } });
  });
  test('it is no part of what the plan costs as it stands', () => {
    const { cost: stands, changeCost } = planned(told, resources, { churn: minor(500), hourlyCost: minor(600) });
    expect([stands.total, changeCost]).toEqual([0, 500]);
  });
  test('it never moves where the policy says so', () =>
    expect(cost(told, resources, { hourlyCost: minor(600), mayMoveAllocated: false }).travel).toBe(600));
});

test('plans of several territories add up part by part', () => {
  const plan = planTerritory(
    world([{ number: 'C1', km: 30 }], [{ code: 'R1' }], { policy: { hourlyCost: minor(600) } }).input,
    ORDER_ALONE,
  );
  expect(joinPlans([plan, plan]).cost).toMatchObject({ total: 1200, travel: 1200 });
  expect(joinPlans([plan, plan]).allocations).toHaveLength(2);
});
