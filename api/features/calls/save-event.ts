import { applyEvent, type Call, type CallEvent, formatInstant, type Instant, instant, lastKnown } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import { refusal } from '../../problem.ts';
import { dropAllocation } from '../../store/index.ts';
import { changeDuplicates } from './change-duplicates.ts';
import { callReply, type Found } from './find-call.ts';
import { settleFirstReport } from './first-report.ts';
import { recordChange } from './record-change.ts';
import { changeVisits } from './visits.ts';

/** Writes what an event makes of a call, found and locked before. */
export async function saveEvent(
  change: Change,
  found: Found,
  event: CallEvent,
  by: By,
  details: Readonly<Record<string, unknown>> = {},
): Promise<Reply> {
  const applied = applyEvent(found.call, found.status, event);
  if (!applied.ok) throw refusal('change-refused', applied.problems);
  const { kind, at, ...data } = event;
  const entry = { kind, at, by, details: { ...data, ...details, from: found.status } };
  const stored = await recordChange(change, found.call, applied.value, entry);
  // Nobody is on the way to a call by the plan as it was once it is to be planned anew.
  if (isPlannedAnew(found.call, stored, kind))
    await dropAllocation(change.em, stored.territory, stored.number, change.now);
  await changeVisits(change, found.call, event);
  change.replan(stored.territory);
  if (CARRIED_OVER.has(kind)) await changeDuplicates(change, stored, at, by);
  const { duplicateOf } = found.call;
  if (LEAVES.has(kind) && duplicateOf !== null) await settleFirstReport(change, duplicateOf, at, by);
  return callReply(change, stored);
}

/** After these the duplicates of the call change too. */
const CARRIED_OVER: ReadonlySet<CallEvent['kind']> = new Set(['fix', 'close', 'cancel', 'reopen']);

/** After these a duplicate no longer reports the failure of its original (for unmerging see merge-call.ts). */
const LEAVES: ReadonlySet<CallEvent['kind']> = new Set(['cancel', 'reopen']);

const isPlannedAnew = (before: Call, after: Call, kind: CallEvent['kind']): boolean =>
  PLANNED_ANEW.has(kind) || (kind === 'estimate' && after.status !== before.status);
const PLANNED_ANEW: ReadonlySet<CallEvent['kind']> = new Set([
  'release',
  'hold',
  'resume',
  'reopen',
  'appoint',
  'follow-up',
  'merge',
]);

/** The instant that is named, or now; refused where it is still to come. */
export function happenedAt(by: By, now: Instant, call: Call): Instant {
  // Machines' clocks differ by a little: what happens now comes after what is known, whoever wrote that.
  if (by.at === null) return instant(Math.max(now, lastKnown(call)));
  if (by.at <= now) return by.at;
  throw refusal('change-refused', [
    {
      code: 'event-in-future',
      field: 'at',
      value: formatInstant(by.at),
      message: `It is ${formatInstant(now)} now: this has not happened yet.`,
      action: 'Give an instant up to now, or leave `at` out for now.',
    },
  ]);
}
