import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Call, EXCUSES } from '../../engine/model/call.ts';
import type { Reference } from '../../engine/model/dataset.ts';
import { DAY, HOUR, type Instant, type Interval, instant, MINUTE } from '../../engine/model/units.ts';
import {
  bucketsOf,
  type CallFacts,
  calendarBuckets,
  compileYardstick,
  type PerformanceScope,
  partsOf,
  percentOf,
  SCOPE_KINDS,
  settledFacts,
  type Tally,
  tallyChange,
} from '../../engine/performance/index.ts';
import { addDays, localDateAt } from '../../engine/time/index.ts';
import { CONTRACT, measured, world } from '../performance/world.ts';
import { at, call, date, device, regime, regimeRule, site, specialDay } from '../sla/world.ts';

/** Ten days around the night of 25 hours: London's clocks go back on Sunday 25 October at 01:00 UTC. */
const BEGIN = at('2026-10-20T23:00:00Z');
const SPAN = 10 * DAY;
const NOW = '2026-11-03T00:00:00Z';
const CHANGE = at('2026-10-25T01:00:00Z');
const minutes = fc.integer({ min: 0, max: SPAN / MINUTE }).map((n) => instant(BEGIN + n * MINUTE));
const local = (instantAt: number) => {
  const wall = instantAt + (instantAt < CHANGE ? HOUR : 0);
  return {
    date: new Date(wall).toISOString().slice(0, 10),
    day: new Date(wall).getUTCDay(),
    minute: Math.floor((wall % DAY) / MINUTE),
  };
};

const days = fc.integer({ min: 0, max: 9 }).map((n) => addDays(date('2026-10-21'), n));
const worlds: fc.Arbitrary<Reference> = fc
  .record({
    special: fc.array(
      fc.record({ site: fc.constantFrom('S1', 'S2'), from: days, length: fc.nat(2), affecting: fc.boolean() }),
      { maxLength: 3 },
    ),
    installed: fc.option(days, { nil: null }),
    retired: fc.option(days, { nil: null }),
    office: fc.option(days, { nil: null }),
    weights: fc.tuple(fc.constantFrom(1, 2.5), fc.constantFrom(1, 0.333), fc.constantFrom(1, 4)),
    required: fc.integer({ min: 1, max: 3 }),
  })
  .map(({ special, installed, retired, office, weights, required }) =>
    world({
      sites: [site('S1'), site('S2')],
      zones: [
        { code: 'Z1', name: null, requiredAvailable: required },
        { code: 'Z2', name: null, requiredAvailable: null },
      ],
      devices: [
        device('D1', { zone: 'Z1', weight: weights[0], installedOn: installed, groups: ['G'] }),
        device('D2', { zone: 'Z1', weight: weights[1], site: 'S2', retiredOn: retired, model: 'M2' }),
        device('D3', { zone: 'Z1', weight: weights[2], groups: ['G', 'H'] }),
        device('D4', { zone: 'Z2' }),
      ],
      regimes: [regime('R', { calendar: 'ALWAYS' }), regime('OFFICE')],
      // Day and night at first; from some day on by office hours.
      regimeRules: [
        regimeRule({ regime: 'R' }),
        ...(office === null ? [] : [regimeRule({ regime: 'OFFICE', validFrom: office })]),
      ],
      specialDays: special.map(({ site: where, from, length, affecting }) =>
        specialDay({
          site: where,
          from: { date: from },
          to: { date: addDays(from, length) },
          effect: affecting ? 'service-affecting' : 'non-service-affecting',
        }),
      ),
    }),
  );

const failures: fc.Arbitrary<Call[]> = fc
  .array(
    fc.record({
      on: fc.constantFrom('D1', 'D2', 'D3', 'D4'),
      start: minutes,
      length: fc.integer({ min: 1, max: 3 * 24 * 60 }),
      excuse: fc.option(fc.constantFrom(...EXCUSES), { nil: null, freq: 4 }),
      early: fc.nat(300),
    }),
    { maxLength: 8 },
  )
  .map((list) =>
    list.map(({ on, start, length, excuse, early }, k) =>
      call(`C${k}`, new Date(start).toISOString(), {
        device: on,
        occurredAt: instant(start - early * MINUTE),
        respondedAt: instant(start + Math.floor(length / 2) * MINUTE),
        fixedAt: instant(start + length * MINUTE),
        excuse,
      }),
    ),
  );
