import { describe, expect, test } from 'vitest';
import { CALL_CLASSES } from '../../engine/model/priority.ts';
import {
  clearCall,
  createCallTable,
  createHoldStore,
  createReliability,
  createTargetTable,
  FLAG_LIVE,
  growCallTable,
  raisingHints,
  workTimeOf,
  writeCall,
} from '../../engine/sla/index.ts';
import { at, call, compiled, contract, device, hours, nextRow, reference, site, specialDay, target } from './world.ts';

const NOON = '2026-06-01T12:00:00Z';

describe('compiled terms', () => {
  test('rules and timelines are typed arrays alone, so that they pack into shared memory', () => {
    const { rules, timelines } = compiled(reference(), NOON);
    for (const column of [...Object.values(rules), ...Object.values(timelines)]) {
      expect(ArrayBuffer.isView(column)).toBe(true);
    }
  });

  test('sites that are alike share their timelines, one with a special day has its own', () => {
    const sites = ['S1', 'S2', 'S3'].map((code) => site(code));
    const devices = sites.map(({ code }) => device(`D-${code}`, { site: code }));
    const alike = compiled(reference({ sites, devices }), NOON);
    const coverage = (terms: typeof alike) =>
      devices.map((_, k) => {
        const list = terms.rules.scopeRegimes[terms.rules.deviceScope[k]!]!;
        return terms.rules.candidateCoverage[terms.rules.listOffset[list]!]!;
      });
    expect(new Set(coverage(alike)).size).toBe(1);
    const special = compiled(reference({ sites, devices, specialDays: [specialDay({ site: 'S3' })] }), NOON);
    expect(new Set(coverage(special)).size).toBe(2);
  });

  test('a contract has its own escalations and its customer’s', () => {
    const escalation = { clock: 'fix' as const, at: 75, raiseTo: 'high' as const, notify: [], row: nextRow() };
    const { rules } = compiled(
      reference({
        contracts: [contract('C1'), contract('C2')],
        escalations: [
          { ...escalation, contract: 'C2', customer: null },
          { ...escalation, contract: null, customer: 'CU' },
        ],
      }),
      NOON,
    );
    const of = (k: number) => [
      ...rules.contractEscalations.slice(rules.contractEscalationOffset[k], rules.contractEscalationOffset[k + 1]),
    ];
    expect([of(0), of(1)]).toEqual([[1], [0, 1]]);
    expect([rules.escalationClock[0], rules.escalationAt[0]]).toEqual([1, 75]);
    expect(CALL_CLASSES[rules.escalationRaiseTo[0]!]).toBe('high');
  });
});

describe('table of calls', () => {
  const terms = compiled(reference(), NOON);

  test('only calls in the order are live: open, and not awaiting approval', () => {
    const table = createCallTable(1);
    const live = (more: Parameters<typeof call>[2], now = NOON) => {
      writeCall(terms, table, createHoldStore(), 0, call('1', NOON, more), null, at(now));
      return (table.flags[0]! & FLAG_LIVE) !== 0;
    };
    expect(live({})).toBe(true);
    expect(live({}, '2026-06-01T11:59:00Z')).toBe(false);
    expect(live({ status: 'awaiting-approval' })).toBe(false);
    expect(live({ status: 'cancelled' })).toBe(false);
    expect(live({ fixedAt: at(NOON) })).toBe(false);
    expect(live({ status: 'on-hold' })).toBe(true);
  });

  test('working time is the call’s own estimate, else the model’s for its type', () => {
    expect(workTimeOf(terms, call('1', NOON, { estimatedTime: hours(1) }))).toBe(hours(1));
    expect(workTimeOf(terms, call('1', NOON))).toBe(hours(2));
    expect(workTimeOf(terms, call('1', NOON, { type: 'maintenance' }))).toBe(hours(3));
  });

  test('holds survive rewriting, clearing and growth of the store', () => {
    const table = createCallTable(4);
    const holds = createHoldStore(1);
    const held = (number: string, count: number) =>
      call(number, '2026-06-01T00:00:00Z', {
        holds: Array.from({ length: count }, (_, k) => ({
          from: at(`2026-06-01T0${k + 1}:00:00Z`),
          to: at(`2026-06-01T0${k + 1}:30:00Z`),
          reason: 'no-access',
        })),
      });
    for (let round = 0; round < 50; round++) {
      for (let slot = 0; slot < 4; slot++) {
        const count = (round * 3 + slot) % 7;
        writeCall(terms, table, holds, slot, held(`${slot}`, count), null, at(NOON));
        expect(table.holdCount[slot]).toBe(count);
        const offset = table.holdOffset[slot]!;
        expect([...holds.from.slice(offset, offset + count)]).toEqual(
          Array.from({ length: count }, (_, k) => at(`2026-06-01T0${k + 1}:00:00Z`)),
        );
      }
      clearCall(table, round % 4);
    }
    expect(holds.from.length).toBeLessThan(100);
  });

  test('a larger table has the same calls in the same slots', () => {
    const table = createCallTable(1);
    writeCall(terms, table, createHoldStore(), 0, call('1', NOON), null, at(NOON));
    const grown = growCallTable(table, 3);
    expect([...grown.device]).toEqual([0, -1, -1]);
    expect([grown.loggedAt[0], grown.flags[0]]).toEqual([at(NOON), FLAG_LIVE]);
  });
});

describe('what else would raise a call', () => {
  test('the failures missing for a reliability target', () => {
    const world = reference({
      reliabilityTargets: [target('T', { device: 'D1', maxFailures: 2, window: hours(24 * 30) })],
    });
    const terms = compiled(world, NOON);
    const reliability = createReliability(terms);
    const table = createCallTable(1);
    const holds = createHoldStore();
    const one = call('1', NOON);
    reliability.addFailure(one);
    reliability.judge(at(NOON));
    writeCall(terms, table, holds, 0, one, null, at(NOON));
    const targets = createTargetTable(1);
    const explained = {
      terms,
      raised: reliability,
      table,
      holds,
      targets,
      slot: 0,
      call: one,
      now: at(NOON),
      kept: null,
    };
    expect(raisingHints(explained, reliability)).toEqual([
      '2 failures more on device D1 within 30 days of the earlier ones would make it high.',
    ]);
  });
});
