import { checkPlan, formatInstant, isFinishedWork, ok, openBook } from '#engine';
import type { Command } from '../command.ts';
import { loadDataset } from '../load-dataset.ts';
import { printJson } from '../output.ts';
import { readPlanFile } from '../plan-file.ts';
import { violationJson } from '../plan-json.ts';

export const checkCommand: Command = {
  usage: 'check DATASET PLAN',
  summary: 'Checks a printed plan against every hard rule, independently of the planner; exit code 1 if it breaks one.',
  shape: { positionals: ['DATASET', 'PLAN'], flags: {} },
  async run(given) {
    const [path, planPath] = given.positionals as [string, string];
    const [loaded, read] = [await loadDataset(path), await readPlanFile(planPath)];
    if (!loaded.ok) return loaded;
    if (!read.ok) return read;
    const { now, plan } = read.value;
    const opened = openBook(loaded.value, now);
    if (!opened.ok) return opened;
    const book = opened.value;
    const calls = book.all().map(({ number }) => book.call(number)!);
    const finished = loaded.value.calls.filter((call) => isFinishedWork(call, now));
    const violations = checkPlan(
      loaded.value,
      [...calls, ...finished],
      plan,
      now,
      (number) => book.ordered(number)?.class ?? null,
    );
    // What comes with work that may not move is said, but is no fault of the plan.
    const faults = violations.filter(({ fixed }) => !fixed);
    printJson({ now: formatInstant(now), valid: faults.length === 0, violations: violations.map(violationJson) });
    return ok(faults.length === 0 ? 0 : 1);
  },
};
