import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { createPool } from '../../engine/pool/index.ts';
import { policyOf } from './policy.ts';

type AnyRun = (name: string, input: unknown) => Promise<{ ok: boolean; value?: unknown; problem?: { code: string } }>;

describe('a pool', () => {
  const pool = createPool({ threads: 1 });
  const run = pool.run as AnyRun;
  afterAll(() => pool.close());

  it('has at least one thread', async () => {
    expect(pool.threads).toBe(1);
    const least = createPool({ threads: 0 });
    expect(least.threads).toBe(1);
    await least.close();
  });

  it('gives a failing task back as a problem, and goes on', async () => {
    const blocks = { policy: policyOf([]), now: 0, holds: new SharedArrayBuffer(32) };
    const outcome = await run('order', { blocks, steps: new Int32Array(new SharedArrayBuffer(64)) });
    expect(outcome).toMatchObject({ ok: false, problem: { code: 'task-failed', value: 'order' } });
    expect(JSON.stringify(outcome)).toContain('magic number is wrong');
    expect(await run('no-such-task', {})).toMatchObject({ ok: false, problem: { code: 'unknown-task' } });
    expect(await run('toString', {})).toMatchObject({ ok: false, problem: { code: 'unknown-task' } });
  });

  it('gives a task that can not be handed over back as a problem', async () => {
    expect(await run('order', { notCloneable: () => 0 })).toMatchObject({
      ok: false,
      problem: { code: 'task-failed' },
    });
  });
});

describe('a pool whose threads fail', () => {
  const worker = new URL('./crashing-worker.ts', import.meta.url);

  it('goes on after a thread has thrown or ended', async () => {
    const pool = createPool({ threads: 1, worker });
    const run = pool.run as AnyRun;
    for (const name of ['throw', 'exit']) {
      expect(await run(name, null)).toMatchObject({ ok: false, problem: { code: 'task-failed', value: name } });
      expect(await run('echo', 7)).toEqual({ ok: true, value: 7 });
    }
    await pool.close();
  });

  it('ends work that goes on and work that waits when it is closed', async () => {
    const pool = createPool({ threads: 1, worker });
    const run = pool.run as AnyRun;
    expect(await run('echo', 1)).toEqual({ ok: true, value: 1 });
    const unfinished = [run('for-ever', null), run('echo', 2)];
    await Promise.all([pool.close(), pool.close()]);
    for (const outcome of await Promise.all([...unfinished, run('echo', 3)])) {
      expect(outcome).toMatchObject({ ok: false, problem: { code: 'pool-closed' } });
    }
  });
});

it('a closed pool leaves nothing that keeps a process running', async () => {
  const door = new URL('../../engine/pool/index.ts', import.meta.url).href;
  const script = `
    import { createPool } from '${door}';
    const pool = createPool({ threads: 2 });
    const outcome = await pool.run('no-such-task', {});
    await pool.close();
    console.log(outcome.problem.code);
  `;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script]);
  expect(stdout.trim()).toBe('unknown-task');
  expect(stderr).toBe('');
});
