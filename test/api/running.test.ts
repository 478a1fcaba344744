import { Writable } from 'node:stream';
import fastify from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../api/app.ts';
import { errorOf, logOptions } from '../../api/log-options.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { fault, get, importTown, logged, NOW, planned, post } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
beforeAll(() => importTown(process()));

describe('a process tells how it is', () => {
  it('live without asking the database, ready with it and its schema', async () => {
    expect((await get(process(), '/live')).json()).toMatchObject({ status: 'live' });
    const ready = await get(process(), '/ready');
    expect([ready.statusCode, ready.json()]).toEqual([
      200,
      { status: 'ready', database: 'up', schema: 'up-to-date', process: 'running' },
    ]);
    expect(ready.headers['cache-control']).toBe('no-store');
  });

  it('is not ready behind a schema that lacks a migration of its version, and is again when it has it', async () => {
    const em = process().store.em();
    await em.execute(`update migrations set name = 'away' where id = (select max(id) from migrations)`);
    const behind = await get(process(), '/ready');
    expect([behind.statusCode, behind.json().schema]).toEqual([503, 'behind']);
    const { migrations } = await import('../../migrations/index.ts');
    await em.execute(`update migrations set name = ? where name = 'away'`, [migrations.at(-1)?.name]);
    expect((await get(process(), '/ready')).statusCode).toBe(200);
  });

  it('gives Prometheus queue, plans, their age, breaches, planning time and requests', async () => {
    const number = await logged(process(), 'LIFT-1');
    await planned(process(), 'NORTH', number);
    process().now = (NOW + 3 * 3_600_000) as typeof NOW;
    const reply = await get(process(), '/metrics');
    expect(reply.headers['content-type']).toMatch(/^text\/plain; version=/);
    const value = (name: string) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(reply.body)?.[1]);
    expect(value('turnout_open_calls{territory="NORTH"}'.replace(/[{}]/g, '\\$&'))).toBe(1);
    expect(value('turnout_plan_age_seconds\\{territory="NORTH"\\}')).toBe(10_800);
    expect(value('turnout_breached_calls\\{clock="respond"\\}')).toBe(1);
    expect(value('turnout_breached_calls\\{clock="fix"\\}')).toBe(0);
    expect(value('turnout_planning_seconds_count\\{kind="whole"\\}')).toBeGreaterThan(0);
    expect(value('turnout_unplanned_calls\\{territory="NORTH"\\}')).toBe(0);
    expect(value('turnout_http_request_seconds_count\\{method="POST",route="/calls",status="2xx"\\}')).toBe(1);
    expect(value('turnout_logged_together_calls_count')).toBe(1);
    process().now = NOW;
  });
});

describe('logs', () => {
  async function lines(work: (app: Awaited<ReturnType<typeof buildApp>>) => Promise<unknown>): Promise<string[]> {
    const written: string[] = [];
    const stream = new Writable({
      write(chunk, _encoding, done) {
        written.push(String(chunk));
        done();
      },
    });
    const { log } = fastify({ logger: { ...logOptions('debug'), stream } as never });
    const app = await buildApp({ office: { ...process().running.office, log }, version: 'test', logger: log });
    await work(app);
    await app.close();
    return written;
  }

  it('are one line of JSON a request, with its id, route and status, and nothing of what was sent', async () => {
    const written = await lines(async (app) => {
      const payload = { device: 'LIFT-2', contact: 'Jane Private', description: 'Private matter', who: 'Private Eye' };
      const headers = { 'x-request-id': 'proxy-17' };
      const reply = await app.inject({ method: 'POST', url: '/calls', payload, headers });
      expect([reply.statusCode, reply.headers['x-request-id']]).toEqual([201, 'proxy-17']);
      await app.inject({ method: 'GET', url: '/calls?text=Private' });
      await app.inject({ method: 'POST', url: '/calls', payload: { ...payload, device: 'Private' } });
      await app.inject({ method: 'GET', url: '/nothing/Private' });
    });
    expect(written.join('')).not.toMatch(/Private/);
    const requests = written.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered');
    expect(requests.map(({ method, route, status }) => [method, route, status])).toEqual([
      ['POST', '/calls', 201],
      ['GET', '/calls', 200],
      ['POST', '/calls', 422],
      ['GET', 'none', 404],
    ]);
    expect(requests[0].reqId).toBe('proxy-17');
    expect(requests[1].reqId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('an id that is none is replaced; a problem names the id', async () => {
    const headers = { 'x-request-id': 'a b\tc' };
    const reply = await post(process(), '/calls', fault('NOPE'), headers);
    expect(reply.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(reply.json().instance).toBe(`urn:request:${reply.headers['x-request-id']}`);
  });

  it('of an error of the database tell code and message, not the row that it quotes', () => {
    const error = Object.assign(new Error('duplicate key value'), {
      code: '23505',
      detail: 'Key (contact)=(Jane Private) already exists.',
      where: 'Private',
      constraint: 'calls_pkey',
    });
    const told = errorOf(error);
    expect(told).toMatchObject({ code: '23505', message: 'duplicate key value', constraint: 'calls_pkey' });
    expect(JSON.stringify(told)).not.toMatch(/Private/);
  });
});
