import { describe, expect, test } from 'vitest';
import { checkPlan, planTerritory } from '../../engine/planning/index.ts';
import { at, hours, minutes, ORDER_ALONE, type TestCall, type TestResource, world } from './world.ts';

/** What is said of R1 and the one call C1, which it can't take. */
function said(
  call: Partial<TestCall>,
  resource: Partial<TestResource> = {},
  options: Parameters<typeof world>[2] = {},
) {
  const { input } = world([{ number: 'C1', ...call }], [{ code: 'R1', ...resource }], options);
  const { reasons } = planTerritory(input, ORDER_ALONE).unallocated[0]!;
  return (reasons.find((r) => r.resource === 'R1') ?? reasons[0]!).text;
}

describe('a reason says what bars and what would help', () => {
  test.each<[string, string]>([
    [
      said({ skills: [{ skill: 'lift', level: 3 }] }, { skills: [{ skill: 'lift', level: 2 }] }),
      'R1 lacks lift level 3 (has level 2) for C1. Send somebody who has it.',
    ],
    [
      said({ work: minutes(421), km: 30 }),
      'C1 needs 7 h 1 min of work, 30 min from home: too long for any empty shift of R1 in the next 7 days. Send somebody nearer, allow overtime or split the work.',
    ],
    [
      said({ latest: at(8.25), km: 30 }),
      'R1 can start C1 at Mon 5 Jan 08:30 at the earliest, its appointment ends Mon 5 Jan 08:15. Agree a later time, or send somebody nearer.',
    ],
    [
      said({}, {}, { policy: { horizon: hours(1) } }),
      'R1 has no shift in T in the next 1 h. Change the shifts or absences, or lend somebody.',
    ],
    [said({ holds: [{ from: at(1), to: null, reason: 'no access' }] }), 'C1 is on hold. Once resumed it is planned.'],
  ])('%s', (text, expected) => expect(text).toBe(expected));

  test('in two sentences at most, with no notation of machines in them', () => {
    const calls: TestCall[] = [
      { number: 'C1', work: hours(9) },
      { number: 'C2', latest: at(1) },
      { number: 'C3', earliest: at(24 * 30) },
      { number: 'C4', status: 'awaiting-approval' },
      { number: 'C5', duplicateOf: 'C1' },
      { number: 'C6', pinned: true, resource: 'R9' },
      { number: 'C7', status: 'accepted' },
      ...[8, 9].map((n) => ({ number: `C${n}`, work: hours(5) })),
    ];
    const { input } = world(calls, [{ code: 'R1' }], { policy: { horizon: hours(24) } });
    const texts = planTerritory(input, ORDER_ALONE).unallocated.flatMap(({ reasons }) => reasons.map((r) => r.text));
    expect(texts.length).toBeGreaterThan(10);
    for (const text of texts) {
      expect(text).not.toMatch(/PT\d|\d{4}-\d\d-\d\dT/);
      expect(text.match(/[.](\s|$)/g)!.length).toBeLessThanOrEqual(2);
    }
  });
});

test('violations name times as the clock on the wall shows them', () => {
  const { input, reference, calls, now } = world([{ number: 'C1', latest: at(9) }], [{ code: 'R1' }]);
  const late = planTerritory(
    { ...input, calls: input.calls.map((c) => ({ ...c, latest: at(12), earliest: at(10) })) },
    ORDER_ALONE,
  );
  expect(checkPlan(reference, calls, late, now).map(({ text }) => text)).toEqual([
    'Call C1 starts at Mon 5 Jan 10:00, its appointment is until Mon 5 Jan 09:00.',
  ]);
});
