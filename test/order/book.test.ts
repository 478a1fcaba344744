import { describe, expect, test } from 'vitest';
import { defaultPolicy, ORDER_PRESETS } from '../../engine/dataset/index.ts';
import type { Call } from '../../engine/model/call.ts';
import type { Reference } from '../../engine/model/dataset.ts';
import { localDate } from '../../engine/model/units.ts';
import { type Book, openBook } from '../../engine/order/index.ts';
import { at, call, contract, device, hours, reference, regime, site, specialDay, target } from '../sla/world.ts';

const policy = defaultPolicy('EUR');

/** Opens a book that must open; London in June is UTC+1. */
function bookOf(calls: readonly Call[], now: string, more: Partial<Reference> = {}): Book {
  const opened = openBook({ ...reference({ policy, ...more }), calls }, at(now));
  if (!opened.ok) throw new Error(JSON.stringify(opened.problems));
  return opened.value;
}

const numbers = (book: Book) => book.all().map(({ number }) => number);
const MONDAY = '2026-06-01T12:00Z';

describe('which calls stand in the order', () => {
  test('open ones; fixed, closed, cancelled, and those that await approval do not', () => {
    const calls = [
      call('open', '2026-06-01T08:00Z'),
      call('fixed', '2026-06-01T08:00Z', { fixedAt: at('2026-06-01T11:00Z') }),
      call('closed', '2026-06-01T08:00Z', { closedAt: at('2026-06-01T12:00Z') }),
      call('cancelled', '2026-06-01T08:00Z', { status: 'cancelled' }),
      call('waits-too', '2026-06-01T09:00Z', { estimatedTime: hours(9) }),
      call('waits', '2026-06-01T08:00Z', { status: 'awaiting-approval' }),
    ];
    const book = bookOf(calls, MONDAY, { contracts: [contract('C1', { approvalOver: [hours(8)] })] });
    expect(numbers(book)).toEqual(['open']);
    expect(book.awaitingApproval().map(({ number }) => number)).toEqual(['waits', 'waits-too']);
    expect(book.ordered('fixed')).toBeNull();
    expect(book.position('waits')).toBeNull();
    expect(book.explain('nothing')).toBeNull();
    expect(book.because('nothing')).toEqual([]);
    expect([book.status('open'), book.status('waits'), book.status('nothing')]).toEqual([
      'open',
      'awaiting-approval',
      null,
    ]);
    expect(book.status(calls[1]!)).toBe('fixed');
  });

  test('what happens after now is not known yet, and comes with time', () => {
    const book = bookOf(
      [
        call('C-1', '2026-06-01T11:00Z', { fixedAt: at('2026-06-01T13:00Z') }),
        call('C-2', '2026-06-01T12:30Z', { respondedAt: at('2026-06-01T13:00Z') }),
      ],
      MONDAY,
    );
    expect([numbers(book), book.notYetLogged]).toEqual([['C-1'], 1]);
    book.advance(at('2026-06-01T12:29:59Z'));
    expect(numbers(book)).toEqual(['C-1']);
    book.advance(at('2026-06-01T12:30Z'));
    expect([numbers(book), book.notYetLogged]).toEqual([['C-1', 'C-2'], 0]);
    book.advance(at('2026-06-01T13:00Z'));
    expect([numbers(book), book.status('C-2')]).toEqual([['C-2'], 'on-site']);
    book.advance(at('2026-06-01T11:00Z'));
    expect(book.now).toBe(at('2026-06-01T13:00Z'));
  });

  test('a long time on, the terms are compiled anew', () => {
    const book = bookOf([call('C-1', '2026-06-01T11:00Z')], MONDAY);
    const { due } = book.ordered('C-1')!;
    book.advance(at('2027-06-01T12:00Z'));
    expect(book.terms.freshUntil).toBeGreaterThan(book.now);
    expect(book.ordered('C-1')!.due).toBe(due);
    book.put(call('C-0', '2025-12-01T10:00Z'));
    expect(numbers(book)).toEqual(['C-0', 'C-1']);
    expect(book.ordered('C-0')!.due).toBe(at('2025-12-01T14:00Z'));
  });
});

