import { spawn } from 'node:child_process';
import { join } from 'node:path';

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
  /** Standard output as JSON; throws where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: what is printed is looked at by the tests
  json(): any;
}

/** Runs the command line as a user does, in a process of its own. */
export function turnout(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const program = join(import.meta.dirname, '../../api/cli/turnout.ts');
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err, json: () => JSON.parse(out) }));
  });
}
