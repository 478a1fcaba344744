import { type Instant, withFirstReport } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change } from '../../platform/change.ts';
import { duplicatesOf, findCall } from '../../store/index.ts';
import { recordChange } from './record-change.ts';

/**
 * Brings a call up to date with its duplicates after one of them came or went: its clocks and downtime run from the
 * first report of the failure (rule 4.4), whichever call stands for it. An entry in its journal where that changes.
 */
export async function settleFirstReport(change: Change, number: string, at: Instant, by: By): Promise<void> {
  const original = await findCall(change.em, number, { lock: true });
  if (original === null) return;
  const settled = withFirstReport(original, await duplicatesOf(change.em, original.territory, number));
  if (settled === original) return;
  const details = { first_reported_at: settled.earlierReport?.loggedAt ?? settled.loggedAt };
  await recordChange(change, original, settled, { kind: 'first-report', at, by, details });
}
