import { expect, test } from 'vitest';
import type { Policy } from '../../engine/model/policy.ts';
import { minor } from '../../engine/model/units.ts';
import { planTerritory, waitsBehind } from '../../engine/planning/index.ts';
import { at, hours, ORDER_ALONE, POLICY, type TestCall, world } from './world.ts';

function waitsOf(calls: readonly TestCall[], number: string, policy: Partial<Policy> = {}, now = at(8)) {
  const { input } = world(calls, [{ code: 'R1' }], { policy: { perKilometre: minor(10), ...policy }, now });
  return waitsBehind(input, planTerritory(input, ORDER_ALONE), number);
}

test('what is begun, fixed, of a higher class and ahead in the order, each with the time that it takes', () => {
  const calls: TestCall[] = [
    { number: 'BEGUN', resource: 'R1', status: 'on-site', respondedAt: at(7.5), work: hours(1) },
    { number: 'PINNED', resource: 'R1', pinned: true, plannedStart: at(8.5), work: hours(1) },
    { number: 'EMERGENCY', class: 'emergency', work: hours(1) },
    { number: 'FIRST' },
    { number: 'LAST' },
  ];
  expect(waitsOf(calls, 'LAST')).toEqual([
    { call: 'BEGUN', class: 'normal', minutes: 30, reason: 'begun' },
    { call: 'EMERGENCY', class: 'emergency', minutes: 60, reason: 'higher-class' },
    { call: 'PINNED', class: 'normal', minutes: 60, reason: 'fixed' },
    { call: 'FIRST', class: 'normal', minutes: 60, reason: 'ahead-in-order' },
  ]);
  expect(waitsOf(calls, 'EMERGENCY').map(({ call, reason }) => [call, reason])).toEqual([['BEGUN', 'begun']]);
  expect(waitsOf(calls, 'BEGUN')).toEqual([]);
});

test('a lower class first: how much dearer the other way round would be', () => {
  const road: TestCall[] = [
    { number: 'HIGH', class: 'high', km: 40 },
    { number: 'SERVICE', class: 'planned', km: 20 },
  ];
  expect(waitsOf(road, 'HIGH', { routeEnd: 'open' })).toEqual([
    { call: 'SERVICE', class: 'planned', minutes: 80, reason: 'detour', dearer: 200 },
  ]);
});

test('a call that waits for its own appointment, and one that there is no room for before', () => {
  const calls: TestCall[] = [
    { number: 'HIGH', class: 'high', earliest: at(12), latest: at(13) },
    { number: 'SERVICE', class: 'planned', earliest: at(9), latest: at(9) },
  ];
  expect(waitsOf(calls, 'HIGH')).toMatchObject([{ call: 'SERVICE', reason: 'own-appointment' }]);
  const planned = { ...POLICY.prices.planned, unplaced: minor(100_000) };
  const dearToLeaveOut = { ...POLICY.prices, planned, high: POLICY.prices.high };
  const tight: TestCall[] = [
    { number: 'HIGH', class: 'high', work: hours(2) },
    { number: 'SERVICE', class: 'planned', earliest: at(9), latest: at(9), resource: 'R1' },
  ];
  expect(waitsOf(tight, 'HIGH', { prices: dearToLeaveOut })).toMatchObject([{ call: 'SERVICE', reason: 'no-room' }]);
});

test('a call without a place, or that nobody knows, waits behind nothing', () => {
  expect(waitsOf([{ number: 'C', work: hours(20) }], 'C')).toEqual([]);
  expect(waitsOf([{ number: 'C' }], 'X')).toEqual([]);
});
