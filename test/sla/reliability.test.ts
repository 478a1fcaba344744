import { describe, expect, test } from 'vitest';
import type { Call } from '../../engine/model/call.ts';
import type { ReliabilityTarget } from '../../engine/model/reliability.ts';
import { createReliability } from '../../engine/sla/index.ts';
import { at, call, compiled, device, hours, reference, rule, target } from './world.ts';

/** More than two failures in ten hours are too many. */
const WINDOW = hours(10);
const day = (time: string) => `2026-06-01T${time}:00Z`;
const devices = [
  device('D1', { groups: ['G'], zone: 'Z1' }),
  device('D2', { groups: ['G'], model: 'M2' }),
  device('D3', { zone: 'Z1' }),
];
const world = (...reliabilityTargets: ReliabilityTarget[]) => reference({ devices, reliabilityTargets });
const onDevice = target('T', { device: 'D1', maxFailures: 2, window: WINDOW });
const classes = (calls: Call[], one = world(onDevice), now = day('23:00')) => {
  const ruled = rule(one, calls, now);
  return calls.map(({ number }) => ruled[number]?.class);
};

describe('domain section 8: reliability targets', () => {
  test('at max_failures nothing is raised; one more makes the call just logged and the open ones high', () => {
    const calls = [call('1', day('01:00')), call('2', day('02:00')), call('3', day('03:00'))];
    expect(classes(calls.slice(0, 2))).toEqual(['normal', 'normal']);
    expect(classes(calls)).toEqual(['high', 'high', 'high']);
  });

  test('only failures logged by now count', () => {
    const calls = [call('1', day('01:00')), call('2', day('02:00')), call('3', day('03:00'))];
    expect(classes(calls, world(onDevice), day('02:59')).slice(0, 2)).toEqual(['normal', 'normal']);
    expect(classes(calls, world(onDevice), day('03:00'))).toEqual(['high', 'high', 'high']);
  });

  test('the window is (t - window, t]: a failure exactly a window before is out, one just after is in', () => {
    const last = [call('2', day('05:00')), call('3', day('11:00'))];
    expect(classes([call('1', day('01:00')), ...last])).toEqual(['normal', 'normal', 'normal']);
    expect(classes([call('1', '2026-06-01T01:00:00.001Z'), ...last])).toEqual(['high', 'high', 'high']);
  });

  test('failures of one instant are judged together', () => {
    expect(classes(['1', '2', '3'].map((number) => call(number, day('01:00'))))).toEqual(['high', 'high', 'high']);
  });

  test('once high, high until closed: later failures that are few again change nothing', () => {
    const calls = ['01:00', '02:00', '03:00'].map((time, k) => call(`${k}`, day(time)));
    expect(classes([...calls, call('9', '2026-06-05T00:00:00Z')], world(onDevice), '2026-06-05T01:00:00Z')).toEqual([
      'high',
      'high',
      'high',
      'normal',
    ]);
  });

  test('a call of another type in the scope that is open is raised, but does not count', () => {
    const planned = call('0', day('00:30'), { type: 'maintenance' });
    const two = [call('1', day('01:00')), call('2', day('02:00'))];
    expect(classes([planned, ...two])).toEqual(['planned', 'normal', 'normal']);
    expect(classes([planned, ...two, call('3', day('03:00'))])[0]).toBe('high');
  });

  test.each([
    ['a duplicate', { duplicateOf: '1' }],
    ['a cancelled one', { status: 'cancelled' }],
    ['one excused by an excusing cause', { excuse: 'excusing-cause' }],
    ['one excused by planned maintenance', { excuse: 'planned-maintenance' }],
    ['one excused by a relief event', { excuse: 'relief-event' }],
    ['maintenance', { type: 'maintenance' }],
    ['a query', { type: 'query' }],
    ['a return visit', { type: 'return' }],
  ] as const)('%s does not count', (_, more) => {
    const calls = [call('1', day('01:00')), call('2', day('02:00'), more), call('3', day('03:00'))];
    expect(classes(calls).slice(0, 1)).toEqual(['normal']);
  });

  test('failures that are fixed or closed count', () => {
    const ended = { fixedAt: at(day('02:30')), closedAt: at(day('02:40')) };
    const calls = [call('1', day('01:00'), ended), call('2', day('02:00'), ended), call('3', day('03:00'))];
    expect(classes(calls)[2]).toBe('high');
  });

  test.each([
    ['device', { device: 'D1' }, ['high', 'normal', 'normal']],
    ['group', { group: 'G' }, ['high', 'high', 'normal']],
    ['zone', { zone: 'Z1' }, ['high', 'normal', 'high']],
    ['model', { model: 'M1' }, ['high', 'normal', 'high']],
  ] as const)('the scope is a %s', (_, scope, expected) => {
    const open = ['D1', 'D2', 'D3'].map((code, k) =>
      call(`open ${code}`, day(`00:0${k}`), { device: code, type: 'query' }),
    );
    const failures = ['1', '2', '3'].map((number, k) => call(number, day(`0${k + 1}:00`)));
    const one = world(target('T', { ...scope, maxFailures: 2, window: WINDOW }));
    expect(classes([...open, ...failures], one).slice(0, 3)).toEqual(expected);
  });

  test('a call logged after the tip is not raised by it', () => {
    const calls = ['01:00', '02:00', '03:00'].map((time, k) => call(`${k}`, day(time)));
    expect(classes([...calls, call('q', day('04:00'), { type: 'query' })])[3]).toBe('normal');
  });

  test('the reason names target and count', () => {
    const calls = ['01:00', '02:00', '03:00'].map((time, k) => call(`${k}`, day(time)));
    expect(rule(world(onDevice), calls, day('04:00'))['0']!.because.at(-1)).toEqual({
      decides: 'class',
      code: 'reliability-target',
      file: 'reliability_targets.csv',
      row: onDevice.row,
      text:
        'Reliability target T (device D1) was exceeded at 2026-06-01 04:00 +01:00: ' +
        '3 failures within 10 h, 2 allowed.',
    });
  });
});