const periods: fc.Arbitrary<Interval> = fc
  .tuple(minutes, minutes)
  .map(([a, b]) => ({ start: instant(Math.min(a, b)), end: instant(Math.max(a, b) + MINUTE) }));

/** Whether a device is in service at a minute, as the domain page words it. */
function servesAt(tables: Reference, code: string, minute: number): boolean {
  const one = tables.devices.find((each) => each.code === code)!;
  const { date: today, day, minute: clock } = local(minute);
  if ((one.installedOn !== null && today < one.installedOn) || (one.retiredOn !== null && today > one.retiredOn))
    return false;
  const special = tables.specialDays
    .filter((each) => each.site === one.site && 'date' in each.from && 'date' in each.to)
    .filter((each) => (each.from as { date: string }).date <= today && today <= (each.to as { date: string }).date)
    .sort((a, b) => {
      const [left, right] = [(a.from as { date: string }).date, (b.from as { date: string }).date];
      return left < right ? -1 : left > right ? 1 : a.row - b.row;
    })
    .at(-1);
  if (special !== undefined) return special.effect === 'service-affecting';
  const office = tables.regimeRules[1]?.validFrom ?? null;
  return office === null || today < office || (day >= 1 && day <= 5 && clock >= 480 && clock < 1080);
}

const counts = ({ excuse }: Call) => excuse === null || excuse === 'relief-event';
const isDown = (calls: readonly Call[], code: string, minute: number): boolean =>
  calls.some((each) => each.device === code && counts(each) && each.occurredAt! <= minute && minute < each.fixedAt!);

/** Nothing is known before the first call was logged: rule 11.3. */
const isKnown = (calls: readonly Call[], { end }: Interval): boolean =>
  end > Math.min(...calls.map(({ loggedAt }) => loggedAt), at(NOW));

/** Minute by minute. */
function naive(
  tables: Reference,
  calls: readonly Call[],
  scope: PerformanceScope,
  { start, end }: Interval,
): number | null {
  if (!isKnown(calls, { start, end })) return null;
  const members = tables.devices.filter((each) =>
    scope.kind === 'contract'
      ? true
      : scope.kind === 'group'
        ? each.groups.includes(scope.code)
        : scope.kind === 'device'
          ? each.code === scope.code
          : each[scope.kind] === scope.code,
  );
  const required =
    scope.kind === 'zone' ? tables.zones.find(({ code }) => code === scope.code)!.requiredAvailable : null;
  let up = 0;
  let service = 0;
  for (let minute: number = start; minute < end; minute += MINUTE) {
    const serving = members.filter(({ code }) => servesAt(tables, code, minute));
    const standing = serving.filter(({ code }) => !isDown(calls, code, minute));
    if (required !== null) {
      if (serving.length === 0) continue;
      service += 1;
      if (standing.length >= Math.min(required, serving.length)) up += 1;
    } else {
      for (const { weight } of serving) service += weight;
      for (const { weight } of standing) up += weight;
    }
  }
  return service === 0 ? null : (100 * up) / service;
}

const scopes = fc.constantFrom<PerformanceScope>(
  CONTRACT,
  { kind: 'site', code: 'S1' },
  { kind: 'zone', code: 'Z1' },
  { kind: 'zone', code: 'Z2' },
  { kind: 'model', code: 'M2' },
  { kind: 'group', code: 'G' },
  { kind: 'device', code: 'D2' },
);

