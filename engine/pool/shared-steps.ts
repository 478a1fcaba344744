/**
 * Work that several threads do together, in steps of so many parts: whoever is free takes the next part, and the next step
 * begins when all parts of one are done. A thread waits only for parts that others have begun, never for a thread to come:
 * one that is held up leaves its parts to the others, one that comes too late finds nothing left to do, and two works that
 * share threads can't wait for each other.
 */

/** Counters of a work, in shared memory: for each step, parts taken and parts done. New for each work. */
export type SharedSteps = Int32Array<SharedArrayBuffer>;

/** Counters that several threads write lie on cache lines of their own. */
const LINE = 16;
/** First of the work's own cells. */
const THREADS = 0;
const GIVEN_UP = 1;
/** More parts than any step has. */
const ENDLESS = 2 ** 30;

const takenAt = (step: number): number => (2 * step + 1) * LINE;
const doneAt = (step: number): number => (2 * step + 2) * LINE;

export const sharedSteps = (steps: number): SharedSteps => new Int32Array(new SharedArrayBuffer(4 * takenAt(steps)));

/** Takes part: gives the thread's index in this work, from 0. */
export const joinSteps = (steps: SharedSteps): number => Atomics.add(steps, THREADS, 1);

/** Does parts `0 … parts - 1` of a step, as many as the others leave, and waits until all are done. False: the work has been given up. */
export function doStep(steps: SharedSteps, step: number, parts: number, doPart: (part: number) => void): boolean {
  const taken = takenAt(step);
  const done = doneAt(step);
  for (let part = Atomics.add(steps, taken, 1); part < parts; part = Atomics.add(steps, taken, 1)) {
    doPart(part);
    if (Atomics.add(steps, done, 1) + 1 === parts) Atomics.notify(steps, done);
  }
  for (let count = Atomics.load(steps, done); count < parts; count = Atomics.load(steps, done)) {
    Atomics.wait(steps, done, count);
  }
  return Atomics.load(steps, GIVEN_UP) === 0;
}

/** Ends a work, for every thread of it: a part can't be done. */
export function giveUp(steps: SharedSteps): void {
  Atomics.store(steps, GIVEN_UP, 1);
  for (let step = 0; takenAt(step) < steps.length; step++) {
    Atomics.store(steps, takenAt(step), ENDLESS);
    Atomics.store(steps, doneAt(step), ENDLESS);
    Atomics.notify(steps, doneAt(step));
  }
}
