import { checkDatasetPlan, formatInstant, ok, openDataset } from '#engine';
import type { Command } from '../command.ts';
import { loadDataset } from '../load-dataset.ts';
import { printJson } from '../output.ts';
import { readPlanFile } from '../plan-file.ts';
import { violationJson } from '../plan-json.ts';

export const checkCommand: Command = {
  usage: 'check DATASET PLAN',
  summary:
    'Checks a printed plan against every hard rule, and prices it again, independently of the planner; exit code 1 if it breaks one.',
  shape: { positionals: ['DATASET', 'PLAN'], flags: {} },
  async run(given) {
    const [path, planPath] = given.positionals as [string, string];
    const [loaded, read] = [await loadDataset(path), await readPlanFile(planPath)];
    if (!loaded.ok) return loaded;
    if (!read.ok) return read;
    const { now, plan } = read.value;
    const opened = openDataset(loaded.value, now);
    if (!opened.ok) return opened;
    const book = opened.value;
    const violations = checkDatasetPlan(loaded.value, book, plan);
    // What comes with work that may not move is said, but is no fault of the plan.
    const faults = violations.filter(({ fixed }) => !fixed);
    printJson({ now: formatInstant(now), valid: faults.length === 0, violations: violations.map(violationJson) });
    return ok(faults.length === 0 ? 0 : 1);
  },
};
