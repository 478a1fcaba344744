import { describe, expect, test } from 'vitest';
import { defaultPolicy } from '../../engine/dataset/index.ts';
import type { Resource } from '../../engine/model/resource.ts';
import { greatCircle } from '../../engine/order/criteria/great-circle.ts';
import { createLeastTravel } from '../../engine/order/criteria/least-travel.ts';
import { date, device, reference, site } from '../sla/world.ts';

const LONDON = { latitude: 51.5074, longitude: -0.1278 };
const PARIS = { latitude: 48.8566, longitude: 2.3522 };

const resource = (code: string, more: Partial<Resource>): Resource => ({
  code,
  name: code,
  skills: [],
  territory: 'T',
  ...LONDON,
  calendar: 'OFFICE',
  maxCalls: null,
  hourlyCost: null,
  speed: 1,
  ...more,
});

test('great-circle distance: London to Paris is 344 km, a quarter of the equator 10,008 km', () => {
  expect(greatCircle(LONDON, PARIS)).toBeCloseTo(343.6, 0);
  expect(greatCircle({ latitude: 0, longitude: 0 }, { latitude: 0, longitude: 90 })).toBeCloseTo(10_007.6, 0);
  expect(greatCircle(PARIS, PARIS)).toBe(0);
});

describe('least travel is that of the nearest resource that could come', () => {
  const policy = { ...defaultPolicy('EUR'), speed: 100, detourFactor: 1 };
  const seconds = (resources: readonly Resource[], lent: (typeof policy)['lent'] = []) => {
    const world = reference({
      policy: { ...policy, lent },
      resources,
      territories: ['T', 'U'].map((code) => ({ code, name: code, timeZone: 'Europe/London' })),
      sites: [site('S1', { ...PARIS, skills: [{ skill: 'lift', level: 2 }] })],
      devices: [device('D1')],
    });
    return Math.round(createLeastTravel(world)('D1') / 1000);
  };
  const skills = [{ skill: 'lift', level: 2 }];
  const inParis = { ...PARIS, longitude: 2.4 };
  const fromLondon = Math.round(greatCircle(LONDON, PARIS) * 36);

  test('with its own speed', () => {
    expect(seconds([resource('R1', { skills })])).toBe(fromLondon);
    expect(seconds([resource('R1', { skills, speed: 2 })])).toBe(Math.round(fromLondon / 2));
  });
  test('not of one that lacks a skill at its level, or works in another territory', () => {
    const near = resource('R2', { ...inParis, skills: [{ skill: 'lift', level: 1 }] });
    const foreign = resource('R3', { ...inParis, skills, territory: 'U' });
    expect(seconds([resource('R1', { skills }), near, foreign])).toBe(fromLondon);
    const lent = [{ resource: 'R3', territory: 'T', on: date('2026-06-01') }];
    expect(seconds([resource('R1', { skills }), near, foreign], lent)).toBeLessThan(200);
  });
  test('none where nobody could come', () => expect(seconds([])).toBe(0));
});
