import { describe, expect, test } from 'vitest';
import type { Plan } from '../../engine/model/plan.ts';
import { minor } from '../../engine/model/units.ts';
import {
  checkPlan,
  differenceOfPlans,
  type PlannableCall,
  planAsItStands,
  planTerritory,
  presentPlan,
  type TerritoryInput,
} from '../../engine/planning/index.ts';
import { at, hours, minutes, priced, type TestCall, type TestResource, world } from './world.ts';

const policy = priced(
  {
    respond: { step: minor(2000), perHour: minor(1000) },
    fix: { step: minor(4000), perHour: minor(2000) },
    unplaced: minor(600_000),
  },
  { hourlyCost: minor(4000), churn: minor(2500) },
);
const calls: TestCall[] = Array.from({ length: 24 }, (_, k) => ({
  number: `C${String(k).padStart(2, '0')}`,
  km: (k * 29) % 61,
  work: minutes(30 + ((k * 7) % 4) * 10),
  respondBy: at(9 + (k % 7)),
  fixBy: at(11 + (k % 9)),
}));
const resources: TestResource[] = [{ code: 'R1' }, { code: 'R2', km: 30 }, { code: 'R3', km: 60 }];
const made = world(calls, resources, { policy });
const { input, reference, now } = made;
const budget = { seed: 1, iterations: 3000, milliseconds: null };
const first = planTerritory(input, budget);

const again = (changed: TerritoryInput, plan: Plan = first, before: TerritoryInput | null = input): Plan =>
  planTerritory({ ...changed, ...presentPlan(changed, plan, before) }, budget);
const places = ({ allocations }: Plan) => allocations.map(({ call, resource, start }) => [call, resource, start]);

describe('a plan made again', () => {
  test('is the same where nothing has changed, whatever the seed and the budget', () => {
    for (const seed of [1, 2, 3]) {
      const present = presentPlan(input, first, input);
      const plan = planTerritory({ ...input, ...present }, { seed, iterations: 20_000, milliseconds: null });
      expect(places(plan)).toEqual(places(first));
      expect(plan.changeCost).toBe(0);
    }
  });
  test('moves nobody’s call for one call more that has room of its own', () => {
    const more: PlannableCall = { ...input.calls[0]!, number: 'C99', respondBy: null, fixBy: null };
    const changed = { ...input, calls: [...input.calls, more] };
    const difference = differenceOfPlans(first, again(changed), 'UTC');
    expect(difference.added.map(({ call }) => call)).toEqual(['C99']);
    expect(difference.moved).toEqual([]);
  });
  test('gives the calls of somebody absent to others, at the price of moving them', () => {
    const gone = first.allocations.find(({ resource }) => resource === 'R2')!;
    const without = { ...input, resources: input.resources.map((r) => (r.code === 'R2' ? { ...r, shifts: [] } : r)) };
    const plan = again(without);
    expect(plan.allocations.find(({ call }) => call === gone.call)?.resource).not.toBe('R2');
    expect(plan.allocations.every(({ resource }) => resource !== 'R2')).toBe(true);
    const moved = first.allocations.filter(({ resource }) => resource === 'R2').length;
    expect(plan.changeCost).toBeGreaterThanOrEqual(moved * 2500);
  });
  test('looks again at a call that has become urgent', () => {
    const last = first.allocations.reduce((a, b) => (b.start > a.start ? b : a));
    const urgent = input.calls.map((call) =>
      call.number === last.call ? { ...call, respondBy: at(8.5), fixBy: at(9.5), priority: 1 } : call,
    );
    const plan = again({ ...input, calls: urgent });
    expect(plan.allocations.find(({ call }) => call === last.call)!.start).toBeLessThan(last.start);
  });
  test('work that has started stays where it is, whatever is looked at again', () => {
    const { call: number, resource } = first.allocations.reduce((a, b) => (b.start < a.start ? b : a));
    const calls = input.calls.map((call) =>
      call.number === number ? { ...call, status: 'on-site' as const, resource, respondedAt: input.now } : call,
    );
    const started = { ...input, calls };
    const lookAgain = new Set(calls.map((call) => call.number));
    const plan = planTerritory({ ...started, ...presentPlan(started, first, input), lookAgain }, budget);
    expect(plan.allocations.find(({ call }) => call === number)).toMatchObject({ resource, fixed: true });
  });
  test('anew begins at the present plan and never costs more', () => {
    const present = presentPlan(input, first, input);
    const plan = planTerritory({ ...input, ...present }, { ...budget, seed: 9, fresh: true });
    expect(plan.cost.total).toBeLessThanOrEqual(first.cost.total);
  });
  test('is priced by the checker as by the planner, the price of moving too', () => {
    const without = { ...input, resources: input.resources.map((r) => (r.code === 'R2' ? { ...r, shifts: [] } : r)) };
    const present = presentPlan(without, first, input);
    const plan = planTerritory({ ...without, ...present }, budget);
    const absent = { ...reference, absences: [{ resource: 'R2', from: at(0), to: at(24 * 9), reason: null, row: 2 }] };
    const asked = new Map(input.calls.map((call) => [call.number, call]));
    const pricing = { orderedOf: (call: string) => asked.get(call) ?? null, present: present.present };
    expect(checkPlan(absent, made.calls, plan, now, undefined, pricing)).toEqual([]);
    expect(plan.changeCost).toBeGreaterThan(0);
    const cheaper = { ...plan, changeCost: minor(0) };
    expect(checkPlan(absent, made.calls, cheaper, now, undefined, pricing).map(({ code }) => code)).toEqual([
      'cost-mismatch',
    ]);
  });
});

