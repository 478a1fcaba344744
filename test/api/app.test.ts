import { get as httpGet } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { beforeAll, describe, expect, it } from 'vitest';
import { builtBoard } from '../../api/board/build.ts';
import { callDetailSchema, callPageSchema, loggedSchema, queueSchema } from '../../api/features/calls/schema.ts';
import { candidatesSchema, planSchema, routeSchema, territoriesSchema } from '../../api/features/plans/schema.ts';
import { problemSchema } from '../../api/platform/http/problem-schema.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { fault, get, importTown, logged, NOW, planned, post } from './town.ts';

const process = useTestProcesses(1, { now: NOW, board: await builtBoard() });
beforeAll(() => importTown(process()));

describe('the app', () => {
  it('describes every route in OpenAPI 3.1', async () => {
    const document = (await get(process(), '/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        ...['/calls', '/calls/{number}', '/calls/{number}/hold', '/calls/{number}/allocate', '/queue', '/territories'],
        ...[
          '/territories/{code}/plan',
          '/resources/{code}/route',
          '/calls/{number}/candidates',
          '/datasets',
          '/events',
        ],
      ]),
    );
    const log = document.paths['/calls'].post;
    expect(document.components.schemas.LogCallInput.properties).toHaveProperty('description');
    expect(Object.keys(log.responses)).toEqual(expect.arrayContaining(['201', '400', '422']));
    expect(document.components.schemas.Problem).toBeDefined();
  });

  it('shows the documentation with nothing from elsewhere', async () => {
    const page = await get(process(), '/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.body).not.toMatch(/(?:src|href)="https?:/);
    expect((await get(process(), '/docs/js/scalar.js')).statusCode).toBe(200);
  });

  it('serves the board and the explanation of errors', async () => {
    expect((await get(process(), '/')).headers['content-type']).toContain('text/html');
    expect((await get(process(), '/errors')).body).toContain('id="device-retired"');
  });

  it('replies as its own schemas say', async () => {
    const reply = await post(process(), '/calls', fault('LIFT-1'), { prefer: 'wait=10' });
    loggedSchema.parse(reply.json());
    const { number } = reply.json();
    const schemas = {
      [`/calls/${number}`]: callDetailSchema,
      '/calls': callPageSchema,
      '/queue?reasons=true': queueSchema,
      '/territories': territoriesSchema,
      '/territories/NORTH/plan': planSchema,
      '/resources/ANN/route': routeSchema,
      [`/calls/${number}/candidates`]: candidatesSchema,
    };
    for (const [url, schema] of Object.entries(schemas)) schema.parse((await get(process(), url)).json());
    problemSchema.parse((await get(process(), '/nope')).json());
  });

  it('is well', async () => {
    expect((await get(process(), '/health')).json()).toMatchObject({ status: 'ok', database: 'up', alerts: [] });
  });
});

describe('over a socket', () => {
  it('GET /events streams what changes, and begins again after the last event heard', async () => {
    await process().app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = process().app.server.address() as AddressInfo;
    const stream = (headers: Record<string, string>, until: (text: string) => boolean): Promise<string> =>
      new Promise((resolve, reject) => {
        const request = httpGet({ port, path: '/events', headers }, (reply) => {
          let text = '';
          reply.setEncoding('utf8').on('data', (part: string) => {
            text += part;
            if (!until(text)) return;
            request.destroy();
            resolve(text);
          });
        });
        request.on('error', (error) => (error.message === 'socket hang up' ? undefined : reject(error)));
      });

    const first = stream(
      {},
      (text) => text.lastIndexOf('event: plan') > text.indexOf('event: call') && text.includes('event: call'),
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
    const number = await logged(process(), 'LIFT-2');
    const text = await first;
    expect(text).toContain(`"number":"${number}"`);
    const id = /id: (\S+)\nevent: call/.exec(text)?.[1] ?? '';
    expect(await stream({ 'last-event-id': id }, (each) => each.includes('event: '))).not.toContain('reset');
    expect(await stream({ 'last-event-id': 'long ago' }, (each) => each.includes('event: '))).toContain('event: reset');
    await planned(process(), 'NORTH', number);
  });

  it('what is no HTTP gets a problem too', async () => {
    const { port } = process().app.server.address() as AddressInfo;
    const send = (text: string): Promise<string> =>
      new Promise((resolve) => {
        let answer = '';
        const socket = connect(port, '127.0.0.1', () => socket.write(text));
        socket.setEncoding('utf8').on('data', (part) => {
          answer += part;
        });
        socket.on('close', () => resolve(answer));
      });
    expect(await send('GARBAGE\r\n\r\n')).toContain('"code":"malformed-http"');
    expect(await send(`GET / HTTP/1.1\r\nhost: x\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`)).toContain(
      '"code":"headers-too-large"',
    );
  });
});
