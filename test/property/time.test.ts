import fc from 'fast-check';
import { DateTime, IANAZone } from 'luxon';
import { describe, expect, it } from 'vitest';
import { DAY, HOUR, type Instant, instant, type LocalDate, MINUTE } from '../../engine/model/units.ts';
import {
  addCovered,
  addCoveredWithHolds,
  buildTimelines,
  compileCoverage,
  countCovered,
  countCoveredWithHolds,
  formatDuration,
  formatInstant,
  formatLocal,
  fromPairs,
  type Intervals,
  intersect,
  isOpen,
  localDateAt,
  localTime,
  parseDuration,
  parseInstant,
  parseOpeningHours,
  replaceStretches,
  startOfDay,
  subtract,
  union,
} from '../../engine/time/index.ts';

fc.configureGlobal({ seed: 20261023 });

const ZONES = [
  'Europe/London',
  'America/New_York',
  'Australia/Lord_Howe',
  'Africa/Cairo',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Asia/Kolkata',
  'Africa/Casablanca',
  'UTC',
];
const zones = fc.constantFrom(...ZONES);
const instants = fc.integer({ min: Date.UTC(1990, 0, 1), max: Date.UTC(2035, 0, 1) }).map(instant);
const small = fc.integer({ min: 0, max: 40 });
const intervals = fc.array(fc.tuple(small, small), { maxLength: 8 }).map(fromPairs);

describe('instants and durations', () => {
  it('come back from their text', () => {
    fc.assert(fc.property(instants, (i) => void expect(parseInstant(formatInstant(i))).toBe(i)));
    fc.assert(fc.property(fc.nat(), (ms) => void expect(parseDuration(formatDuration(ms))).toBe(ms)));
  });
});

describe('local time', () => {
  it('agrees with plain Luxon', () => {
    fc.assert(
      fc.property(instants, zones, (i, zone) => {
        const plain = DateTime.fromMillis(i, { zone });
        expect(formatLocal(i, zone)).toBe(plain.toFormat('yyyy-MM-dd HH:mm ZZ'));
        expect(localDateAt(i, zone)).toBe(plain.toISODate());
        expect(startOfDay(localDateAt(i, zone), zone)).toBe(plain.startOf('day').toMillis());
      }),
      { numRuns: 400 },
    );
  });

  it('has the offset of Luxon on every other day of twelve years', () => {
    for (const zone of ZONES) {
      const luxon = IANAZone.create(zone);
      for (let at = Date.UTC(2008, 0, 1); at < Date.UTC(2020, 0, 1); at += 2 * DAY) {
        const expected = luxon.offset(at);
        const shown = formatLocal(instant(at), zone).slice(-6);
        const minutes = Number(`${shown[0]}1`) * (Number(shown.slice(1, 3)) * 60 + Number(shown.slice(4)));
        expect(minutes).toBe(expected);
      }
    }
  });

  it('of an instant is found again, unless it exists twice', () => {
    fc.assert(
      fc.property(instants, zones, (i, zone) => {
        const minute = (i - (i % MINUTE)) as Instant;
        const plain = DateTime.fromMillis(minute, { zone });
        const both = (['opening', 'closing'] as const).map((edge) =>
          localTime(localDateAt(minute, zone), plain.hour * 60 + plain.minute, zone, edge),
        );
        expect(both).toContain(minute);
        expect(both[0]).toBeLessThanOrEqual(both[1]!);
      }),
      { numRuns: 400 },
    );
  });
});

describe('interval algebra', () => {
  const has = (x: Intervals, at: number) => x.start.some((s, k) => s <= at && at < x.end[k]!);
  const wellFormed = (x: Intervals) => {
    for (let k = 0; k < x.start.length; k++) {
      expect(x.start[k]!).toBeLessThan(x.end[k]!);
      if (k > 0) expect(x.start[k]!).toBeGreaterThan(x.end[k - 1]!);
    }
  };
  it('agrees with asking at every instant', () => {
    fc.assert(
      fc.property(intervals, intervals, (a, b) => {
        const results = [union(a, b), intersect(a, b), subtract(a, b)] as const;
        results.forEach(wellFormed);
        for (let at = -1; at <= 41; at++) {
          expect(has(results[0], at)).toBe(has(a, at) || has(b, at));
          expect(has(results[1], at)).toBe(has(a, at) && has(b, at));
          expect(has(results[2], at)).toBe(has(a, at) && !has(b, at));
        }
      }),
    );
  });
  it('replaces stretches, the later over the earlier', () => {
    const stretches = fc.array(fc.record({ start: small, end: small, replacement: intervals }), { maxLength: 4 });
    fc.assert(
      fc.property(intervals, stretches, (base, list) => {
        const result = replaceStretches(base, list);
        wellFormed(result);
        for (let at = -1; at <= 41; at++) {
          const rules = list.findLast((s) => s.start <= at && at < s.end)?.replacement ?? base;
          expect(has(result, at)).toBe(has(rules, at));
        }
      }),
    );
  });
});

