import { describe, expect, it } from 'vitest';
import { applyEvent } from '../../engine/lifecycle/index.ts';
import type { Call } from '../../engine/model/call.ts';
import { withFirstReport, withFirstReports } from '../../engine/model/first-report.ts';
import { HOUR, millis } from '../../engine/model/units.ts';
import { at, call, contract, device } from '../sla/world.ts';
import { CONTRACT, measured, month, scope, world } from './world.ts';

const NOW = '2026-06-10T12:00:00Z';
const tables = world({ devices: [device('D1'), device('D2')] });
/** Fix within four hours, counted day and night. */
const clocksOf = (calls: readonly Call[], rule?: 'continue-running') => {
  const running = { ...tables, contracts: [{ ...contract('C1'), reopen: rule ?? 'continue' } as never] };
  const results = measured(running, calls, NOW).clockResults(CONTRACT, month('2026-06-10'));
  return results.map(({ call: number, clock, deadline, outcome }) => [
    number,
    clock,
    new Date(deadline).toISOString(),
    outcome,
  ]);
};
const downHours = (calls: readonly Call[], of = CONTRACT) =>
  measured(tables, calls, NOW)
    .downtimeOf(of, month('2026-06-10'))
    .reduce((sum, { down }) => sum + down / HOUR, 0);

describe('rule 6.4: downtime pauses between fix and reopening', () => {
  const fixed = call('A', '2026-06-08T10:00:00Z', {
    status: 'closed',
    respondedAt: at('2026-06-08T10:30:00Z'),
    fixedAt: at('2026-06-08T12:00:00Z'),
    closedAt: at('2026-06-08T13:00:00Z'),
  });
  const again = applyEvent(fixed, 'closed', { kind: 'reopen', at: at('2026-06-10T10:00:00Z'), rule: 'continue' });
  const reopened = again.ok ? again.value : fixed;

  it('keeps the stretch in which it worked', () => {
    expect(reopened.restored).toEqual([{ start: fixed.fixedAt, end: at('2026-06-10T10:00:00Z') }]);
  });
  it('has been down for 2 hours, and 2 more since it was reopened', () => {
    expect(downHours([reopened])).toBe(4);
    expect(downHours([reopened], scope('device', 'D1'))).toBe(4);
  });
  it('with continue the clock has used 2 of its 4 hours: fix is due 2 hours after reopening', () => {
    expect(clocksOf([reopened])).toContainEqual(['A', 'fix', '2026-06-10T12:00:00.000Z', 'open']);
  });
  it('with continue-running the clock ran on, and is missed', () => {
    expect(clocksOf([reopened], 'continue-running')).toContainEqual(['A', 'fix', '2026-06-08T14:00:00.000Z', 'missed']);
  });
  it('another fix and reopening adds another stretch', () => {
    const twice = applyEvent({ ...reopened, fixedAt: at('2026-06-10T10:30:00Z'), status: 'fixed' }, 'fixed', {
      kind: 'reopen',
      at: at('2026-06-10T11:30:00Z'),
      rule: 'continue',
    });
    expect(twice.ok && downHours([twice.value])).toBe(3);
  });
  it('a pause of no length leaves no stretch', () => {
    const atOnce = applyEvent({ ...fixed, closedAt: null, status: 'fixed' }, 'fixed', {
      kind: 'reopen',
      at: fixed.fixedAt!,
      rule: 'continue',
    });
    expect(atOnce.ok && atOnce.value.restored).toEqual([]);
  });
});

describe('rule 4.4: a failure begins with its earliest report, whichever call stands for it', () => {
  const older = call('A', '2026-06-10T02:00:00Z');
  const newer = call('B', '2026-06-10T11:50:00Z');
  const into = (original: Call, duplicate: Call) =>
    withFirstReports([original, { ...duplicate, duplicateOf: original.number }]);

  it('has the same clocks and downtime in either direction', () => {
    const [one, other] = [into(older, newer), into(newer, older)];
    const without = (results: unknown[][]) => results.map(([, ...rest]) => rest);
    expect(without(clocksOf(one))).toEqual(without(clocksOf(other)));
    expect(clocksOf(other)).toContainEqual(['B', 'fix', '2026-06-10T06:00:00.000Z', 'missed']);
    expect(downHours(one)).toBe(10);
    expect(downHours(other)).toBe(10);
  });
  it('began when an earlier report says it began', () => {
    expect(downHours(into(newer, { ...older, occurredAt: at('2026-06-10T01:00:00Z') }))).toBe(11);
  });
  it('a later report says nothing of it', () => {
    expect(into(older, { ...newer, occurredAt: at('2026-06-10T01:00:00Z') })[0]).toBe(older);
  });
  it('a cancelled report counts for nothing', () => {
    const merged = { ...older, duplicateOf: 'B', status: 'cancelled' } as const;
    expect(withFirstReport(newer, [merged])).toBe(newer);
  });
  it('keeps the regime of the earliest report on the same device', () => {
    const kept = {
      regime: 'FAST',
      respondWithin: null,
      fixWithin: millis(HOUR),
      clock: 'elapsed',
      calendar: 'ALWAYS',
      decidedBy: [],
    } as never;
    const fast = { ...older, keptTerms: kept };
    expect(clocksOf(into(newer, fast))).toContainEqual(['B', 'fix', '2026-06-10T03:00:00.000Z', 'missed']);
    expect(clocksOf(into(newer, { ...fast, device: 'D2' }))).toContainEqual([
      'B',
      'fix',
      '2026-06-10T06:00:00.000Z',
      'missed',
    ]);
  });
  it('calls that name each other in a circle stand for nobody', () => {
    const circle = [
      { ...older, duplicateOf: 'C' },
      { ...newer, duplicateOf: 'C' },
      { ...call('C', '2026-06-10T11:55:00Z'), duplicateOf: 'A' },
    ];
    expect(withFirstReports(circle)).toEqual(circle);
  });
  it('through duplicates of duplicates', () => {
    const chain = withFirstReports([
      newer,
      { ...call('C', '2026-06-10T11:55:00Z'), duplicateOf: 'B' },
      { ...older, duplicateOf: 'C' },
    ]);
    expect(chain[0]!.earlierReport?.loggedAt).toBe(older.loggedAt);
  });
});
