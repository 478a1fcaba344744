import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { supervise } from '../../../api/store/embedded/supervise.ts';
import { startServer, until } from '../../support/server.ts';

it('the embedded database is killed: it is started again, nothing is lost, and /health says so', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'turnout-killed-'));
  await chmod(folder, 0o755);
  const server = await startServer({ DATABASE_URL: '', TURNOUT_DATA: folder, LOG_LEVEL: 'silent' });
  const json = async (path: string) => (await fetch(`${server.address}${path}`)).json();
  expect(await json('/health')).toMatchObject({ status: 'ok', database_restarts: 0, alerts: [] });
  const made = await fetch(`${server.address}/subscriptions/kept`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ who: 'Ann', channel: 'webhook', url: 'https://example.org/', events: ['call.logged'] }),
  });
  expect(made.ok, await made.text()).toBe(true);

  const home = join(folder, 'postgres');
  const pointed = await readFile(join(folder, 'postgres.location'), 'utf8').catch(() => home);
  const pidFile = join(pointed.trim(), 'pgdata/postmaster.pid');
  const pid = Number((await readFile(pidFile, 'utf8')).split('\n')[0]);
  process.kill(pid, 'SIGKILL');
  await until(
    () => json('/health'),
    ({ database, database_restarts }) => database === 'up' && database_restarts === 1,
  );
  expect((await json('/health')).alerts).toMatchObject([{ code: 'database-restarted' }]);
  expect((await fetch(`${server.address}/ready`)).status).toBe(200);
  expect((await json('/subscriptions')).subscriptions.map(({ code }: { code: string }) => code)).toEqual(['kept']);

  expect(await server.stop('SIGINT')).toBe(0);
  // It has gone with the server, the one that was started again.
  await expect(readFile(pidFile, 'utf8')).rejects.toThrow();
  await rm(folder, { recursive: true, force: true });
}, 120_000);

it('what does not start is tried again, later each time, and the reason is told meanwhile', async () => {
  const child = spawn('/bin/sh', ['-c', 'exec sleep 100']);
  const other = spawn('/bin/sh', ['-c', 'exec sleep 100']);
  let tries = 0;
  const lines: string[] = [];
  const supervisor = supervise(
    { pid: child.pid!, port: 1, ready: true },
    {
      start: async () => {
        tries += 1;
        if (tries < 3) throw new Error('no memory left');
        return { pid: other.pid!, port: 1, ready: true };
      },
      started: () => {},
      log: (line) => lines.push(line),
    },
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
  await until(
    async () => supervisor.standing().failure,
    (failure) => failure === 'no memory left',
    10,
  );
  await until(
    async () => supervisor.standing(),
    ({ restarts }) => restarts === 1,
    10,
  );
  expect(supervisor.standing()).toMatchObject({ failure: null, givenUp: false });
  expect(lines.filter((line) => line.includes('does not start'))).toHaveLength(2);
  await supervisor.stop();
  other.kill('SIGKILL');
  expect(tries).toBe(3);
});
