import { describe, expect, test } from 'vitest';
import type { PriorityRule } from '../../engine/model/priority.ts';
import { call, date, device, priorityRule, reference, ruleOne, specialDay } from './world.ts';

const NOON = '2026-06-01T12:00:00+01:00';
const rows = (...priorityRules: PriorityRule[]) =>
  reference({ priorityRules, devices: [device('D1', { zone: 'Z1' }), device('D2')] });
const levels = (rules: PriorityRule[], loggedAt = NOON, of = 'D1') =>
  ruleOne(rows(...rules), call('1', loggedAt, { device: of })).levels;

describe('domain section 8: levels', () => {
  test('5 where no row applies', () => {
    const one = ruleOne(rows(), call('1', NOON));
    expect([one.levels, one.priority]).toEqual([[5, 5, 5, 5], 5]);
  });

  test('one for each of contract, site, zone and model; the most urgent is the priority', () => {
    const rules = [
      priorityRule({ dimension: 'contract', code: 'C1', level: 4 }),
      priorityRule({ dimension: 'site', code: 'S1', level: 6 }),
      priorityRule({ dimension: 'zone', code: 'Z1', level: 2 }),
      priorityRule({ dimension: 'model', code: 'M1', level: 9 }),
      priorityRule({ dimension: 'site', code: 'S2', level: 1 }),
    ];
    const one = ruleOne(rows(...rules), call('1', NOON));
    expect([one.levels, one.priority]).toEqual([[4, 6, 2, 9], 2]);
    expect(one.because.find(({ decides }) => decides === 'priority')?.text).toBe(
      'Priority 2: the most urgent, by the zone level.',
    );
  });

  test('a device in no zone has zone level 5', () => {
    expect(levels([priorityRule({ dimension: 'zone', code: 'Z1', level: 1 })], NOON, 'D2')[2]).toBe(5);
  });

  test('all levels less urgent than 5 make a priority less urgent than 5', () => {
    const rules = (['contract', 'site', 'zone', 'model'] as const).map((dimension) =>
      priorityRule({ dimension, code: { contract: 'C1', site: 'S1', zone: 'Z1', model: 'M1' }[dimension], level: 9 }),
    );
    expect(ruleOne(rows(...rules), call('1', NOON)).priority).toBe(9);
  });

  test('a row naming a contract beats one that does not, even one valid later', () => {
    const named = priorityRule({ contract: 'C1', level: 7 });
    expect(levels([named, priorityRule({ validFrom: date('2026-05-01'), level: 2 })])[1]).toBe(7);
  });

  test('a row naming another contract does not apply', () => {
    expect(levels([priorityRule({ contract: 'C2', level: 1 })])[1]).toBe(5);
  });

  test('then the later valid_from, then the lower row', () => {
    const early = priorityRule({ validFrom: date('2026-01-01'), level: 2 });
    const late = priorityRule({ validFrom: date('2026-05-01'), level: 3 });
    expect(levels([late, early])[1]).toBe(3);
    expect(levels([priorityRule({ level: 2 }), priorityRule({ level: 4 })])[1]).toBe(4);
  });

  test('time frames are read as in section 5', () => {
    const rules = [priorityRule({ level: 6 }), priorityRule({ hours: 'Mo-Fr 07:00-09:00', level: 1 })];
    expect(levels(rules, '2026-06-01T08:00:00+01:00')[1]).toBe(1);
    expect(levels(rules, '2026-06-01T09:00:00+01:00')[1]).toBe(6);
    expect(levels([priorityRule({ validTo: date('2026-05-31'), level: 1 })])[1]).toBe(5);
  });
});

describe('domain section 8: class', () => {
  const classOf = (more = {}, world = rows()) => ruleOne(world, call('1', NOON, more)).class;

  test('planned for maintenance and installation, else normal', () => {
    const types = ['fault', 'maintenance', 'installation', 'return', 'query'] as const;
    expect(types.map((type) => classOf({ type }))).toEqual(['normal', 'planned', 'planned', 'normal', 'normal']);
  });

  test('high when an escalation has raised it, planned work too', () => {
    expect(classOf({ raisedTo: 'high' })).toBe('high');
    expect(classOf({ raisedTo: 'high', type: 'maintenance' })).toBe('high');
  });

  test('emergency, above all, when a person declares it, with the reason', () => {
    const deferred = { ...rows(), specialDays: [specialDay({ effect: 'non-service-affecting', from: day, to: day })] };
    expect(classOf({ raisedTo: 'high' }, deferred)).toBe('deferred');
    const one = ruleOne(deferred, call('1', NOON, { emergency: 'people trapped' }));
    expect(one.class).toBe('emergency');
    expect(one.because.at(-1)?.text).toBe('Declared an emergency: people trapped.');
  });
  const day = { date: date('2026-06-01') };
});
