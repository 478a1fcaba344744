import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onServerCores } from './cores.ts';

/** A server as a process of its own. */
export interface Server {
  readonly address: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const ROOT = join(import.meta.dirname, '../..');

/** A process of Turnout on a database. */
export const startTurnout = (url: string, role: 'api' | 'worker'): Promise<Server> =>
  start('api/main.ts', { DATABASE_URL: url, TURNOUT_ROLE: role, TURNOUT_THREADS: '2', PORT: '0', DEMO: 'off' });

export const startBare = (url: string): Promise<Server> =>
  start('bench/baseline/bare-server.ts', { DATABASE_URL: url });

async function start(program: string, env: Readonly<Record<string, string>>): Promise<Server> {
  const node =
    process.env.TURNOUT_BENCH_PROFILE === undefined
      ? []
      : ['--cpu-prof', `--cpu-prof-dir=${process.env.TURNOUT_BENCH_PROFILE}`];
  const [command, args] = onServerCores(process.execPath, [...node, join(ROOT, program)]);
  const child = spawn(command, args, {
    cwd: ROOT,
    env: { ...process.env, LOG_LEVEL: 'error', npm_lifecycle_event: 'start', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout! })) {
    const address = /listening on (\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    child.stdout!.resume();
    return { address, pid: child.pid!, stop: () => stop(child) };
  }
  throw new Error(`${program} ended before it listened`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}
