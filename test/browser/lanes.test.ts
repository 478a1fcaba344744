import { describe, expect, it } from 'vitest';
import type { Dispatch } from '../../api/board/data/dispatch-store.ts';
import type { Allocation, Plan, Resource } from '../../api/board/data/types.ts';
import { lanesOf } from '../../api/board/dispatch/lanes.ts';

const stop = (call: string, resource: string, start: string) =>
  ({ call, resource, start, finish: start, travel_start: start, arrival: start, fixed: false }) as Allocation;
const plan = (territory: string, resources: readonly string[], allocations: readonly Allocation[]) =>
  ({
    territory,
    resources: resources.map((code) => ({ code, name: code })),
    allocations,
    unallocated: [],
  }) as unknown as Plan;
const dispatch = (territory: string): Dispatch => {
  const plans = [
    plan('HARBOUR', ['T1'], [stop('C2', 'T25', '2026-06-01T11:00:00Z'), stop('C3', 'T1', '2026-06-01T09:00:00Z')]),
    plan('HEIGHTS', ['T25'], [stop('C1', 'T25', '2026-06-01T09:00:00Z'), stop('C4', 'T25', '2026-06-01T13:00:00Z')]),
  ];
  return {
    territory,
    plans: new Map(plans.map((each) => [each.territory, each])),
    resources: [{ code: 'T25', name: 'Yusuf' } as Resource],
    names: new Map([
      ['T1', 'Ines'],
      ['T25', 'Yusuf'],
    ]),
  } as unknown as Dispatch;
};
const drawn = (territory: string) =>
  lanesOf(dispatch(territory)).map(({ resource, stops }) => [resource, stops.map(({ call }) => call)]);

describe('rule: no visit of the board is in no lane', () => {
  it('one lane a person, with the visits that every territory gives them, by start', () => {
    expect(drawn('')).toEqual([
      ['T1', ['C3']],
      ['T25', ['C1', 'C2', 'C4']],
    ]);
  });
  it('somebody lent has a lane where they are lent to', () => {
    expect(drawn('HARBOUR').map(([resource]) => resource)).toEqual(['T1', 'T25']);
    expect(lanesOf(dispatch('HARBOUR'))[1]).toMatchObject({ name: 'Yusuf', territory: 'HARBOUR' });
    expect(drawn('HEIGHTS')).toEqual([['T25', ['C1', 'C2', 'C4']]]);
  });
});
