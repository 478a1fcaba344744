import { beforeAll, describe, expect, it } from 'vitest';
import { instant, MINUTE } from '#engine';
import { useTestProcesses } from '../support/test-app.ts';
import { fault, get, importTown, logged, NOW, planned, post } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
beforeAll(() => importTown(process()));

const later = (minutes: number): void => {
  process().now = instant(process().now + minutes * MINUTE);
};
const event = async (number: string, kind: string, body: object = {}, headers: Record<string, string> = {}) => {
  const reply = await post(process(), `/calls/${number}/${kind}`, { who: 'Ann', ...body }, headers);
  return { status: reply.statusCode, body: reply.json(), headers: reply.headers };
};

describe('events of a call', () => {
  it('a planned call is accepted, travelled to, arrived at, fixed and closed; the journal says who and when', async () => {
    const number = await logged(process(), 'LIFT-1');
    await planned(process(), 'NORTH', number);
    const accepted = await event(number, 'accept');
    expect(accepted.body).toMatchObject({ status: 'accepted' });
    expect(accepted.body.resource).not.toBeNull();
    later(5);
    expect((await event(number, 'travel')).body.status).toBe('travelling');
    later(10);
    const arrived = await event(number, 'arrive');
    expect(arrived.body).toMatchObject({ status: 'on-site', responded_at: '2026-06-01T09:15:00Z' });
    later(30);
    expect((await event(number, 'fix')).body).toMatchObject({ status: 'fixed', fixed_at: '2026-06-01T09:45:00Z' });
    expect((await event(number, 'close')).body.status).toBe('closed');
    const read = (await get(process(), `/calls/${number}`)).json();
    expect(read.journal.map((each: { kind: string }) => each.kind)).toEqual([
      'logged',
      'accept',
      'travel',
      'arrive',
      'fix',
      'close',
    ]);
    expect(read.journal[1]).toMatchObject({ who: 'Ann', details: { from: 'allocated' } });
    expect(read.order).toBeNull();
  });

  it('a wrong event is refused with what is possible, and changes nothing', async () => {
    const number = await logged(process(), 'LIFT-2');
    const before = (await get(process(), `/calls/${number}`)).json();
    const refused = await event(number, 'close');
    expect(refused.status).toBe(409);
    expect(refused.body.code).toBe('transition-not-possible');
    expect(refused.body.errors[0].action).toContain('cancel');
    const after = (await get(process(), `/calls/${number}`)).json();
    expect(after.journal).toEqual(before.journal);
    await event(number, 'cancel', { why: 'a mistake' });
  });

  it('a hold stops the clock, going on moves the deadline by its length', async () => {
    const number = await logged(process(), 'LIFT-2');
    const fixBy = Date.parse((await get(process(), `/calls/${number}`)).json().order.fix_by);
    expect((await event(number, 'hold', { reason: 'no access' })).body.status).toBe('on-hold');
    expect((await get(process(), `/calls/${number}`)).json().order.due).toBeNull();
    later(60);
    expect((await event(number, 'resume')).body.status).toBe('open');
    expect(Date.parse((await get(process(), `/calls/${number}`)).json().order.fix_by)).toBe(fixBy + 60 * MINUTE);
    await event(number, 'cancel', { why: 'gone' });
  });

  it('an emergency, declared with a reason, stands first', async () => {
    await logged(process(), 'ESC-1');
    const number = await logged(process(), 'LIFT-3');
    const before = (await get(process(), `/calls/${number}`)).json().order;
    expect(before.class).toBe('normal');
    await event(number, 'declare-emergency', { why: 'someone is inside' });
    const after = (await get(process(), `/calls/${number}`)).json().order;
    expect(after).toMatchObject({ class: 'emergency', position: 1 });
    expect((await event(number, 'declare-emergency')).status).toBe(400);
    await event(number, 'cancel', { why: 'free again' });
  });

  it('reopening continues the clock, or makes a new call, as the contract says', async () => {
    const close = async (device: string): Promise<string> => {
      const number = await logged(process(), device);
      await planned(process(), device === 'LIFT-4' ? 'SOUTH' : 'NORTH', number);
      await event(number, 'arrive');
      await event(number, 'fix');
      return number;
    };
    const continued = await close('LIFT-2');
    expect((await event(continued, 'reopen', { why: 'again' })).body).toMatchObject({
      number: continued,
      status: 'reopened',
      fixed_at: null,
    });

    const renewed = await close('LIFT-3');
    const made = await event(renewed, 'reopen', { why: 'again' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ device: 'LIFT-3', type: 'return' });
    expect(made.body.number).not.toBe(renewed);
    expect((await get(process(), `/calls/${renewed}`)).json()).toMatchObject({ status: 'fixed' });

    const repeated = await close('LIFT-4');
    expect((await event(repeated, 'reopen', { why: 'again' })).body).toMatchObject({ type: 'fault' });
  });

  it('nobody of another territory takes a call over, unless lent to it', async () => {
    const number = await logged(process(), 'LIFT-2');
    await planned(process(), 'NORTH', number);
    for (const kind of ['accept', 'travel', 'arrive']) {
      const refused = await event(number, kind, { resource: 'CAT' });
      expect([refused.status, refused.body.errors[0].code]).toEqual([422, 'resource-not-in-territory']);
    }
    await event(number, 'cancel', { why: 'done' });
  });

  it('a failure reported twice is fixed once; a cancelled first report leaves the second standing for itself', async () => {
    const first = await logged(process(), 'LIFT-3');
    const second = await logged(process(), 'LIFT-3');
    expect((await get(process(), `/calls/${second}`)).json().duplicate_of).toBe(first);
    await event(first, 'cancel', { why: 'the wrong lift' });
    const left = (await get(process(), `/calls/${second}`)).json();
    expect(left.duplicate_of).toBeNull();
    // Planned by itself now, if the planner has been quick.
    expect(['open', 'allocated']).toContain(left.status);
    expect(left.journal.at(-1)).toMatchObject({ kind: 'original-cancelled', details: { original: first } });

    const third = await logged(process(), 'LIFT-3');
    await planned(process(), 'NORTH', second);
    await event(second, 'arrive');
    await event(second, 'fix');
    const fixed = (await get(process(), `/calls/${second}`)).json().fixed_at;
    expect((await get(process(), `/calls/${third}`)).json()).toMatchObject({ status: 'fixed', fixed_at: fixed });
    await event(second, 'close');
    expect((await get(process(), `/calls/${third}`)).json().status).toBe('closed');
  });

  it('If-Match keeps one from changing what has changed meanwhile', async () => {
    const number = await logged(process(), 'LIFT-4');
    const { etag } = (await get(process(), `/calls/${number}`)).headers;
    const held = await event(number, 'hold', { reason: 'no access' }, { 'if-match': String(etag) });
    expect(held.status).toBe(200);
    expect(held.headers.etag).toBe('"2"');
    const stale = await event(number, 'resume', {}, { 'if-match': String(etag) });
    expect(stale.status).toBe(412);
    expect(stale.headers.etag).toBe('"2"');
  });

  it('an event in the future, or before the call was logged, is refused', async () => {
    const number = await logged(process(), 'LIFT-4');
    const future = await event(number, 'cancel', { why: 'x', at: '2026-07-01T00:00:00Z' });
    expect([future.status, future.body.code]).toEqual([422, 'event-in-future']);
    const early = await event(number, 'cancel', { why: 'x', at: '2026-05-01T00:00:00Z' });
    expect([early.status, early.body.code]).toEqual([422, 'event-before-history']);
  });

  it('every event on an unknown call is 404', async () => {
    const bodies: Record<string, object> = { hold: { reason: 'x' }, cancel: { why: 'x' }, reopen: { why: 'x' } };
    for (const kind of [
      'approve',
      'accept',
      'travel',
      'arrive',
      'hold',
      'resume',
      'fix',
      'close',
      'cancel',
      'reopen',
    ]) {
      expect((await event('NOPE', kind, bodies[kind])).body.code, kind).toBe('call-not-found');
    }
    expect((await post(process(), '/calls', fault('NOPE'))).statusCode).toBe(422);
  });
});
