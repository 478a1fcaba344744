import { expect, test } from 'vitest';
import { defaultPolicy } from '../../engine/dataset/index.ts';
import type { Call } from '../../engine/model/call.ts';
import type { Reference } from '../../engine/model/dataset.ts';
import { openBook } from '../../engine/order/index.ts';
import { at, call, device, hours, priorityRule, reference, specialDay, target } from '../sla/world.ts';

function explained(number: string, calls: readonly Call[], more: Partial<Reference> = {}) {
  const world = reference({ policy: defaultPolicy('EUR'), ...more });
  const opened = openBook({ ...world, calls }, at('2026-06-01T12:00Z'));
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  return opened.value.explain(number)!;
}

test('the neighbour above, the criterion, both values, and a sentence', () => {
  const calls = [call('C-1', '2026-06-01T10:00Z'), call('C-2', '2026-06-01T10:12Z'), call('C-3', '2026-06-01T10:12Z')];
  const { above, below, position } = explained('C-2', calls);
  expect(position).toBe(2);
  expect(above).toEqual({
    number: 'C-1',
    criterion: 'due',
    value: '2026-06-01T14:12:00Z',
    otherValue: '2026-06-01T14:00:00Z',
    text: 'due 12 minutes later than C-1',
  });
  expect(below).toEqual({
    number: 'C-3',
    criterion: 'number',
    value: 'C-2',
    otherValue: 'C-3',
    text: 'equal in all else, and its number sorts before C-3',
  });
});

test('logged 12 minutes later, where no deadline tells them apart', () => {
  const regimes = reference().regimes.map((regime) => ({ ...regime, fixWithin: null }));
  const calls = [call('C-1', '2026-06-01T10:00Z'), call('C-2', '2026-06-01T10:12Z')];
  expect(explained('C-2', calls, { regimes }).above!.text).toBe('logged 12 minutes later than C-1');
});

test('each criterion has its value and the rule behind it', () => {
  const rule = priorityRule({ dimension: 'zone', code: 'Z1', level: 2 });
  const {
    criteria,
    class: named,
    priority,
  } = explained('C-1', [call('C-1', '2026-06-01T10:00Z')], {
    priorityRules: [rule],
    devices: [device('D1', { zone: 'Z1' })],
  });
  const shown = criteria.map(({ criterion, value, because }) => [criterion, value, because.map(({ code }) => code)]);
  expect(shown).toEqual([
    ['class', 'normal', ['normal']],
    ['priority', '2', ['priority-rule', 'most-urgent-level']],
    ['due', '2026-06-01T14:00:00Z', ['regime-rule', 'target', 'fix-runs']],
    ['contract', '5', ['no-priority-rule']],
    ['site', '5', ['no-priority-rule']],
    ['zone', '2', ['priority-rule']],
    ['model', '5', ['no-priority-rule']],
    ['logged_at', '2026-06-01T10:00:00Z', []],
    ['number', 'C-1', []],
  ]);
  expect([named, priority]).toEqual(['normal', 2]);
  expect(criteria[1]!.because[0]).toMatchObject({ file: 'priority_rules.csv', row: rule.row });
});

test('the first call has none above and nothing that would move it up; the last none below', () => {
  const first = explained('C-1', [call('C-1', '2026-06-01T10:00Z')]);
  expect([first.above, first.below, first.wouldMoveUp]).toEqual([null, null, []]);
});

test('what would move it up: a failure more, an emergency, an earlier deadline, the neighbour gone', () => {
  const calls = [call('C-1', '2026-06-01T10:00Z'), call('C-2', '2026-06-01T10:12Z', { device: 'D2' })];
  const { wouldMoveUp } = explained('C-2', calls, {
    devices: [device('D1'), device('D2')],
    reliabilityTargets: [target('T', { device: 'D2', maxFailures: 1, window: hours(24 * 30) })],
  });
  expect(wouldMoveUp).toEqual([
    'One failure more on device D2 within 30 days of the earlier ones would make it high.',
    'A person declaring it an emergency, with a reason, would put it in the class above all others.',
    'A deadline before 2026-06-01T14:00:00Z would put it above C-1.',
    'It moves up by one when C-1 is fixed.',
  ]);
});

test.each([
  ['priority', 3, ['A contract, site, zone or model level of 2 or less would put it above C-1.']],
  ['priority', 1, []],
])('what would pass a neighbour with a better %s of %d', (_, level, said) => {
  const calls = [call('C-1', '2026-06-01T10:00Z'), call('C-2', '2026-06-01T10:00Z', { device: 'D2' })];
  const { above, wouldMoveUp } = explained('C-2', calls, {
    devices: [device('D1'), device('D2', { site: 'S2' })],
    priorityRules: [priorityRule({ level })],
  });
  expect(above).toMatchObject({ criterion: 'priority', text: `priority 5, C-1 has ${level}` });
  expect(wouldMoveUp.slice(1, -1)).toEqual(said);
});

test('a deferred call moves up when its special day ends', () => {
  const calls = [call('C-1', '2026-06-01T10:00Z'), call('C-2', '2026-06-01T10:00Z', { device: 'D2' })];
  const today = { date: '2026-06-01' as never };
  const { class: named, wouldMoveUp } = explained('C-2', calls, {
    devices: [device('D1'), device('D2', { site: 'S2' })],
    specialDays: [specialDay({ site: 'S2', from: today, to: today, effect: 'non-service-affecting' })],
  });
  expect(named).toBe('deferred');
  expect(wouldMoveUp[0]).toMatch(/^When the special day at its site ends, at 2026-06-02 00:00 \+01:00/);
});
