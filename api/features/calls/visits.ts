import { type CallEvent, type Instant, type Millis, visitsAfter } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import { Refusal } from '../../problem.ts';
import { readEvents, readVisits, type StoredCall, writeVisits } from '../../store/index.ts';
import { callReply, lockCall } from './find-call.ts';
import { recordEntry } from './record-change.ts';

/** Events that may begin or end somebody's stay at the site. */
const CONCERNED: ReadonlySet<CallEvent['kind']> = new Set([
  'arrive',
  'release',
  'hold',
  'resume',
  'follow-up',
  'fix',
  'cancel',
  'estimate',
]);

/** Keeps the visits of a call up with an event of its life, in the same transaction. `call` is as it was before. */
export async function changeVisits(change: Change, call: StoredCall, event: CallEvent): Promise<void> {
  if (!CONCERNED.has(event.kind)) return;
  const visits = await readVisits(change.em, call.territory, call.number);
  const setOff = event.kind === 'arrive' && call.status === 'travelling' ? await setOffAt(change, call) : null;
  const changed = visitsAfter(visits, event, setOff, call.temporaryFixedAt !== null);
  await writeVisits(change.em, call, changed);
}

async function setOffAt(change: Change, call: StoredCall): Promise<Instant | null> {
  const events = await readEvents(change.em, call.territory, call.number);
  return events.findLast(({ kind }) => kind === 'travel')?.at ?? null;
}

/** Enters the working time of a visit in place of the time between arrival and leaving, for the invoice. */
export async function enterTimeSpent(
  change: Change,
  number: string,
  ifMatch: string | null,
  by: By,
  entered: { readonly visit: number; readonly timeSpent: Millis },
): Promise<Reply> {
  const { call } = await lockCall(change, number, ifMatch);
  const visits = await readVisits(change.em, call.territory, call.number);
  const found = visits.find(({ visit }) => visit === entered.visit);
  if (found === undefined) throw new Refusal('visit-not-found', `Call ${number} has no visit ${entered.visit}.`);
  if (found.leftAt === null) {
    throw new Refusal(
      'visit-under-way',
      `${found.resource} is still there: the visit's time is known once it has ended.`,
    );
  }
  const { timeSpent } = entered;
  await writeVisits(change.em, call, [{ ...found, timeSpent }]);
  const details = { visit: found.visit, resource: found.resource, time_spent: timeSpent, before: found.timeSpent };
  const entry = { kind: 'time-spent', at: change.now, by, details };
  return callReply(change, await recordEntry(change, call, entry));
}
