import type { RefusedDataset } from './dataset/index.ts';
import type { Problem } from './model/problem.ts';
import { instant } from './model/units.ts';
import { checkDevices, compileTerms } from './sla/index.ts';

/**
 * Every problem of a dataset that was refused, so that it is mended in one go: those of its files, and those of
 * entitlement (decision 18) of each call whose device is beyond doubt.
 */
export function everyProblem(refused: RefusedDataset): readonly Problem[] {
  const { reference, calls, hasAllRules } = refused.sound;
  if (calls.length === 0) return refused.problems;
  let [from, now] = [calls[0]!.loggedAt as number, calls[0]!.loggedAt as number];
  for (const { loggedAt } of calls) [from, now] = [Math.min(from, loggedAt), Math.max(now, loggedAt)];
  const terms = compileTerms(reference, { from: instant(from), now: instant(now) });
  const further = checkDevices(terms, calls);
  return refused.with(hasAllRules ? further : further.filter(({ code }) => code !== 'no-regime'));
}
