import type { Problem } from '../model/problem.ts';

/** What comes back from a thread: errors as data, since a thrown one loses its fields on the way. */
export type TaskOutcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: Problem };

export const unknownTask = (name: string): Problem => ({
  code: 'unknown-task',
  field: 'task',
  value: name.slice(0, 100),
  message: `No task is named "${name.slice(0, 100)}".`,
  action: 'Use one of the task names of engine/pool/tasks.ts.',
});

/** A fault of the program or of the machine, not of the input. */
export const taskFailed = (task: string, error: unknown): Problem => ({
  code: 'task-failed',
  field: 'task',
  value: task,
  message: `The task "${task}" failed in its thread: ${error instanceof Error ? error.message : String(error)}`,
  action: 'Report it with the input; other tasks go on.',
});

export const poolClosed = (task: string): Problem => ({
  code: 'pool-closed',
  field: 'task',
  value: task,
  message: `The pool was closed before the task "${task}" was done.`,
  action: 'Give the task to a pool that is open.',
});
