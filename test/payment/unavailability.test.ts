import { describe, expect, it } from 'vitest';
import { device, regime } from '../sla/world.ts';
import { fault, stated, town } from './history.ts';

const NOV = '2026-11-01T12:00Z';
const measure = (more: object) => ({ measures: [{ code: 'M', ...more }] });

describe('rule 11.3: service time and downtime are taken by one clock', () => {
  /** Covered Mo-Fr 10:00-18:00; the fault lasts from Friday 17:00 to Monday 11:00 UTC. */
  const office = town({
    calendars: [{ code: 'ALWAYS', hours: 'Mo-Fr 10:00-18:00', holidays: [] }],
    regimes: [regime('R', { calendar: 'ALWAYS' })],
    sites: town().sites.map((site) => ({ ...site, timeZone: 'UTC' })),
  });
  const weekend = [fault('X', '2026-10-02T17:00Z', 66)];
  const percentOf = (time: string, calls = weekend) => {
    const terms = measure({ metric: 'availability', time, rule: { kind: 'bands', bands: [{ effect: 'none' }] } });
    return stated(office, calls, terms, '2026-10', NOV).lines.find((line) => line.measure === 'M')!;
  };

  it('covered time: 2 of the 176 hours of October', () => {
    const { basis, measured } = percentOf('coverage');
    expect(basis).toMatchObject({ serviceHours: '176', downHours: '2' });
    expect(Number.parseFloat(measured!)).toBeCloseTo((100 * 174) / 176, 2);
  });
  it('elapsed time: 66 of all its 744 hours', () => {
    const { basis, measured } = percentOf('elapsed');
    expect(basis).toMatchObject({ serviceHours: '744', downHours: '66' });
    expect(Number.parseFloat(measured!)).toBeCloseTo((100 * 678) / 744, 2);
  });
  it('three weeks down leave some availability', () => {
    const { measured } = percentOf('elapsed', [fault('X', '2026-10-02T17:00Z', 21 * 24)]);
    expect(Number.parseFloat(measured!)).toBeCloseTo((100 * (744 - 504)) / 744, 2);
  });
});

describe('rule 11.5: a zone that needs k devices is charged while fewer are up', () => {
  const zone = (required: number | null) =>
    town({
      zones: [{ code: 'Z1', name: null, requiredAvailable: required }],
      devices: [device('D1', { zone: 'Z1' }), device('D2', { zone: 'Z1' })],
    });
  const EACH_PERIOD = {
    ...{ kind: 'steps', threshold: 0, side: 'over', step: 1, count: 'full' },
    ...{ effect: 'abatement', amount: '1.00' },
  };
  const tenHours = fault('X', '2026-10-05T08:00Z', 10);
  const overlapping = fault('Y', '2026-10-05T12:00Z', 10, { device: 'D2' });
  const charged = (metric: string, required: number | null, calls = [tenHours]) => {
    const terms = measure({
      metric,
      scope: { zone: 'Z1' },
      deduction_period: 'PT2H',
      rule: metric === 'unavailability' ? { kind: 'events', amount: '1.00' } : EACH_PERIOD,
    });
    return stated(zone(required), calls, terms, '2026-10', NOV).amounts.at(-1);
  };

  it.each(['unavailability', 'downtime_periods'])('%s: nothing while 1 of 2 is up, which is enough', (metric) => {
    expect(charged(metric, 1)).toBe('M 0.00');
  });
  it.each(['unavailability', 'downtime_periods'])('%s: 5 periods of 2 hours where both are needed', (metric) => {
    expect(charged(metric, 2)).toBe('M -5.00');
  });
  it('the hours in which both are down, where one is enough: 12:00 to 18:00', () => {
    expect(charged('unavailability', 1, [tenHours, overlapping])).toBe('M -3.00');
  });
  it('each device where the zone needs no number', () => {
    expect(charged('unavailability', null, [tenHours, overlapping])).toBe('M -10.00');
  });
});

describe('rule 11.3: months without known data have no figure', () => {
  const bonus = measure({
    metric: 'availability',
    rule: {
      kind: 'bands',
      bands: [
        { from: 99, effect: 'bonus', percent: 1 },
        { to: 99, effect: 'none' },
      ],
    },
  });
  const first = [fault('X', '2026-09-15T08:00Z', 1)];
  it('so no bonus of 100 % is paid for the months before the first call', () => {
    const { total, lines } = stated(town(), first, bonus, '2026-08', NOV);
    expect(total).toBe(10_000_00);
    expect(lines.find((line) => line.measure === 'M')).toMatchObject({ measured: null, amount: 0 });
  });
  it('the month of the first call has one', () => {
    expect(stated(town(), first, bonus, '2026-09', NOV).total).toBe(10_100_00);
  });
});

it('rule 11.4: service and downtime of one device are real time, whatever its weight', () => {
  const tables = town({ devices: [device('D1', { weight: 2 })] });
  const terms = measure({
    metric: 'availability',
    scope: { device: 'D1' },
    rule: { kind: 'bands', bands: [{ effect: 'none' }] },
  });
  const line = stated(tables, [fault('X', '2026-10-05T08:00Z', 10)], terms, '2026-10', NOV).lines.at(-1);
  expect(line!.basis).toMatchObject({ serviceHours: '744', downHours: '10' });
});
