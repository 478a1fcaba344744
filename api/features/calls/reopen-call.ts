import { applyEvent, type Instant, reopenedCall } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import { Refusal, refusal } from '../../problem.ts';
import { findCall, readEvents, type StoredCall } from '../../store/index.ts';
import type { Found } from './find-call.ts';
import { admitAndEnter } from './log-call.ts';
import { recordEntry } from './record-change.ts';
import { saveEvent } from './save-event.ts';

/**
 * By the contract's rule the old clock continues, or a call of its own is logged (see `reopenedCall`), if it is still
 * entitled to one. A call is reopened as one other call at most: it is that one that is reopened next.
 */
export async function reopen(change: Change, found: Found, by: By, at: Instant): Promise<Reply> {
  const { call, status } = found;
  const rule = (await change.day()).tables.contracts.get(call.contract)?.reopen ?? 'continue';
  if (rule === 'continue' || rule === 'continue-running')
    return saveEvent(change, found, { kind: 'reopen', at, rule }, by, { rule });

  // The table of possible events holds for every rule, so it is asked as if the call itself went on.
  const allowed = applyEvent(call, status, { kind: 'reopen', at, rule: 'continue' });
  if (!allowed.ok) throw refusal('change-refused', allowed.problems);
  const former = await reopenedAs(change, call);
  if (former !== null) {
    throw new Refusal(
      'already-reopened',
      `Call ${call.number} has been reopened as call ${former} already: change or reopen that one.`,
      [],
      { location: `/calls/${encodeURIComponent(former)}` },
    );
  }
  const description = `${call.description} (reopens ${call.number}: ${by.why ?? 'no reason given'})`;
  const again = reopenedCall(call, rule, '', description, at);
  const entered = await admitAndEnter(change, again, by, { reopens: call.number, rule });
  await recordEntry(change, call, { kind: 'reopened-as', at, by, details: { rule, number: entered.number } });
  return entered.reply;
}

/** The call that this one was reopened as, unless that was cancelled; null: it was not. */
async function reopenedAs(change: Change, call: StoredCall): Promise<string | null> {
  const events = await readEvents(change.em, call.territory, call.number);
  const last = events.findLast(({ kind }) => kind === 'reopened-as')?.data.number;
  if (typeof last !== 'string') return null;
  const made = await findCall(change.em, last, { lock: false });
  return made === null || made.status === 'cancelled' ? null : last;
}