describe('domain section 11: availability', () => {
  test('agrees with counting minute by minute', () => {
    fc.assert(
      fc.property(worlds, failures, scopes, periods, (tables, calls, scope, of) => {
        const percent = percentOf(measured(tables, calls, NOW).availabilityOf(scope, of), 9);
        const expected = naive(tables, calls, scope, of);
        if (expected === null) expect(percent).toBeNull();
        else expect(percent).toBeCloseTo(expected, 6);
      }),
      { numRuns: 40 },
    );
  });

  test('the order of the calls changes nothing', () => {
    fc.assert(
      fc.property(worlds, failures, scopes, periods, fc.infiniteStream(fc.nat()), (tables, calls, scope, of, keys) => {
        const shuffled = calls.map((each) => ({ each, key: keys.next().value! })).sort((a, b) => a.key - b.key);
        const one = measured(tables, calls, NOW);
        const other = measured(
          tables,
          shuffled.map(({ each }) => each),
          NOW,
        );
        expect(other.figuresOf(scope, of)).toEqual(one.figuresOf(scope, of));
        expect(other.downtimeOf(scope, of)).toEqual(one.downtimeOf(scope, of));
        expect(other.clockResults(scope, of)).toEqual(one.clockResults(scope, of));
      }),
    );
  });

  test('one failure told as two that meet is as available', () => {
    fc.assert(
      fc.property(
        worlds,
        failures,
        scopes,
        periods,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (tables, calls, scope, of, share) => {
          const [first, ...rest] = calls;
          if (first === undefined) return;
          const middle = instant(Math.round(first.occurredAt! + share * (first.fixedAt! - first.occurredAt!)));
          const left = { ...first, fixedAt: middle };
          const right = { ...first, number: 'R', occurredAt: middle };
          const whole = measured(tables, calls, NOW).availabilityOf(scope, of);
          expect(measured(tables, [left, right, ...rest], NOW).availabilityOf(scope, of)).toEqual(whole);
        },
      ),
    );
  });

  test('more downtime never raises it', () => {
    fc.assert(
      fc.property(worlds, failures, scopes, periods, (tables, calls, scope, of) => {
        fc.pre(isKnown(calls.slice(1), of));
        const fewer = measured(tables, calls.slice(1), NOW).availabilityOf(scope, of);
        const more = measured(tables, calls, NOW).availabilityOf(scope, of);
        expect(more.whole).toBe(fewer.whole);
        expect(more.part <= fewer.part).toBe(true);
      }),
    );
  });
});

