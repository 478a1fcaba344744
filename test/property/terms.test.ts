import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Call } from '../../engine/model/call.ts';
import type { PriorityRule } from '../../engine/model/priority.ts';
import type { RegimeRule, TimeFrame } from '../../engine/model/regime.ts';
import type { SpecialDay } from '../../engine/model/special-day.ts';
import { DAY, HOUR, type Instant, instant, localDate, MINUTE, millis } from '../../engine/model/units.ts';
import { FailureLog } from '../../engine/sla/reliability/failure-log.ts';
import { addDays, formatInstant, localDateAt } from '../../engine/time/index.ts';
import {
  call,
  contract,
  device,
  priorityRule,
  reference,
  regime,
  regimeRule,
  ruleOne,
  site,
  specialDay,
} from '../sla/world.ts';

/** The rules as the domain page words them, minute by minute and row by row, with no tables and no timelines. */

const BEGIN = Date.parse('2026-10-12T00:00:00Z'); // a Monday; clocks go back in London on the 25th
const HOURS = {
  'Mo-Fr 08:00-18:00': (weekday: number, minute: number) => weekday < 5 && minute >= 480 && minute < 1080,
  'Sa,Su 10:00-14:00': (weekday: number, minute: number) => weekday >= 5 && minute >= 600 && minute < 840,
  'Mo-Su 20:00-24:00': (_: number, minute: number) => minute >= 1200,
} as const;
type Hours = keyof typeof HOURS;

/** London's clock at an instant, by its offset of one hour up to 01:00 UTC on the 25th, none after. */
function london(at: number): { weekday: number; minute: number } {
  const local = at + (at < Date.parse('2026-10-25T01:00:00Z') ? HOUR : 0);
  return { weekday: (Math.floor(local / DAY) + 3) % 7, minute: Math.floor((local % DAY) / MINUTE) };
}
const inHours = (text: string, at: number) => {
  const { weekday, minute } = london(at);
  return HOURS[text as Hours](weekday, minute);
};
const inFrame = ({ validFrom, validTo, hours }: TimeFrame, at: Instant) => {
  const date = localDateAt(at, 'Europe/London');
  return (
    (validFrom === null || validFrom <= date) &&
    (validTo === null || date <= validTo) &&
    (hours === null || inHours(hours, at))
  );
};

const dates = fc.integer({ min: 0, max: 20 }).map((n) => addDays(localDate('2026-10-12'), n));
const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const frames = fc.record({
  validFrom: maybe(dates),
  validTo: maybe(dates),
  hours: maybe(fc.constantFrom(...(Object.keys(HOURS) as Hours[]))),
});
const instants = fc.integer({ min: 0, max: 20 * 24 * 60 }).map((n) => instant(BEGIN + n * MINUTE));