describe('keeping reliability up as calls change', () => {
  const terms = compiled(world(onDevice), day('00:00'));
  const failures = ['01:00', '02:00', '03:00', '04:00'].map((time, k) => call(`${k}`, day(time)));

  test('judge names the targets whose state changed, and only those', () => {
    const reliability = createReliability(terms);
    for (const failure of failures.slice(0, 2)) reliability.addFailure(failure);
    expect([...reliability.judge(at(day('02:00')))]).toEqual([]);
    reliability.addFailure(failures[2]!);
    expect([...reliability.judge(at(day('03:00')))]).toEqual([0]);
    expect([...reliability.judge(at(day('03:01')))]).toEqual([]);
    expect([...reliability.devicesOf(0)]).toEqual([0]);
    expect([reliability.lastTipAt[0], reliability.lastCount[0]]).toEqual([at(day('03:00')), 3]);
  });

  test('a failure in the future counts once now has come to it', () => {
    const reliability = createReliability(terms);
    for (const failure of failures.slice(0, 3)) reliability.addFailure(failure);
    expect([...reliability.judge(at(day('02:30')))]).toEqual([]);
    expect([...reliability.judge(at(day('03:00')))]).toEqual([0]);
    expect([...reliability.judge(at(day('02:30')))]).toEqual([0]);
    expect(reliability.lastTipAt[0]).toBeNaN();
  });

  test('a failure taken out undoes the tip that it made', () => {
    const reliability = createReliability(terms);
    for (const failure of failures.toReversed()) reliability.addFailure(failure);
    reliability.judge(at(day('05:00')));
    expect([reliability.lastTipAt[0], reliability.lastCount[0]]).toEqual([at(day('04:00')), 4]);
    reliability.removeFailure('3');
    expect([...reliability.judge(at(day('05:00')))]).toEqual([0]);
    expect([reliability.lastTipAt[0], reliability.lastCount[0]]).toEqual([at(day('03:00')), 3]);
    reliability.removeFailure('0');
    reliability.judge(at(day('05:00')));
    expect(reliability.lastTipAt[0]).toBeNaN();
  });

  test('a failure given twice counts once', () => {
    const reliability = createReliability(terms);
    for (const failure of [failures[0]!, failures[0]!, failures[0]!]) reliability.addFailure(failure);
    reliability.judge(at(day('05:00')));
    expect(reliability.countAt(0, at(day('05:00')))).toBe(1);
    expect(reliability.lastTipAt[0]).toBeNaN();
  });
});