describe('classes in the order', () => {
  test('an emergency above all, whatever its deadline, and also at a deferred site', () => {
    const book = bookOf([call('C-1', '2026-06-01T08:00Z'), call('C-2', '2026-06-01T11:00Z')], MONDAY);
    expect(numbers(book)).toEqual(['C-1', 'C-2']);
    book.put({ ...book.call('C-2')!, emergency: 'Passenger trapped' });
    expect(numbers(book)).toEqual(['C-2', 'C-1']);
    expect(book.ordered('C-2')!.class).toBe('emergency');
  });

  test("deferred while the site's special day lasts, begun and ended by time alone", () => {
    const book = bookOf(
      [call('C-1', '2026-06-01T10:00Z', { device: 'D1' }), call('C-2', '2026-06-01T11:00Z', { device: 'D2' })],
      MONDAY,
      {
        sites: [site('S1'), site('S2')],
        devices: [device('D1'), device('D2', { site: 'S2' })],
        specialDays: [specialDay({ effect: 'non-service-affecting' })],
      },
    );
    expect(numbers(book)).toEqual(['C-1', 'C-2']);
    book.advance(at('2026-06-01T23:00Z'));
    expect([numbers(book), book.ordered('C-1')!.class]).toEqual([['C-2', 'C-1'], 'deferred']);
    book.advance(at('2026-06-02T23:00Z'));
    expect([numbers(book), book.ordered('C-1')!.class]).toEqual([['C-1', 'C-2'], 'normal']);
  });

  test('a failure that tips a target raises every open call of its scope, and one taken back lowers them', () => {
    const world = {
      devices: [device('D1', { groups: ['G'] }), device('D2', { groups: ['G'] }), device('D3')],
      reliabilityTargets: [target('T', { group: 'G', maxFailures: 1, window: hours(24) })],
    };
    const book = bookOf(
      [
        call('other', '2026-06-01T07:00Z', { device: 'D3' }),
        call('planned', '2026-06-01T08:00Z', { device: 'D2', type: 'maintenance' }),
        call('first', '2026-06-01T09:00Z'),
      ],
      MONDAY,
      world,
    );
    expect(numbers(book)).toEqual(['other', 'first', 'planned']);
    const second = call('second', '2026-06-01T11:00Z', { device: 'D2' });
    book.put(second);
    expect(numbers(book)).toEqual(['planned', 'first', 'second', 'other']);
    expect(['planned', 'first', 'second'].map((number) => book.ordered(number)!.class)).toEqual([
      'high',
      'high',
      'high',
    ]);
    book.put({ ...second, excuse: 'excusing-cause' });
    expect(numbers(book)).toEqual(['other', 'first', 'second', 'planned']);
    book.put(second);
    book.remove('second');
    expect(numbers(book)).toEqual(['other', 'first', 'planned']);
  });

  test('failures that were fixed before now count too', () => {
    const past = Array.from({ length: 3 }, (_, day) =>
      call(`P-${day}`, `2026-05-2${day + 5}T08:00Z`, { fixedAt: at('2026-05-28T09:00Z') }),
    );
    const world = { reliabilityTargets: [target('T', { device: 'D1', maxFailures: 3, window: hours(24 * 30) })] };
    const book = bookOf(past, MONDAY, world);
    book.put(call('C-1', '2026-06-01T11:00Z'));
    expect(book.ordered('C-1')!.class).toBe('high');
  });
});

describe('clocks in the order', () => {
  test('a clock-stopping hold leaves no due until it ends; shown deadlines go on with now', () => {
    const held = call('C-1', '2026-06-01T08:00Z', {
      holds: [{ from: at('2026-06-01T09:00Z'), to: at('2026-06-01T13:00Z'), reason: 'no-access' }],
    });
    const openEnded = call('C-2', '2026-06-01T08:00Z', {
      holds: [{ from: at('2026-06-01T11:00Z'), to: null, reason: 'no-access' }],
    });
    const book = bookOf([held, openEnded, call('C-3', '2026-06-01T11:30Z')], MONDAY);
    expect(numbers(book)).toEqual(['C-3', 'C-1', 'C-2']);
    expect(book.ordered('C-1')).toMatchObject({ due: null, fixBy: at('2026-06-01T16:00Z') });
    expect(book.ordered('C-2')!.fixBy).toBe(at('2026-06-01T13:00Z'));
    book.advance(at('2026-06-01T13:00Z'));
    expect(numbers(book)).toEqual(['C-3', 'C-1', 'C-2']);
    expect(book.ordered('C-1')!.due).toBe(at('2026-06-01T16:00Z'));
    expect(book.ordered('C-2')!.fixBy).toBe(at('2026-06-01T14:00Z'));
  });

  test('a duplicate shows the clocks of its original, and follows it', () => {
    const regimes = [regime('R', { respondWithin: hours(1) })];
    const first = call('C-1', '2026-06-01T08:00Z');
    const book = bookOf([first, call('C-2', '2026-06-01T11:00Z', { duplicateOf: 'C-1' })], MONDAY, { regimes });
    expect(book.ordered('C-2')!.due).toBe(at('2026-06-01T09:00Z'));
    book.put({ ...first, respondedAt: at('2026-06-01T11:30Z') });
    expect(book.ordered('C-2')!.due).toBe(at('2026-06-01T12:00Z'));
    book.put({ ...first, fixedAt: at('2026-06-01T11:45Z') });
    expect(book.ordered('C-2')!.due).toBeNull();
    expect(book.holds('C-1')).toBe(true);
    book.remove('C-1');
    expect(book.ordered('C-2')!.due).toBe(at('2026-06-01T12:00Z'));
  });

  test('least slack: the longer repair first at the same deadline', () => {
    const least = { ...policy, order: ORDER_PRESETS['least-slack'] };
    const calls = [call('C-1', '2026-06-01T08:00Z'), call('C-2', '2026-06-01T08:30Z', { estimatedTime: hours(3) })];
    expect(numbers(bookOf(calls, MONDAY))).toEqual(['C-1', 'C-2']);
    expect(numbers(bookOf(calls, MONDAY, { policy: least }))).toEqual(['C-2', 'C-1']);
  });
});