describe('domain section 5: the compiled winner is that of the text', () => {
  const rules: fc.Arbitrary<RegimeRule> = fc
    .tuple(
      frames,
      fc.record({
        customer: fc.boolean(),
        site: maybe(fc.constantFrom('S1', 'S2')),
        zone: maybe(fc.constantFrom('Z1', 'Z2')),
        model: maybe(fc.constantFrom('M1', 'M2')),
        regime: fc.constantFrom('R', 'A', 'B'),
      }),
    )
    .map(([frame, { customer, ...scope }]) =>
      regimeRule({ ...frame, ...scope, ...(customer ? { contract: null, customer: 'CU' } : { contract: 'C1' }) }),
    );
  const points = (rule: RegimeRule) =>
    (rule.site ? 8 : 0) + (rule.zone ? 4 : 0) + (rule.model ? 2 : 0) + (rule.contract ? 1 : 0);

  test('regime rules', () => {
    fc.assert(
      fc.property(fc.array(rules, { maxLength: 8 }), fc.boolean(), instants, (unnumbered, zoned, loggedAt) => {
        const regimeRules = unnumbered.map((rule, k) => ({ ...rule, row: k + 2 }));
        const world = reference({
          regimes: ['R', 'A', 'B'].map((code) => regime(code)),
          regimeRules,
          contracts: [contract('C1')],
          devices: [device('D1', { zone: zoned ? 'Z1' : null })],
        });
        const zone = zoned ? 'Z1' : null;
        const applying = regimeRules.filter(
          (rule) =>
            (rule.site === null || rule.site === 'S1') &&
            (rule.zone === null || rule.zone === zone) &&
            (rule.model === null || rule.model === 'M1') &&
            inFrame(rule, loggedAt),
        );
        let best: RegimeRule | null = null;
        for (const rule of applying) {
          const beats =
            best === null ||
            points(rule) > points(best) ||
            (points(rule) === points(best) && (rule.validFrom ?? '') >= (best.validFrom ?? ''));
          if (beats) best = rule;
        }
        const ruled = ruleOne(world, call('1', formatInstant(loggedAt)));
        expect(ruled.regime).toBe(best?.regime ?? null);
        expect(ruled.because[0]?.row).toBe(best?.row);
      }),
      { numRuns: 300 },
    );
  });

  test('priority rules', () => {
    const levelRules = fc
      .tuple(frames, fc.boolean(), fc.integer({ min: 1, max: 9 }))
      .map(([frame, named, level]) => priorityRule({ ...frame, level, contract: named ? 'C1' : null }));
    fc.assert(
      fc.property(fc.array(levelRules, { maxLength: 8 }), instants, (unnumbered, loggedAt) => {
        const priorityRules = unnumbered.map((rule, k) => ({ ...rule, row: k + 2 }));
        let best: PriorityRule | null = null;
        for (const rule of priorityRules.filter((each) => inFrame(each, loggedAt))) {
          const named = Number(rule.contract !== null) - Number(best?.contract != null);
          const beats = best === null || named > 0 || (named === 0 && (rule.validFrom ?? '') >= (best.validFrom ?? ''));
          if (beats) best = rule;
        }
        const ruled = ruleOne(reference({ priorityRules }), call('1', formatInstant(loggedAt)));
        expect(ruled.levels).toEqual([5, best?.level ?? 5, 5, 5]);
      }),
      { numRuns: 300 },
    );
  });
});

