import { possibleWith } from '#engine';
import { costOf, type Em, findCall, readEvents, readPlan, readVisits } from '../store/index.ts';
import type { Reply } from './change.ts';
import type { Day } from './desk.ts';
import { callNotFound, commentView, etag, stands } from './find-call.ts';
import { remediesOf, remediesView } from './remedies.ts';
import {
  becauseView,
  callView,
  entryView,
  orderedView,
  pricedAllocationView,
  reasonsView,
  visitView,
} from './views.ts';

/** A call with its place in the order, what decided it, its allocation and its journal. */
export async function callDetail(day: Day, em: Em, number: string): Promise<Reply> {
  const call = await findCall(em, number, { lock: false });
  if (call === null) throw callNotFound(number);
  const { status, allocation } = await stands(day, em, call);
  const ordered = day.book.ordered(number);
  const events = await readEvents(em, call.territory, number);
  const visits = await readVisits(em, call.territory, number);
  const plan = allocation === null && ordered !== null ? await readPlan(em, call.territory) : null;
  const reasons = plan?.unallocated.find((each) => each.call === number)?.reasons ?? null;
  const remedies = plan === null || reasons === null ? null : await remediesOf(em, day, plan, [number]);
  return {
    status: 200,
    headers: { etag: etag(call) },
    body: {
      ...callView(day.tables, call, status, allocation),
      version: call.version,
      order: ordered === null ? null : orderedView(ordered),
      because: ordered === null ? [] : becauseView(day.book.because(number)),
      possible: possibleWith(call, status),
      allocation:
        allocation === null
          ? null
          : pricedAllocationView(allocation, costOf(allocation), day.tables.reference.policy.currency),
      unallocated: reasons === null ? null : reasonsView(reasons),
      remedies: remediesView(remedies?.get(number) ?? []),
      visits: visits.map(visitView),
      comments: events.filter(({ kind }) => kind === 'comment').map(commentView),
      journal: events.map(entryView),
    },
  };
}