describe('counting covered time', () => {
  const lists = fc.array(intervals, { minLength: 1, maxLength: 4 });
  const holdLists = fc
    .array(fc.tuple(small, small), { maxLength: 4 })
    .map((list) => list.filter(([a, b]) => a < b).sort((a, b) => a[0] - b[0]));

  it('inverts adding it, at the first instant that has it', () => {
    fc.assert(
      fc.property(lists, fc.nat(), small, fc.integer({ min: 1, max: 40 }), (list, pick, from, amount) => {
        const t = buildTimelines(list);
        const i = pick % list.length;
        const deadline = addCovered(t, i, from, amount);
        if (Number.isNaN(deadline)) {
          expect(countCovered(t, i, from, 1000)).toBeLessThan(amount);
        } else {
          expect(countCovered(t, i, from, deadline)).toBe(amount);
          expect(countCovered(t, i, from, deadline - 1)).toBe(amount - 1);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('with holds is the same as on a timeline without them', () => {
    fc.assert(
      fc.property(intervals, holdLists, small, small, (base, holds, from, amount) => {
        const plain = buildTimelines([base]);
        const cut = buildTimelines([subtract(base, fromPairs(holds))]);
        const from_ = Float64Array.from(holds, (h) => h[0]);
        const to_ = Float64Array.from(holds, (h) => h[1]);
        expect(addCoveredWithHolds(plain, 0, from, amount, from_, to_, 0, holds.length)).toBe(
          addCovered(cut, 0, from, amount),
        );
        expect(countCoveredWithHolds(plain, 0, from, amount, from_, to_, 0, holds.length)).toBe(
          countCovered(cut, 0, from, amount),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('agrees with asking Luxon for the wall clock minute by minute', () => {
    const hours = 'Mo-Fr 08:00-12:00,13:00-17:30; Sa 20:00-04:00; PH 10:00-11:00';
    const parsed = parseOpeningHours(hours);
    if (!parsed.ok) throw new Error(parsed.message);
    const days = fc.integer({ min: 0, max: 365 * 8 });
    fc.assert(
      fc.property(zones, days, fc.integer({ min: 0, max: 1439 }), (zone, day, minute) => {
        const from = Date.UTC(2010, 0, 1) + day * DAY + minute * MINUTE;
        const to = from + 2 * DAY;
        const holiday = DateTime.fromMillis(from + DAY, { zone }).toISODate() as LocalDate;
        const t = buildTimelines([compileCoverage(parsed.hours, [holiday], zone, from as Instant, to as Instant)]);
        let open = 0;
        for (let at = from; at < to; at += MINUTE) {
          const covered = naive(at, zone, holiday);
          if (covered !== isOpen(t, 0, at)) throw new Error(`${formatInstant(at as Instant)} in ${zone}: ${covered}`);
          if (covered) open += MINUTE;
        }
        expect(countCovered(t, 0, from, to)).toBe(open);
      }),
      { numRuns: 12 },
    );
  });

  /** The hours above, read off the wall clock. The changes of the clock in these zones are in no band's edge. */
  function naive(at: number, zone: string, holiday: string): boolean {
    const local = DateTime.fromMillis(at, { zone });
    const minute = local.hour * 60 + local.minute;
    const within = (from: number, to: number) => minute >= from * 60 && minute < to * 60;
    // On the calendar, not in the zone: the day before may be one that the zone skipped.
    const nightBefore = DateTime.utc(local.year, local.month, local.day).minus({ days: 1 });
    if (nightBefore.weekday === 6 && nightBefore.toISODate() !== holiday && within(0, 4)) return true;
    if (local.toISODate() === holiday) return within(10, 11);
    if (local.weekday <= 5) return within(8, 12) || within(13, 17.5);
    return local.weekday === 6 && within(20, 24);
  }
});

it('a year of coverage has as many hours as its nights and days', () => {
  const parsed = parseOpeningHours('20:00-08:00');
  const rest = parseOpeningHours('08:00-20:00');
  if (!parsed.ok || !rest.ok) throw new Error();
  const from = parseInstant('2026-01-01T00:00Z')!;
  const to = parseInstant('2027-01-01T00:00Z')!;
  for (const zone of ZONES) {
    const t = buildTimelines([parsed, rest].map((p) => compileCoverage(p.hours, [], zone, from, to)));
    expect((countCovered(t, 0, from, to) + countCovered(t, 1, from, to)) / HOUR).toBe(365 * 24);
  }
});
