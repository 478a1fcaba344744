import { beforeAll, describe, expect, it } from 'vitest';
import { useTestProcesses } from '../support/test-app.ts';
import { fault, get, importTown, logged, NOW, planned, post } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
beforeAll(() => importTown(process()));

describe('POST /calls', () => {
  it('gives number, targets, class, priority, levels, position and why', async () => {
    const reply = await post(process(), '/calls', fault('LIFT-1'));
    expect(reply.statusCode, reply.body).toBe(201);
    const call = reply.json();
    expect(reply.headers.location).toBe(`/calls/${call.number}`);
    expect(call).toMatchObject({
      device: 'LIFT-1',
      territory: 'NORTH',
      status: 'open',
      respond_by: '2026-06-01T11:00:00Z',
      fix_by: '2026-06-01T17:00:00Z',
      class: 'normal',
      priority: 5,
      levels: { contract: 5, site: 5, zone: 5, model: 5 },
      position: 1,
      warnings: [],
    });
    expect(call.because.map((each: { decides: string }) => each.decides)).toContain('regime');
  });

  it('with Prefer: wait also waits for its allocation', async () => {
    const reply = await post(process(), '/calls', fault('ESC-1'), { prefer: 'wait=10' });
    expect(reply.statusCode).toBe(201);
    expect(reply.json().allocation).toMatchObject({ resource: 'CAT' });
    expect(reply.headers['preference-applied']).toBe('wait=10');
  });

  it('a second failure of the same device is its duplicate, with a warning', async () => {
    const first = await logged(process(), 'LIFT-2');
    const reply = await post(process(), '/calls', fault('LIFT-2'));
    expect(reply.json().duplicate_of).toBe(first);
    expect(reply.json().warnings.length).toBeGreaterThan(0);
  });

  it('an estimate over the contract’s threshold waits for approval, outside the order', async () => {
    const reply = await post(process(), '/calls', { ...fault('LIFT-1'), type: 'query', estimated_time: 'PT9H' });
    expect(reply.json()).toMatchObject({ status: 'awaiting-approval', position: null });
    const { number } = reply.json();
    const approved = await post(process(), `/calls/${number}/approve`, { who: 'Manager' });
    expect(approved.json().status).toBe('open');
    expect((await get(process(), `/calls/${number}`)).json().order.position).toBeGreaterThan(0);
  });

  it('names a device by site and model where there is one only', async () => {
    const reply = await post(process(), '/calls', {
      site: 'S1',
      model: 'E1',
      contact: 'x',
      description: 'y',
      type: 'query',
    });
    expect(reply.statusCode).toBe(201);
    expect(reply.json().device).toBe('ESC-1');
  });

  it('refuses an unknown device with code, field, value and action', async () => {
    const reply = await post(process(), '/calls', fault('NOPE'));
    expect(reply.statusCode).toBe(422);
    expect(reply.headers['content-type']).toContain('application/problem+json');
    const body = reply.json();
    expect(body.errors[0]).toMatchObject({ code: 'unknown-device', field: 'device', value: 'NOPE' });
    expect(body.errors[0].action).not.toBe('');
  });

  it('reads a call with its place, allocation, journal and ETag', async () => {
    const number = await logged(process(), 'LIFT-3');
    await planned(process(), 'NORTH', number);
    const reply = await get(process(), `/calls/${number}`);
    expect(reply.headers.etag).toBe('"1"');
    const call = reply.json();
    expect(call).toMatchObject({ number, status: 'allocated', unallocated: null });
    expect(call.allocation.call).toBe(number);
    expect(call.possible).toContain('accept');
    expect(call.journal.map((event: { kind: string }) => event.kind)).toEqual(['logged']);
    const again = await get(process(), `/calls/${number}`, { 'if-none-match': '"1"' });
    // Its place may have changed though the call has not.
    expect(again.statusCode).toBe(200);
    expect(again.headers['cache-control']).toBe('no-store');
  });
});
