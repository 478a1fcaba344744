import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The server as a process of its own. */
export interface Server {
  readonly child: ChildProcess;
  readonly address: string;
  /** Ends it by a signal and waits until it has gone; its exit code, null where the signal ended it. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

const MAIN = join(import.meta.dirname, '../../api/main.ts');

/** Starts a server on any free port, without the demo, and waits until it listens. */
export async function startServer(env: Readonly<Record<string, string>>): Promise<Server> {
  // As npm's child it ends with whoever started it.
  const usual = {
    PORT: '0',
    LOG_LEVEL: 'error',
    TURNOUT_THREADS: '1',
    DEMO: 'off',
    TURNOUT_AUTH: 'off',
    npm_lifecycle_event: 'start',
  };
  const child = spawn(process.execPath, [MAIN], {
    env: { ...process.env, ...usual, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: child.stdout! })) {
    const address = /listening on (\S+)/.exec(line)?.[1];
    if (address === undefined) continue;
    child.stdout!.resume();
    return { child, address, stop: (signal) => stop(child, signal) };
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

/** Asks again and again until it is so. */
export async function until<T>(ask: () => Promise<T>, so: (answer: T) => boolean, pause = 100): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (so(answer)) return answer;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
