import { callFromJournal, formatInstant, type Instant, OPEN_STATUSES, possibleWith, visitsFromJournal } from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { pastAllocations, pastDay } from '../../platform/past.ts';
import {
  becauseView,
  callView,
  entryView,
  orderedView,
  pricedAllocationView,
  visitView,
} from '../../platform/views.ts';
import { Refusal } from '../../problem.ts';
import { costOf, findCall, readEvents, type StoredAllocation } from '../../store/index.ts';
import { callNotFound, commentView, seenStatus } from './find-call.ts';

/** A call as it was at an instant: the call itself, its visits and its journal up to then, its place in the order of that moment. */
export async function pastCallDetail(office: Office, number: string, when: Instant): Promise<Reply> {
  const em = office.store.em();
  const stored = await findCall(em, number, { lock: false });
  if (stored === null) throw callNotFound(number);
  const journal = (await readEvents(em, stored.territory, number)).filter(({ recordedAt }) => recordedAt <= when);
  const call = callFromJournal(journal);
  const { book, tables } = await pastDay(office, when);
  if (call === null)
    throw new Refusal('call-not-known-then', `Call ${number} was not logged by ${formatInstant(when)}.`);
  const { territory } = stored;
  const status = book.status(call) ?? 'logged';
  const planned = OPEN_STATUSES.has(status) ? await pastAllocations(em, when, [{ number, territory }]) : new Map();
  const allocation: StoredAllocation | null = planned.get(number) ?? null;
  const ordered = book.ordered(number);
  const seen = seenStatus(status, allocation);
  return {
    status: 200,
    headers: {},
    body: {
      ...callView(tables, call, seen, allocation),
      order: ordered === null ? null : orderedView(ordered),
      because: ordered === null ? [] : becauseView(book.because(number)),
      possible: possibleWith(call, seen),
      allocation:
        allocation === null
          ? null
          : pricedAllocationView(allocation, costOf(allocation), tables.reference.policy.currency),
      unallocated: null,
      waits_behind: [],
      remedies: [],
      visits: visitsFromJournal(journal).map(visitView),
      comments: journal.filter(({ kind }) => kind === 'comment').map(commentView),
      journal: journal.map(entryView),
    },
  };
}
