import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Where what is measured runs, and where whoever measures: else they would take each other's time. */
const SERVERS = '0,1';
const CLIENT = '2,3';

/** Whether processes can be kept to cores here: Linux with taskset and four cores at least. */
export const canPin: boolean = hasTaskset() && availableParallelism() >= 4;

/** The command that starts a program on the servers' cores, or as it is where that can't be had. */
export const onServerCores = (program: string, args: readonly string[]): [string, string[]] =>
  canPin ? ['taskset', ['-c', SERVERS, program, ...args]] : [program, [...args]];

/** Moves a process and its children, the database, to the servers' cores. */
export function moveToServers(pid: number): void {
  if (!canPin) return;
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }).match(/\d+/g) ?? [];
  for (const each of [String(pid), ...children]) move(each, SERVERS);
}

/** Moves this process to the cores of the client. */
export const moveClient = (): void => {
  if (canPin) move(String(process.pid), CLIENT);
};

function move(pid: string, cores: string): void {
  // A child of the database may have gone meanwhile.
  try {
    execFileSync('taskset', ['-a', '-cp', cores, pid], { stdio: 'ignore' });
  } catch {}
}

function hasTaskset(): boolean {
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