describe('with more work than there are people for', () => {
  // Appointments on one morning alone: who finds no place on it has none at all.
  const crowd: TestCall[] = Array.from({ length: 40 }, (_, k) => ({
    number: `D${String(k).padStart(2, '0')}`,
    km: (k * 29) % 61,
    work: minutes(40 + ((k * 7) % 4) * 10),
    respondBy: at(9 + (k % 5)),
    fixBy: at(10 + (k % 7)),
    latest: k % 2 === 0 ? at(11) : null,
  }));
  const busy = world(crowd, resources, { policy });
  const plan = planTerritory(busy.input, budget);
  const replanned = (changed: TerritoryInput) =>
    planTerritory({ ...changed, ...presentPlan(changed, plan, busy.input) }, budget);
  const without = (number: string) => ({
    ...busy.input,
    calls: busy.input.calls.filter((call) => call.number !== number),
  });
  const some = plan.allocations.filter((_, k) => k % 3 === 0);

  test('some calls have no place, and some are late', () => {
    expect(plan.unallocated.length).toBeGreaterThan(0);
    expect(plan.cost.respondLate + plan.cost.fixLate).toBeGreaterThan(0);
  });
  test('the same plan is made again where nothing has changed', () => {
    expect(places(replanned(busy.input))).toEqual(places(plan));
  });
  test('no call that is gone makes the plan dearer, nor gives half of the others to somebody else', () => {
    for (const { call } of some) {
      const after = replanned(without(call));
      const stands = planAsItStands(without(call), plan);
      expect(after.cost.total).toBeLessThanOrEqual(stands.cost.total);
      expect(differenceOfPlans(plan, after, 'UTC').moved.length * 2).toBeLessThan(plan.allocations.length);
    }
  });
  test('a call that was left out gets the time of one that is gone', () => {
    const left = new Set(plan.unallocated.map(({ call }) => call));
    const placed = some.filter(({ call }) => replanned(without(call)).allocations.some((each) => left.has(each.call)));
    expect(placed.length).toBeGreaterThan(0);
  });
});

test('what people know is settled where nothing has changed about it, and late calls are not where there is more time', () => {
  const settled = (changed: TerritoryInput, before: TerritoryInput | null) => [
    ...presentPlan(changed, first, before).lookAgain,
  ];
  expect(settled(input, input)).toEqual([]);
  expect(settled(input, null)).toEqual([]);
  const longer = { ...input.calls[3]!, workTime: hours(2) };
  expect(settled({ ...input, calls: input.calls.with(3, longer) }, input)).toEqual([longer.number]);
  const fewer = { ...input, resources: input.resources.slice(0, 2) };
  const late = first.allocations.filter(({ call, arrival, finish }) => {
    const { respondBy, fixBy } = input.calls.find(({ number }) => number === call)!;
    return arrival > respondBy! || finish > fixBy!;
  });
  expect(settled(input, fewer).sort()).toEqual(late.map(({ call }) => call).sort());
});
