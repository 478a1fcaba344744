import { describe, expect, test } from 'vitest';
import type { SpecialDay } from '../../engine/model/special-day.ts';
import {
  at,
  call,
  date,
  hours,
  priorityRule,
  reference,
  regime,
  regimeRule,
  rule,
  ruleOne,
  specialDay,
} from './world.ts';

/** Tuesday 2026-06-02 is the special day; London is at +01:00. Coverage is Mo-Fr 08:00-18:00, the target 4 hours. */
const monday = (time: string) => `2026-06-01T${time}:00+01:00`;
const tuesday = (time: string) => `2026-06-02T${time}:00+01:00`;
const utc = (text: string) => `2026-06-${text}:00Z`;
const REGIMES = [
  regime('R'),
  regime('EVENT', { calendar: 'ALWAYS', fixWithin: hours(1) }),
  regime('CLOCK', { clock: 'elapsed' }),
];
const world = (...specialDays: SpecialDay[]) => reference({ regimes: REGIMES, specialDays });
const closed = (more: Partial<SpecialDay> = {}) => specialDay({ effect: 'non-service-affecting', ...more });

describe('domain section 7: service-affecting', () => {
  test('a call logged within has the special day’s targets and coverage', () => {
    const one = ruleOne(world(specialDay({ regime: 'EVENT' })), call('1', tuesday('20:00')));
    expect([one.regime, one.fixBy]).toEqual(['EVENT', utc('02T20:00')]);
  });

  test('without a regime: coverage 24/7 with the base targets', () => {
    const one = ruleOne(world(specialDay({})), call('1', tuesday('19:00')));
    expect([one.regime, one.fixBy]).toEqual(['R', utc('02T22:00')]);
  });

  test('a call logged before keeps its targets, and its clock runs through', () => {
    // Two hours on Monday, the other two from midnight: the day is covered at all hours.
    const one = ruleOne(world(specialDay({ regime: 'EVENT' })), call('1', monday('16:00')));
    expect([one.regime, one.fixBy]).toEqual(['R', utc('02T01:00')]);
  });

  test('a call logged within whose target reaches past its end runs on by the base coverage', () => {
    const one = ruleOne(world(specialDay({})), call('1', tuesday('22:00')));
    // Two hours up to midnight, two more from Wednesday 08:00.
    expect(one.fixBy).toBe(utc('03T09:00'));
  });

  test('dates are local and both inclusive', () => {
    const day = world(specialDay({ regime: 'EVENT' }));
    expect(ruleOne(day, call('1', '2026-06-01T23:59:59+01:00')).regime).toBe('R');
    expect(ruleOne(day, call('1', tuesday('00:00'))).regime).toBe('EVENT');
    expect(ruleOne(day, call('1', '2026-06-02T23:59:59+01:00')).regime).toBe('EVENT');
    expect(ruleOne(day, call('1', '2026-06-03T00:00:00+01:00')).regime).toBe('R');
  });

  test('instants are half-open', () => {
    const day = specialDay({
      from: { instant: at(tuesday('10:00')) },
      to: { instant: at(tuesday('12:00')) },
      regime: 'EVENT',
    });
    expect(ruleOne(world(day), call('1', tuesday('10:00'))).regime).toBe('EVENT');
    expect(ruleOne(world(day), call('1', tuesday('12:00'))).regime).toBe('R');
  });

  test('it rules its own site alone', () => {
    expect(ruleOne(world(specialDay({ site: 'S2', regime: 'EVENT' })), call('1', tuesday('12:00'))).regime).toBe('R');
  });

  test('its level is the site level of the calls logged there while it lasts', () => {
    const day = specialDay({ level: 1 });
    const one = { ...world(day), priorityRules: [priorityRule({ level: 3 })] };
    const within = ruleOne(one, call('1', tuesday('12:00')));
    expect([within.levels, within.priority]).toEqual([[5, 1, 5, 5], 1]);
    expect(within.because.find(({ decides }) => decides === 'level.site')).toMatchObject({
      code: 'special-day',
      row: day.row,
    });
    expect(ruleOne(one, call('1', monday('12:00')), tuesday('12:00')).levels).toEqual([5, 3, 5, 5]);
  });

  test('a special day whose regime counts elapsed time makes the calls logged there count it', () => {
    expect(ruleOne(world(specialDay({ regime: 'CLOCK' })), call('1', tuesday('22:00'))).fixBy).toBe(utc('03T01:00'));
  });

  test('where no regime rule applies, its own regime’s calendar is the base coverage', () => {
    const day = world(specialDay({ regime: 'R' }));
    const one = { ...day, regimeRules: [regimeRule({ site: 'S2' })] };
    expect(ruleOne(one, call('1', tuesday('16:00'))).fixBy).toBe(utc('03T09:00'));
    expect(ruleOne(one, call('1', monday('16:00'))).regime).toBeNull();
  });
});