describe('figures kept up as calls change', () => {
  const buckets = calendarBuckets('Europe/London');

  /** Tallies by what they are of; those that come to nothing are left out. */
  function added(sums: Map<string, Tally>, changes: readonly Tally[]): Map<string, Tally> {
    for (const change of changes) {
      const key = `${change.kind} ${change.code} ${change.bucket}`;
      const before = sums.get(key);
      if (before === undefined) {
        sums.set(key, { ...change });
        continue;
      }
      for (const [name, value] of Object.entries(change)) {
        if (typeof value === 'number' || typeof value === 'bigint')
          (before as unknown as Record<string, number | bigint>)[name] =
            ((before as unknown as Record<string, number>)[name] as number) + (value as number);
      }
    }
    return sums;
  }
  const something = (sums: ReadonlyMap<string, Tally>) =>
    new Map(
      [...sums]
        .filter(([, tally]) =>
          Object.values(tally).some(
            (value) => (typeof value === 'number' && value !== 0) || (typeof value === 'bigint' && value !== 0n),
          ),
        )
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );

  test('equal those that are recounted, after any sequence of fixes, reopenings and corrections', () => {
    fc.assert(
      fc.property(
        worlds,
        failures,
        fc.array(fc.tuple(fc.nat(7), fc.integer({ min: -600, max: 600 }), fc.boolean()), { maxLength: 20 }),
        (tables, calls, steps) => {
          const yardstick = compileYardstick(tables, { from: instant(BEGIN - 2 * DAY), until: at(NOW), calls });
          const held = new Map<string, CallFacts>();
          const sums = new Map<string, Tally>();
          const change = (number: string, facts: CallFacts | null): void => {
            const before = held.get(number);
            held.delete(number);
            const others = [...held.values()];
            if (facts !== null) held.set(number, facts);
            added(
              sums,
              tallyChange(
                yardstick,
                { removed: before === undefined ? [] : [before], added: facts === null ? [] : [facts], others },
                () => buckets,
              ),
            );
          };
          for (const each of calls) change(each.number, settledFacts(yardstick, each));
          for (const [k, shift, reopened] of steps) {
            const each = calls[k];
            if (each === undefined) continue;
            const fixedAt = reopened ? null : instant(Math.max(each.loggedAt + MINUTE, each.fixedAt! + shift * MINUTE));
            change(each.number, settledFacts(yardstick, { ...each, fixedAt }));
          }
          const recounted = tallyChange(
            yardstick,
            { removed: [], added: [...held.values()], others: [] },
            () => buckets,
          );
          expect(something(sums)).toEqual(something(added(new Map(), recounted)));
        },
      ),
    );
  });

  test('give the figures of the contract for any period, with what is left of the days at its ends', () => {
    fc.assert(
      fc.property(worlds, failures, periods, (tables, calls, of) => {
        const measures = measured(tables, calls, NOW);
        const { yardstick } = measures;
        const facts = calls.flatMap((each) => settledFacts(yardstick, each) ?? []);
        const all = { removed: [], added: facts, others: [] };
        const { whole, rest } = partsOf(of, 'Europe/London');
        const kept = tallyChange(yardstick, all, () => buckets).filter(({ bucket }) => whole.includes(bucket));
        const left = tallyChange(yardstick, all, () => bucketsOf([{ name: 'rest', parts: rest }]));
        for (const kind of SCOPE_KINDS) {
          for (const code of measures.codesOf(kind)) {
            const scope = { kind, code };
            const own = [...kept, ...left].filter((tally) => tally.kind === kind && tally.code === code);
            const { availability, fix } = measures.figuresOf(scope, of);
            expect(availability.whole - own.reduce((sum, { down }) => sum + down, 0n)).toBe(availability.part);
            expect(own.reduce((sum, { fixMet }) => sum + fixMet, 0)).toBe(fix.met);
            expect(own.reduce((sum, { fixMissed }) => sum + fixMissed, 0)).toBe(fix.missed);
            expect(own.reduce((sum, { fixExcused }) => sum + fixExcused, 0)).toBe(fix.excused);
          }
        }
      }),
    );
  });

  test('a period is its whole months and days, and what is left, each instant in one of them', () => {
    const year = fc
      .integer({ min: 0, max: 500 * 24 * 60 })
      .map((n) => instant(at('2026-01-01T00:00:00Z') + n * MINUTE));
    const probe = (of: Interval, share: number): Instant => instant(Math.floor(of.start + share * (of.end - of.start)));
    fc.assert(
      fc.property(
        year,
        year,
        fc.boolean(),
        fc.array(fc.double({ min: 0, max: 0.999999, noNaN: true }), { minLength: 5 }),
        (a, b, aligned, shares) => {
          const start = Math.min(a, b);
          const of = { start: instant(aligned ? Math.floor(start / DAY) * DAY : start), end: instant(Math.max(a, b)) };
          if (of.start >= of.end) return;
          const { whole, rest } = partsOf(of, 'Europe/London');
          expect(new Set(whole).size).toBe(whole.length);
          for (const share of shares) {
            const instantOf = probe(of, share);
            const day = localDateAt(instantOf, 'Europe/London');
            const inWhole = whole.filter((name) => name === day || name === day.slice(0, 7)).length;
            const inRest = rest.filter((part) => part.start <= instantOf && instantOf < part.end).length;
            expect(inWhole + inRest).toBe(1);
          }
          for (const outside of [of.start - 1, of.end]) {
            const day = localDateAt(instant(outside), 'Europe/London');
            expect(whole.filter((name) => name === day || name === day.slice(0, 7))).toEqual([]);
            expect(rest.some((part) => part.start <= outside && outside < part.end)).toBe(false);
          }
        },
      ),
    );
  });
});
