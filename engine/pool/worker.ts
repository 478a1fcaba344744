import { type TaskOutcome, taskFailed, unknownTask } from './outcome.ts';
import { TASKS, type TaskName } from './tasks.ts';

/** What runs in each thread: finds the task by its name, and gives its result or what went wrong. */
export default function runTask({ name, input }: { name: string; input: never }): TaskOutcome<unknown> {
  if (!Object.hasOwn(TASKS, name)) return { ok: false, problem: unknownTask(name) };
  try {
    return { ok: true, value: TASKS[name as TaskName](input) };
  } catch (error) {
    return { ok: false, problem: taskFailed(name, error) };
  }
}
