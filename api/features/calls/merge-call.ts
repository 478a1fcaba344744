import { type Instant, mergeProblems } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import { type Refusal, refusal } from '../../problem.ts';
import { duplicatesOf, findCall, readEvents } from '../../store/index.ts';
import type { Found } from './find-call.ts';
import { settleFirstReport } from './first-report.ts';
import { recordChange } from './record-change.ts';
import { saveEvent } from './save-event.ts';

/**
 * Makes a call the duplicate of another: one failure, reported twice. Where that one is a duplicate itself, its
 * original is meant; the call's own duplicates go with it. A wrong merge is undone by `unmerge`.
 */
export async function mergeCall(change: Change, found: Found, by: By, at: Instant, into: string): Promise<Reply> {
  const { call } = found;
  let original = await findCall(change.em, into, { lock: true });
  const seen = new Set<string>();
  while (original !== null && original.duplicateOf !== null && !seen.has(original.number)) {
    seen.add(original.number);
    original = await findCall(change.em, original.duplicateOf, { lock: true });
  }
  if (original === null) throw unknownOriginal(into);
  const status = (await change.day()).book.status(original) ?? 'logged';
  const problems = mergeProblems(call, original, status);
  if (problems.length > 0) throw refusal('change-refused', problems);
  const reply = await saveEvent(change, found, { kind: 'merge', at, into: original.number }, by, { named: into });
  for (const other of await duplicatesOf(change.em, call.territory, call.number)) {
    const details = { original: original.number, came_with: call.number };
    const entry = { kind: 'original-merged', at, by, details };
    await recordChange(change, other, { ...other, duplicateOf: original.number }, entry);
  }
  await settleFirstReport(change, original.number, at, by);
  return reply;
}

/** Takes a merge back: the calls that came with the merged one go with it again. */
export async function unmergeCall(change: Change, found: Found, by: By, at: Instant): Promise<Reply> {
  const { territory, number, duplicateOf } = found.call;
  const reply = await saveEvent(change, found, { kind: 'unmerge', at }, by);
  if (duplicateOf === null) return reply;
  for (const other of await duplicatesOf(change.em, territory, duplicateOf)) {
    const merged = (await readEvents(change.em, territory, other.number)).findLast(({ kind }) => MOVES.has(kind));
    if (merged?.kind !== 'original-merged' || merged.data.came_with !== number) continue;
    const entry = { kind: 'original-unmerged', at, by, details: { original: number } };
    await recordChange(change, other, { ...other, duplicateOf: number }, entry);
  }
  await settleFirstReport(change, duplicateOf, at, by);
  await settleFirstReport(change, number, at, by);
  return reply;
}

/** What says of a call whose duplicate it is. */
const MOVES: ReadonlySet<string> = new Set(['merge', 'unmerge', 'original-merged', 'original-unmerged']);

function unknownOriginal(into: string): Refusal {
  const message = `There is no call ${into}.`;
  const problem = { code: 'merge-into-unknown', field: 'into', value: into, message, action: 'Check the number.' };
  return refusal('change-refused', [problem]);
}
