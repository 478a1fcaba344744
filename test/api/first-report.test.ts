import { beforeAll, describe, expect, it } from 'vitest';
import { formatInstant, HOUR, instant, MINUTE } from '#engine';
import { useTestProcesses } from '../support/test-app.ts';
import { fault, get, importTown, logged, NOW, planned, post } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
beforeAll(() => importTown(process()));

const ago = (hours: number): string => formatInstant(instant(process().now - hours * HOUR));
const act = (number: string, kind: string, body: object = {}) =>
  post(process(), `/calls/${number}/${kind}`, { who: 'Ann', ...body });
const log = async (device: string, hoursAgo: number): Promise<string> =>
  (await post(process(), '/calls', { ...fault(device), logged_at: ago(hoursAgo) })).json().number;
const seen = async (number: string) => (await get(process(), `/calls/${number}`)).json().order;
const figures = async (device: string) =>
  (await get(process(), `/contracts/MAIN/performance?from=${ago(50)}&to=${ago(0)}&device=${device}`)).json().figures;

describe('reopening (rule 6.4)', () => {
  it('the time in which it worked is neither downtime nor on the fix clock', async () => {
    const number = await log('LIFT-1', 49);
    await planned(process(), 'NORTH', number);
    await act(number, 'arrive', { at: ago(48), resource: 'ANN' });
    await act(number, 'fix', { at: ago(47) });
    await act(number, 'close', { at: ago(46) });
    expect(await figures('LIFT-1')).toMatchObject({ fix: { met: 1 }, availability: { downtime: 'PT2H' } });

    process().now = instant(process().now + MINUTE);
    const again = await act(number, 'reopen', { at: ago(1), why: 'stands still again' });
    expect(again.statusCode, again.body).toBe(200);
    // Two of eight hours were used before the fix.
    expect((await seen(number)).fix_by).toBe(ago(-5));
    expect(await figures('LIFT-1')).toMatchObject({
      // Its deadline lies after the period.
      fix: { met: 0, missed: 0, open: 0 },
      availability: { downtime: 'PT3H' },
    });
    await act(number, 'arrive', { resource: 'ANN' });
    await act(number, 'fix');
    expect(await figures('LIFT-1')).toMatchObject({ respond: { met: 1 }, availability: { downtime: 'PT3H' } });
  });
});

describe('two reports of one failure (rule 4.4)', () => {
  it.each([
    ['the newer into the older', true],
    ['the older into the newer', false],
  ])('%s: the clocks run from the first report', async (_, newerIntoOlder) => {
    process().now = instant(process().now + 7 * 24 * HOUR);
    const older = await log('LIFT-1', 10);
    const newer = await log('LIFT-2', 0.2);
    const [from, into] = newerIntoOlder ? [newer, older] : [older, newer];
    expect((await act(from, 'merge', { into })).statusCode).toBe(200);
    for (const number of [older, newer]) {
      expect(await seen(number)).toMatchObject({ respond_by: ago(8), fix_by: ago(2) });
    }
    const device = newerIntoOlder ? 'LIFT-1' : 'LIFT-2';
    expect(await figures(device)).toMatchObject({
      respond: { missed: 1 },
      fix: { missed: 1 },
      availability: { downtime: 'PT10H' },
    });

    await act(from, 'unmerge');
    expect((await seen(newer)).fix_by).toBe(ago(-7.8));
    expect((await seen(older)).fix_by).toBe(ago(2));
    await act(older, 'cancel', { why: 'the test is over' });
    await act(newer, 'cancel', { why: 'the test is over' });
  });

  it('a merge that is taken back takes the calls that came with it along', async () => {
    process().now = instant(process().now + 7 * 24 * HOUR);
    const [a, a1, b, b1] = [
      await log('LIFT-1', 6),
      await log('LIFT-1', 5),
      await log('LIFT-2', 4),
      await log('LIFT-2', 3),
    ];
    const duplicateOf = async (number: string) => (await get(process(), `/calls/${number}`)).json().duplicate_of;
    expect([await duplicateOf(a1), await duplicateOf(b1)]).toEqual([a, b]);
    await act(a, 'merge', { into: b });
    expect([await duplicateOf(a1), (await seen(b)).fix_by]).toEqual([b, ago(-2)]);
    await act(a, 'unmerge');
    expect([await duplicateOf(a1), await duplicateOf(b1)]).toEqual([a, b]);
    expect([(await seen(a)).fix_by, (await seen(b)).fix_by]).toEqual([ago(-2), ago(-4)]);
    for (const number of [a1, a, b1, b]) await act(number, 'cancel', { why: 'the test is over' });
  });

  it('a reopened failure has its other reports open again with it: it is one failure', async () => {
    process().now = instant(process().now + 7 * 24 * HOUR);
    const first = await log('LIFT-1', 3);
    const second = await log('LIFT-1', 2);
    await planned(process(), 'NORTH', first);
    await act(first, 'arrive', { resource: 'ANN', at: ago(2) });
    await act(first, 'fix', { at: ago(1.5) });
    const status = async (number: string) => (await get(process(), `/calls/${number}`)).json().status;
    expect(await status(second)).toBe('fixed');
    await act(first, 'close', { at: ago(1.4) });
    const again = await act(first, 'reopen', { at: ago(1), why: 'stands still again' });
    expect(again.statusCode, again.body).toBe(200);
    expect(['reopened', 'allocated']).toContain(await status(second));
    expect((await act(second, 'reopen', { why: 'again' })).statusCode).toBe(409);
    expect(await figures('LIFT-1')).toMatchObject({
      respond: { met: 1, missed: 0 },
      availability: { downtime: 'PT2H30M' },
    });
    await act(first, 'cancel', { why: 'the test is over' });
    await act(second, 'cancel', { why: 'the test is over' });
  });

  it('a report entered late is no duplicate of a failure that was reported after it', async () => {
    process().now = instant(process().now + 7 * 24 * HOUR);
    const newer = await logged(process(), 'LIFT-2');
    const late = await post(process(), '/calls', { ...fault('LIFT-2'), logged_at: ago(10) });
    expect(late.json()).toMatchObject({
      duplicate_of: null,
      fix_by: ago(2),
      warnings: [{ code: 'open-call-on-device' }],
    });
    const third = await post(process(), '/calls', fault('LIFT-2'));
    expect(third.json().duplicate_of).toBe(late.json().number);
    await act(newer, 'merge', { into: late.json().number });
    expect(await figures('LIFT-2')).toMatchObject({ fix: { missed: 1, open: 0 }, availability: { downtime: 'PT10H' } });
  });
});