describe('what is refused', () => {
  test('every call that may not be logged is an error of the dataset, all at once', () => {
    const calls = [call('C-1', '2026-06-01T08:00Z', { contact: '' }), call('C-2', '2019-06-03T08:00Z')];
    const opened = openBook({ ...reference({ policy }), calls }, at(MONDAY));
    expect(opened.ok ? [] : opened.problems.map(({ code, file, row }) => [code, file, row])).toEqual([
      ['contact-missing', 'calls.csv', calls[0]!.row],
      ['contract-not-in-force', 'calls.csv', calls[1]!.row],
    ]);
  });

  test('a reference under which a call that is held could not be, and then nothing changes', () => {
    const book = bookOf([call('C-1', '2026-06-01T08:00Z')], MONDAY);
    const refused = book.replaceReference(
      reference({ policy, devices: [device('D1', { retiredOn: localDate('2026-05-01') })] }),
    );
    expect(refused.ok ? [] : refused.problems.map(({ code }) => code)).toEqual(['device-retired']);
    expect(book.reference.devices[0]!.retiredOn).toBeNull();
    const taken = book.replaceReference(reference({ policy, regimes: [regime('R', { fixWithin: hours(2) })] }));
    expect([taken.ok, book.ordered('C-1')!.due]).toEqual([true, at('2026-06-01T10:00Z')]);
  });
});

describe('admission', () => {
  const request = { device: 'D1', contact: 'Ann', description: 'Stuck' };
  test('a fault on a device with an open fault is a duplicate of it, one awaiting approval included', () => {
    const book = bookOf([call('C-1', '2026-06-01T08:00Z', { status: 'awaiting-approval' })], MONDAY);
    const admitted = book.admit(request);
    expect(admitted.ok && [admitted.value.call.duplicateOf, admitted.value.warnings.map(({ code }) => code)]).toEqual([
      'C-1',
      ['open-call-on-device'],
    ]);
    book.put({ ...book.call('C-1')!, status: 'cancelled' });
    const again = book.admit(request);
    expect(again.ok && again.value.call.duplicateOf).toBeNull();
  });
  test('of a call logged before the terms begin', () => {
    const book = bookOf([], MONDAY);
    expect(book.admit({ ...request, loggedAt: at('2020-02-03T10:00Z') }).ok).toBe(true);
    expect(book.admit({ ...request, loggedAt: at('2026-06-01T12:00:01Z') }).ok).toBe(false);
  });
});

test('of past calls only those are kept that something open depends on', () => {
  const fixedAt = at('2026-05-02T09:00Z');
  const calls = [
    call('old', '2026-04-01T08:00Z', { fixedAt: at('2026-04-01T09:00Z') }),
    call('recent', '2026-05-10T08:00Z', { fixedAt: at('2026-05-10T09:00Z') }),
    call('planned', '2026-05-10T08:00Z', { type: 'maintenance', fixedAt: at('2026-05-10T09:00Z') }),
    call('original', '2026-04-02T08:00Z', { fixedAt }),
    call('open', '2026-06-01T08:00Z', { duplicateOf: 'original' }),
  ];
  const book = bookOf(calls, MONDAY, { reliabilityTargets: [target('T', { device: 'D1' })] });
  expect(calls.map(({ number }) => number).filter((number) => book.holds(number))).toEqual([
    'recent',
    'original',
    'open',
  ]);
});
