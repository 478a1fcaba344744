import { Heap } from 'heap-js';
import type { Instant } from '../../model/units.ts';

/** Something that changes by the mere passing of time. */
interface Change<T> {
  readonly at: number;
  readonly what: T;
}

/** What changes when: found from a heap of the instants to come, never by looking through all calls. */
export interface Changes<T> {
  /** Notes that `what` changes at an instant. */
  plan(what: T, at: Instant): void;
  /** Takes out, in order of their instants, all that have changed at or before `now`. May name one thing twice. */
  due(now: Instant): T[];
  /** Forgets everything. */
  clear(): void;
}

/** Nothing planned yet. A change is not taken back: whoever acts on one looks first whether it still holds. */
export function createChanges<T>(): Changes<T> {
  const heap = new Heap<Change<T>>((a, b) => a.at - b.at);
  return {
    plan(what, at) {
      heap.push({ at, what });
    },
    due(now) {
      const passed: T[] = [];
      while (heap.length > 0 && heap.peek()!.at <= now) passed.push(heap.pop()!.what);
      return passed;
    },
    clear: () => heap.clear(),
  };
}
