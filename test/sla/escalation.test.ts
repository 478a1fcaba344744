import { describe, expect, it } from 'vitest';
import type { Escalation } from '../../engine/model/escalation.ts';
import { createEscalationClock, escalationSteps, forecastStep } from '../../engine/sla/index.ts';
import { formatInstant } from '../../engine/time/index.ts';
import { at, call, compiled, contract, hours, nextRow, reference, regime } from './world.ts';

const rule = (more: Partial<Escalation>): Escalation => ({
  row: nextRow(),
  contract: 'C1',
  customer: null,
  clock: 'fix',
  at: 80,
  raiseTo: null,
  notify: [],
  ...more,
});
const town = reference({
  contracts: [contract('C1'), contract('C2')],
  regimes: [regime('R', { fixWithin: hours(10), respondWithin: hours(2) })],
});

/** Cover is Mo-Fr 08:00-18:00 in London, 07:00 to 17:00 UTC in June; 10 h to fix, 2 h to respond. */
function reached(
  percent: number,
  loggedAt: string,
  now: string,
  more: Parameters<typeof call>[2] = {},
  clock: 'fix' | 'respond' = 'fix',
): string | null {
  const of = call('C', loggedAt, more);
  const found = createEscalationClock(compiled(town, loggedAt, now)).reaches(of, null, clock, percent, at(now));
  return found === null ? null : formatInstant(found);
}

describe('escalation (section 2: at a percentage of the target used)', () => {
  it.each([
    ['fix', 50, '2026-06-02T11:00:00Z'],
    ['fix', 10, '2026-06-01T17:00:00Z'],
    ['fix', 100, '2026-06-02T16:00:00Z'],
    ['fix', 150, '2026-06-03T11:00:00Z'],
    ['respond', 80, '2026-06-02T07:36:00Z'],
  ] as const)('%s: %i %% of a target from Monday 17:00 is used at %s, never at night', (clock, percent, when) => {
    expect(reached(percent, '2026-06-01T16:00:00Z', '2026-06-01T16:00:00Z', {}, clock)).toBe(when);
  });

  it('stands still in a hold that stops the clock, and goes on after it by its length', () => {
    const free = Date.parse(reached(50, '2026-06-01T08:30:00Z', '2026-06-01T10:00:00Z')!);
    const from = at('2026-06-01T09:00:00Z');
    const held = { holds: [{ from, to: null, reason: 'no-access' }], status: 'on-hold' as const };
    expect(Date.parse(reached(50, '2026-06-01T08:30:00Z', '2026-06-01T10:00:00Z', held)!)).toBeGreaterThan(
      Date.parse('2026-06-01T10:00:00Z'),
    );
    const over = { holds: [{ from, to: at('2026-06-01T10:00:00Z'), reason: 'no-access' }] };
    expect(Date.parse(reached(50, '2026-06-01T08:30:00Z', '2026-06-01T10:00:00Z', over)!)).toBe(free + hours(1));
  });

  it('a clock that has stopped reaches nothing', () => {
    const responded = { respondedAt: at('2026-06-01T09:00:00Z') };
    expect(reached(50, '2026-06-01T08:30:00Z', '2026-06-01T10:00:00Z', responded, 'respond')).toBeNull();
    expect(reached(50, '2026-06-01T08:30:00Z', '2026-06-01T10:00:00Z', responded)).not.toBeNull();
    const fixed = { ...responded, fixedAt: at('2026-06-01T09:30:00Z'), status: 'fixed' as const };
    expect(reached(50, '2026-06-01T08:30:00Z', '2026-06-01T10:00:00Z', fixed)).toBeNull();
  });

  it('rows of a contract and of its customer at one percentage are one step', () => {
    const escalations = [
      rule({ at: 80, notify: ['a@x'] }),
      rule({ at: 80, contract: null, customer: 'CU', notify: ['a@x', 'b@x'], raiseTo: 'high' }),
      rule({ at: 50 }),
      rule({ contract: 'C2', at: 10 }),
      rule({ clock: 'respond', at: 150, raiseTo: 'normal' }),
    ];
    const steps = escalationSteps({ ...town, escalations }, contract('C1'));
    expect(steps).toMatchObject([
      { key: 'fix 50', raises: false },
      { key: 'fix 80', raises: true, notify: ['a@x', 'b@x'] },
      { key: 'respond 150', raises: false },
    ]);
    expect(forecastStep(steps, 'fix')).toMatchObject({ key: 'fix forecast', raises: true, notify: ['a@x', 'b@x'] });
    expect(forecastStep(steps, 'respond')).toBeNull();
  });
});
