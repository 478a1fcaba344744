import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { localDate, millis } from '../../engine/model/units.ts';
import { checkPlan, planTerritory } from '../../engine/planning/index.ts';
import { at, minutes, world } from '../planning/world.ts';

const DAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const SLOTS = 48;

/** A week of half hours, open or shut, in runs as people's hours are. */
const week = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.boolean()), { minLength: 1, maxLength: 20 })
  .map((runs) => {
    const open = runs.flatMap(([length, isOpen]) => Array.from({ length }, () => isOpen));
    return Array.from({ length: 7 * SLOTS }, (_, k) => open[k % open.length]!);
  });

const clock = (slot: number): string =>
  `${String(Math.floor(slot / 2)).padStart(2, '0')}:${slot % 2 === 0 ? '00' : '30'}`;

/**
 * The hours of a week in notation. A band is broken where `isCut` says so, at midnight too; one that goes on over
 * midnight is written with the day on which it begins.
 */
function written(open: readonly boolean[], isCut: (slot: number) => boolean): string {
  const bands: string[][] = DAYS.map(() => []);
  const at = (slot: number) => open[slot % open.length]!;
  // Begun where a band can begin, so that none goes round the end of the week twice.
  const first = Array.from(open.keys()).find((k) => at(k) && (!at(k + open.length - 1) || isCut(k)));
  if (first === undefined) return open[0] ? '24/7' : 'off';
  for (let slot = first; slot < first + open.length; ) {
    if (!at(slot)) {
      slot += 1;
      continue;
    }
    let end = slot + 1;
    while (end < first + open.length && end - slot < SLOTS - 1 && at(end) && !isCut(end % open.length)) end += 1;
    const day = Math.floor(slot / SLOTS) % 7;
    const until = end % SLOTS === 0 ? '24:00' : clock(end % SLOTS);
    bands[day]!.push(`${clock(slot % SLOTS)}-${until}`);
    slot = end;
  }
  return DAYS.map((day, k) => `${day} ${bands[k]!.length === 0 ? 'off' : bands[k]!.sort().join(',')}`).join('; ');
}

const calls = fc.array(
  fc.record({
    km: fc.integer({ min: 0, max: 90 }),
    work: fc.integer({ min: 5, max: 900 }).map(minutes),
    earliest: fc.option(fc.integer({ min: 0, max: 120 }).map(at), { nil: null }),
  }),
  { minLength: 1, maxLength: 8 },
);

describe('the notation of hours never changes their meaning', () => {
  test('the same hours in two notations give the same plan', () => {
    fc.assert(
      fc.property(
        week,
        fc.array(fc.integer({ min: 0, max: 7 * SLOTS - 1 }), { maxLength: 12 }),
        calls,
        fc.record({
          now: fc.integer({ min: 0, max: 48 }).map(at),
          maxCalls: fc.option(fc.integer({ min: 1, max: 4 })),
          overtime: fc.integer({ min: 0, max: 120 }).map(minutes),
          lentOn: fc.option(fc.constantFrom('2026-01-05', '2026-01-06', '2026-01-07')),
          changedOn: fc.option(fc.constantFrom('2026-01-05', '2026-01-06', '2026-01-07')),
        }),
        (open, cuts, list, { now, maxCalls, overtime, lentOn, changedOn }) => {
          const isMidnight = (slot: number) => slot % SLOTS === 0;
          const notations = [
            written(open, isMidnight),
            written(open, () => false),
            written(open, (slot) => cuts.includes(slot)),
          ];
          const plans = notations.map((hours) => {
            const made = world(
              list.map((call, k) => ({ number: `C${k}`, ...call })),
              [{ code: 'R1', hours, maxCalls, km: 3 }],
              {
                now,
                policy: { overtimeUpTo: overtime, horizon: millis(3 * 86_400_000) },
                loans: lentOn === null ? [] : [loanOf(lentOn)],
                shiftChanges: changedOn === null ? [] : [changeOf(changedOn)],
              },
            );
            const plan = planTerritory(made.input, { seed: 1, iterations: 30, milliseconds: null });
            expect(checkPlan(made.reference, made.calls, plan, made.now, () => 'normal')).toEqual([]);
            return plan;
          });
          for (const plan of plans) expect(plan).toEqual(plans[0]);
        },
      ),
      { seed: 13, numRuns: 150 },
    );
  });
});

const loanOf = (on: string) => ({ row: 2, resource: 'R1', territory: 'U', on: localDate(on), reason: null });
const changeOf = (on: string) => ({
  ...{ row: 2, resource: 'R1', on: localDate(on), hours: '10:00-14:00', reason: null },
});
