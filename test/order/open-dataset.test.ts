import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../engine/dataset/index.ts';
import type { Call } from '../../engine/model/call.ts';
import type { Escalation } from '../../engine/model/escalation.ts';
import { openDataset } from '../../engine/open-dataset.ts';
import { at, call, reference, regime } from '../sla/world.ts';

const NOW = at('2026-06-02T12:00:00Z');
const rule = (more: Partial<Escalation> = {}): Escalation => ({
  ...{ row: 2, contract: 'C1', customer: null, clock: 'fix', at: 75, raiseTo: 'high', notify: [] },
  ...more,
});
/** Respond in an hour, fix in four, day and night. */
const classOf = (of: Call, escalations: readonly Escalation[] = [rule()]) => {
  const hour = 3_600_000 as never;
  const tables = reference({
    regimes: [regime('R', { calendar: 'ALWAYS', respondWithin: hour, fixWithin: (4 * 3_600_000) as never })],
    policy: defaultPolicy('GBP'),
    escalations,
  });
  const opened = openDataset({ ...tables, calls: [of] }, NOW);
  return opened.ok ? opened.value.ordered(of.number)?.class : opened.problems;
};

describe('rule 8.2: an escalation that has been reached raises a call of a dataset', () => {
  it('at 75 % of four hours: not a minute before, and then', () => {
    expect(classOf(call('A', '2026-06-02T09:00:01Z'))).toBe('normal');
    expect(classOf(call('A', '2026-06-02T09:00:00Z'))).toBe('high');
  });
  it('only where the rule raises', () => {
    expect(classOf(call('A', '2026-06-02T02:00:00Z'), [rule({ raiseTo: null })])).toBe('normal');
    expect(classOf(call('A', '2026-06-02T02:00:00Z'), [rule({ contract: null, customer: 'OTHER' })])).toBe('normal');
  });
  it('of the respond clock only where nobody had come by then', () => {
    const respond = [rule({ clock: 'respond', at: 100 })];
    const come = (time: string) => call('A', '2026-06-02T09:00:00Z', { respondedAt: at(time), resource: null });
    expect(classOf(come('2026-06-02T09:59:00Z'), respond)).toBe('normal');
    expect(classOf(come('2026-06-02T10:00:00Z'), respond)).toBe('high');
  });
});