describe('domain sections 6 and 7: deadlines are those of a walk, minute by minute', () => {
  const stretches = fc
    .tuple(fc.integer({ min: 0, max: 15 * 24 }), fc.integer({ min: 1, max: 60 }))
    .map(([from, length]) => ({
      from: { instant: instant(BEGIN + from * HOUR) },
      to: { instant: instant(BEGIN + (from + length) * HOUR) },
    }));
  const specialDays: fc.Arbitrary<SpecialDay[]> = fc.array(
    fc.tuple(stretches, fc.boolean(), fc.constantFrom(null, 'A', 'E')).map(([stretch, affecting, named]) =>
      specialDay({
        ...stretch,
        effect: affecting ? 'service-affecting' : 'non-service-affecting',
        regime: affecting ? named : null,
      }),
    ),
    { maxLength: 4 },
  );
  const holds = fc.array(
    fc.tuple(
      fc.integer({ min: -600, max: 6000 }),
      fc.integer({ min: 1, max: 2000 }),
      fc.constantFrom('no-access', 'lunch'),
    ),
    { maxLength: 3 },
  );

  interface Case {
    readonly specialDays: readonly SpecialDay[];
    readonly one: Call;
    readonly now: Instant;
  }

  /** A: evenings, 7 h; E: elapsed, 5 h; R: office hours, 9 h. */
  const regimes = [
    regime('R', { calendar: 'OFFICE', respondWithin: millis(3 * HOUR), fixWithin: millis(9 * HOUR) }),
    regime('A', { calendar: 'EVENINGS', fixWithin: millis(7 * HOUR) }),
    regime('E', { calendar: 'OFFICE', fixWithin: millis(5 * HOUR), clock: 'elapsed' }),
  ];
  const world = (days: readonly SpecialDay[]) =>
    reference({
      calendars: [
        { code: 'OFFICE', hours: 'Mo-Fr 08:00-18:00', holidays: [] },
        { code: 'EVENINGS', hours: 'Mo-Su 20:00-24:00', holidays: [] },
      ],
      sites: [site('S1')],
      regimes,
      specialDays: days,
    });
  const covers = (code: string, at: number) => inHours(code === 'A' ? 'Mo-Su 20:00-24:00' : 'Mo-Fr 08:00-18:00', at);

  function walk({ specialDays: days, one, now }: Case, targetOf: (code: string) => number | null): number | null {
    const ruling = (at: number) =>
      days
        .map((day) => ({ day, start: (day.from as { instant: number }).instant }))
        .filter(({ day, start }) => start <= at && at < (day.to as { instant: number }).instant)
        .sort((a, b) => a.start - b.start || a.day.row - b.day.row)
        .at(-1)?.day;
    const code = ruling(one.loggedAt)?.regime ?? 'R';
    const target = targetOf(code);
    if (target === null) return null;
    const held = (at: number) =>
      one.holds.some(
        ({ from, to, reason }) => reason === 'no-access' && from <= now && from <= at && (to === null || at < to),
      );
    const counts = (at: number) => {
      const day = ruling(at);
      if (day?.effect === 'non-service-affecting') return false;
      if (code === 'E') return true;
      if (day !== undefined) return day.regime === null || covers(day.regime, at);
      return covers('R', at);
    };
    let counted = 0;
    for (let at: number = one.loggedAt; ; at += MINUTE) {
      if (counts(at) && !held(at)) counted += MINUTE;
      if (counted >= target) return at + MINUTE;
    }
  }

  test('with special days before, through and after it, and holds', () => {
    fc.assert(
      fc.property(specialDays, holds, instants, (days, offsets, loggedAt) => {
        const numbered = days.map((day, k) => ({ ...day, row: k + 2 }));
        const holdsOfCall = offsets
          .map(([from, length, reason]) => ({
            from: instant(loggedAt + from * MINUTE),
            to: instant(loggedAt + (from + length) * MINUTE),
            reason,
          }))
          .sort((a, b) => a.from - b.from);
        const one = call('1', formatInstant(loggedAt), { holds: holdsOfCall });
        const now = instant(loggedAt + 2000 * MINUTE);
        const facts: Case = { specialDays: numbered, one, now };
        const ruled = ruleOne(world(numbered), one, formatInstant(now));
        const shown = (at: number | null) => (at === null ? null : formatInstant(instant(at)));
        const fix = walk(facts, (code) => regimes.find((each) => each.code === code)!.fixWithin);
        const respond = walk(facts, (code) => regimes.find((each) => each.code === code)!.respondWithin);
        expect([ruled.respondBy, ruled.fixBy]).toEqual([shown(respond), shown(fix)]);
      }),
      { numRuns: 200 },
    );
  });
});

describe('domain section 8: failures within a rolling window', () => {
  test('after any changes the tip is that of judging every failure anew', () => {
    const changes = fc.array(fc.tuple(fc.constantFrom('add', 'remove', 'judge'), fc.integer({ min: 0, max: 60 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(changes, fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 20 }), (steps, max, window) => {
        const log = new FailureLog(max, window);
        const failures: number[] = [];
        for (const [step, value] of steps) {
          if (step === 'add') {
            failures.push(value);
            log.add(instant(value));
          } else if (step === 'remove') {
            const k = failures.indexOf(value);
            if (k >= 0) failures.splice(k, 1);
            log.remove(instant(value));
          } else {
            const known = failures.filter((at) => at <= value);
            const tips = known.filter((t) => known.filter((at) => at > t - window && at <= t).length > max);
            expect(log.judge(instant(value))).toBe(tips.length === 0 ? Number.NaN : Math.max(...tips));
          }
        }
      }),
      { numRuns: 500 },
    );
  });
});
