import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isAlive } from '../../api/store/embedded/postmaster.ts';

const MAIN = join(import.meta.dirname, '../../api/main.ts');
let folder = '';
const running: ChildProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turnout-process-'));
  await chmod(folder, 0o755);
});
afterEach(async () => {
  for (const child of running.splice(0)) await stop(child, 'SIGINT');
  await rm(folder, { recursive: true, force: true });
});

interface Server {
  readonly child: ChildProcess;
  readonly address: string;
  /** Folder of its database, as it says itself. */
  readonly database: string;
}

/** The server as a process of its own, on any free port; without npm where no command is given. */
async function start(
  env: Readonly<Record<string, string>> = {},
  [program, ...args]: readonly [string, ...string[]] = [process.execPath, MAIN],
): Promise<Server> {
  const child = spawn(program, args, {
    cwd: join(MAIN, '../..'),
    env: {
      ...process.env,
      DATABASE_URL: '',
      TURNOUT_DATA: folder,
      PORT: '0',
      LOG_LEVEL: 'error',
      TURNOUT_THREADS: '1',
      TURNOUT_AUTH: 'off',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running.push(child);
  let address = '';
  for await (const line of createInterface({ input: child.stdout! })) {
    address = /listening on (\S+)/.exec(line)?.[1] ?? address;
    const database = /embedded PostgreSQL in (.+)$/.exec(line)?.[1];
    if (database !== undefined) return { child, address, database };
  }
  throw new Error('the server ended before it listened');
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
  return child.exitCode;
}

// biome-ignore lint/suspicious/noExplicitAny: replies are looked at by the tests
async function get(server: Server, path: string): Promise<any> {
  const response = await fetch(`${server.address}/${path}`);
  expect(response.status, path).toBe(200);
  return response.json();
}

/** Asks until it is so: planning goes on beside. */
async function until<T>(ask: () => Promise<T>, so: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (so(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

describe('the process', () => {
  test('starts with the demo, loses nothing that was answered by kill -9, keeps its data, ends on Ctrl-C with its database', async () => {
    const first = await start();
    const territories = await until(
      () => get(first, 'territories'),
      (answer) => answer.territories.every((each: { planned_at: string | null }) => each.planned_at !== null),
    );
    expect(territories.territories.length).toBeGreaterThan(1);
    const queue = await get(first, 'queue?limit=1000');
    expect(queue.demo).toBe(true);
    expect(queue.calls.length).toBeGreaterThan(20);
    expect(queue.calls.some((call: { resource: string | null }) => call.resource !== null)).toBe(true);

    const logged = await fetch(`${first.address}/calls`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'phone-1' },
      body: JSON.stringify({ device: queue.calls[0].device, contact: 'A. Caller', description: 'Dead again' }),
    });
    expect(logged.status).toBe(201);
    const { number } = await logged.json();
    await stop(first.child, 'SIGKILL');

    const second = await start();
    expect(await get(second, `calls/${number}`)).toMatchObject({ number, description: 'Dead again' });
    const repeated = await fetch(`${second.address}/calls`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'phone-1' },
      body: JSON.stringify({ device: queue.calls[0].device, contact: 'A. Caller', description: 'Dead again' }),
    });
    expect((await repeated.json()).number).toBe(number);

    const postmaster = Number(
      (await readFile(join(second.database, 'pgdata', 'postmaster.pid'), 'utf8')).split('\n')[0],
    );
    expect(await stop(second.child, 'SIGINT')).toBe(0);
    expect(isAlive(postmaster)).toBe(false);
  }, 120_000);

  test.skipIf(process.platform === 'win32')(
    'ends with its database when npm alone is stopped or killed',
    async () => {
      for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] as const) {
        const server = await start({ DEMO: 'off' }, ['npm', 'start']);
        const file = join(server.database, 'pgdata', 'postmaster.pid');
        const postmaster = Number((await readFile(file, 'utf8')).split('\n')[0]);
        await stop(server.child, signal);
        await until(
          async () => isAlive(postmaster),
          (alive) => !alive,
        );
      }
    },
    120_000,
  );

  test('says what is wrong with its settings, all at once, and ends', async () => {
    const child = spawn(process.execPath, [MAIN], {
      env: { ...process.env, PORT: 'eighty', DEMO: 'maybe', TURNOUT_DATA: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    const [code] = await once(child, 'exit');
    expect(code).toBe(1);
    expect(said).toMatch(/PORT/);
    expect(said).toMatch(/DEMO/);
  });
});
