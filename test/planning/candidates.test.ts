import { describe, expect, test } from 'vitest';
import { minor } from '../../engine/model/units.ts';
import { checkPlan, planTerritory, rankCandidates, tryAllocation } from '../../engine/planning/index.ts';
import { at, hours, ORDER_ALONE, world } from './world.ts';

const lift = [{ skill: 'lift', level: 1 }];
const { reference, calls, input, now } = world(
  [
    { number: 'C1', km: 30, skills: lift },
    { number: 'C2', work: hours(8) },
  ],
  [
    { code: 'R1', skills: lift, km: 10 },
    { code: 'R2', skills: lift, km: 25 },
    { code: 'R3', km: 30 },
  ],
  { policy: { hourlyCost: minor(600) } },
);
const plan = planTerritory(input, ORDER_ALONE);

describe('candidates of a call', () => {
  test('those that can take it come first, the cheapest first, each with times and extra cost', () => {
    expect(
      rankCandidates(input, plan, 'C1').map((c) => [c.resource, c.feasible, c.extra?.cost.total, c.times?.start]),
    ).toEqual([
      ['R2', true, 100, at(8) + 5 * 60_000],
      ['R1', true, 400, at(8) + 20 * 60_000],
      ['R3', false, undefined, undefined],
    ]);
  });
  test('the others say what bars them', () =>
    expect(rankCandidates(input, plan, 'C1')[2]!.reasons.map((r) => r.code)).toEqual(['skill-missing']));
  test('who has it at present is marked', () =>
    expect(
      rankCandidates(input, plan, 'C1')
        .filter((c) => c.present)
        .map((c) => c.resource),
    ).toEqual(['R2']));
  test('a pinned call has the candidates that it would have without the pin', () => {
    const pinned = {
      ...input,
      calls: input.calls.map((c) => (c.number === 'C1' ? { ...c, pinned: true, resource: 'R1' } : c)),
    };
    const ranked = rankCandidates(pinned, plan, 'C1');
    expect(ranked).toEqual(rankCandidates(input, plan, 'C1'));
    expect(ranked.filter(({ feasible }) => feasible).length).toBeGreaterThan(1);
  });
  test('a call that has been started has one candidate', () => {
    const fixed = {
      ...input,
      calls: input.calls.map((c) => ({ ...c, status: 'accepted' as const, resource: 'R1' })),
    };
    const ranked = rankCandidates(fixed, planTerritory(fixed, ORDER_ALONE), 'C1');
    expect(ranked.map((c) => [c.resource, c.feasible, c.reasons[0]?.code])).toEqual([
      ['R1', true, undefined],
      ['R3', false, 'call-fixed'],
      ['R2', false, 'call-fixed'],
    ]);
  });
  test('no such call, no candidates', () => expect(rankCandidates(input, plan, 'C9')).toEqual([]));
});

describe('allocating by hand', () => {
  test('where the rules allow it nothing else moves', () => {
    const tried = tryAllocation(input, plan, 'C1', 'R1');
    if (!tried.ok) throw new Error();
    expect(tried.value.allocations.find((a) => a.call === 'C1')).toMatchObject({ resource: 'R1', fixed: true });
    expect(tried.value.allocations.find((a) => a.call === 'C2')).toEqual(plan.allocations.find((a) => a.call === 'C2'));
    expect(checkPlan(reference, calls, tried.value, now)).toEqual([]);
  });
  test('where they do not, the plan has it all the same and the checker names the rule', () => {
    const tried = tryAllocation(input, plan, 'C1', 'R3');
    if (!tried.ok) throw new Error();
    expect(tried.value.allocations.find((a) => a.call === 'C1')).toMatchObject({ resource: 'R3', fixed: true });
    expect(checkPlan(reference, calls, tried.value, now)).toMatchObject([
      { code: 'skill-missing', call: 'C1', resource: 'R3', fixed: false },
    ]);
  });
  test('an unknown call and an unknown resource are both reported', () => {
    const tried = tryAllocation(input, plan, 'C9', 'R9');
    expect(tried.ok ? [] : tried.problems.map((p) => p.code)).toEqual([
      'call-not-plannable',
      'resource-not-in-territory',
    ]);
  });
});
