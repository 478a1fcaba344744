import { parentPort, workerData } from 'node:worker_threads';
import { doStep, joinSteps } from '../../engine/pool/shared-steps.ts';

/** Does parts of two steps, one after the other; the parts of the first can be held up. Run by shared-steps.test.ts. */
const { steps, parts, log, gate } = workerData;
const thread = joinSteps(steps);
const doAll = (step: number): boolean =>
  doStep(steps, step, parts, (part) => {
    if (step === 0 && part === 0) Atomics.wait(gate, 0, 0);
    // Parts of the step before that are not done yet, as seen from this one.
    const before = step === 0 ? 0 : log.subarray(0, parts).filter((count: number) => count !== 1).length;
    Atomics.add(log, step * parts + part, 1 + 100 * before);
  });
parentPort!.postMessage({ thread, done: doAll(0) && doAll(1) });
