import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { doStep, giveUp, joinSteps, sharedSteps } from '../../engine/pool/shared-steps.ts';

const PARTS = 50;
const shared = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));

/** Threads at work on two steps, held up in the first part of all until the gate opens. */
function threads(count: number) {
  const steps = sharedSteps(2);
  const [log, gate] = [shared(2 * PARTS), shared(1)];
  const workerData = { steps, parts: PARTS, log, gate };
  const workers = Array.from(
    { length: count },
    () => new Worker(new URL('./steps-worker.ts', import.meta.url), { workerData }),
  );
  return {
    steps,
    log,
    open() {
      Atomics.store(gate, 0, 1);
      Atomics.notify(gate, 0);
    },
    ends: Promise.all(
      workers.map(async (worker): Promise<{ thread: number; done: boolean }> => (await once(worker, 'message'))[0]),
    ),
  };
}

/** All parts of the first step but the one that is held up are done. */
async function allButOne(log: Int32Array): Promise<void> {
  while (log.subarray(0, PARTS).filter((count) => count === 1).length < PARTS - 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

describe('steps that threads do together', () => {
  it('have each part done once, and all parts of one step before the next begins', async () => {
    const { log, open, ends } = threads(3);
    await allButOne(log);
    expect([...log.subarray(PARTS)]).toEqual(Array(PARTS).fill(0));
    open();
    const ended = await ends;
    expect([...log]).toEqual(Array(2 * PARTS).fill(1));
    expect(ended.map(({ thread }) => thread).sort()).toEqual([0, 1, 2]);
    expect(ended.map(({ done }) => done)).toEqual([true, true, true]);
  });

  it('are done by whoever comes: a thread that never comes holds nobody up', () => {
    const steps = sharedSteps(1);
    const done: number[] = [];
    expect(joinSteps(steps)).toBe(0);
    expect(doStep(steps, 0, 3, (part) => done.push(part))).toBe(true);
    // And for one that comes too late nothing is left.
    expect(joinSteps(steps)).toBe(1);
    expect(doStep(steps, 0, 3, (part) => done.push(part))).toBe(true);
    expect(done).toEqual([0, 1, 2]);
  });

  it('may have no parts', () => {
    expect(doStep(sharedSteps(1), 0, 0, () => expect.unreachable())).toBe(true);
  });

  it('end for those who wait when one gives up', async () => {
    const { steps, log, open, ends } = threads(3);
    await allButOne(log);
    giveUp(steps);
    giveUp(steps);
    open();
    const ended = await ends;
    expect(ended.map(({ done }) => done)).toEqual([false, false, false]);
    expect([...log.subarray(PARTS)]).toEqual(Array(PARTS).fill(0));
  });
});
