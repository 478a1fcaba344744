import { formatMoney, type Plan, possibleWith, waitsBehind } from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import {
  becauseView,
  callView,
  entryView,
  orderedView,
  pricedAllocationView,
  reasonsView,
  visitView,
} from '../../platform/views.ts';
import { costOf, type Em, findCall, readEvents, readPlan, readVisits } from '../../store/index.ts';
import { pricedInput } from '../plans/planning/priced-input.ts';
import { remediesOf, remediesView } from '../plans/remedies.ts';
import { callNotFound, commentView, etag, stands } from './find-call.ts';

/** A call with its place in the order, what decided it, its allocation and its journal. */
export async function callDetail(office: Office, day: Day, em: Em, number: string): Promise<Reply> {
  const call = await findCall(em, number, { lock: false });
  if (call === null) throw callNotFound(number);
  const { status, allocation } = await stands(day, em, call);
  const ordered = day.book.ordered(number);
  const events = await readEvents(em, call.territory, number);
  const visits = await readVisits(em, call.territory, number);
  const plan = ordered === null ? null : await readPlan(em, call.territory);
  const waits = allocation === null || plan === null ? [] : await waitsOf(office, day, em, plan, number);
  const reasons =
    allocation !== null ? null : (plan?.unallocated.find((each) => each.call === number)?.reasons ?? null);
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
      waits_behind: waits,
      unallocated: reasons === null ? null : reasonsView(reasons),
      remedies: remediesView(remedies?.get(number) ?? []),
      visits: visits.map(visitView),
      comments: events.filter(({ kind }) => kind === 'comment').map(commentView),
      journal: events.map(entryView),
    },
  };
}

/** What a call waits behind in its route, with the money in the policy's currency. */
async function waitsOf(
  office: Office,
  day: Day,
  em: Em,
  plan: Pick<Plan, 'allocations'> & { readonly territory: string },
  number: string,
) {
  const input = await pricedInput(office, em, day, plan.territory);
  const { currency } = input.policy;
  return waitsBehind(input, plan, number).map(({ dearer, ...each }) => ({
    ...each,
    dearer: dearer === undefined ? null : formatMoney(dearer, currency),
  }));
}