describe('domain section 7: non-service-affecting', () => {
  test('clocks that count coverage stand still', () => {
    // Two hours on Monday, none on Tuesday, two on Wednesday.
    expect(ruleOne(world(closed()), call('1', monday('16:00'))).fixBy).toBe(utc('03T09:00'));
  });

  test('elapsed clocks stand still too', () => {
    const elapsed = { ...world(closed()), regimes: [regime('R', { clock: 'elapsed' })] };
    expect(ruleOne(elapsed, call('1', monday('22:00'))).fixBy).toBe(utc('03T01:00'));
  });

  test('a call logged within has the base targets, and its clock begins at the end', () => {
    const one = ruleOne(world(closed()), call('1', tuesday('12:00')));
    expect([one.regime, one.fixBy]).toEqual(['R', utc('03T11:00')]);
  });

  test('the site’s calls are deferred until it ends, whatever they were', () => {
    const one = call('1', monday('12:00'), { raisedTo: 'high' });
    const day = world(closed());
    expect(ruleOne(day, one, monday('23:59')).class).toBe('high');
    expect(ruleOne(day, one, tuesday('00:00')).class).toBe('deferred');
    expect(ruleOne(day, one, '2026-06-03T00:00:00+01:00').class).toBe('high');
  });

  test('a declared emergency stands above it', () => {
    const one = call('1', tuesday('12:00'), { emergency: 'people trapped' });
    expect(ruleOne(world(closed()), one).class).toBe('emergency');
  });

  test('its level and regime, if any, count for nothing', () => {
    const one = ruleOne(world(closed({ level: 1, regime: 'EVENT' })), call('1', tuesday('12:00')));
    expect([one.regime, one.levels[1]]).toEqual(['R', 5]);
  });
});

describe('domain section 7: overlapping special days', () => {
  const week = { from: { date: date('2026-06-01') }, to: { date: date('2026-06-05') } };

  test('the later from rules, and the earlier one again when it has ended', () => {
    const days = world(specialDay({ regime: 'EVENT' }), closed(week));
    const calls = [call('mo', monday('12:00')), call('tu', tuesday('12:00')), call('we', '2026-06-03T12:00:00+01:00')];
    const ruled = rule(days, calls, '2026-06-03T12:00:00+01:00');
    expect(calls.map(({ number }) => ruled[number]!.regime)).toEqual(['R', 'EVENT', 'R']);
    // Monday's four hours run on the covered Tuesday, from midnight.
    expect(ruled.mo!.fixBy).toBe(utc('02T03:00'));
    expect(ruled.we!.class).toBe('deferred');
  });

  test('of equal from the lower row rules', () => {
    const days = [closed(), specialDay({ regime: 'EVENT' })];
    expect(ruleOne(world(...days), call('1', tuesday('12:00'))).regime).toBe('EVENT');
    expect(ruleOne(world(...days.toReversed()), call('1', tuesday('12:00'))).regime).toBe('EVENT');
  });
});
