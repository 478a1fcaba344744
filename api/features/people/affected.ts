import { type Call, checkPlan, type Reason, type Reference } from '#engine';
import type { Change } from '../../platform/change.ts';
import { allocationView, at, reasonsView } from '../../platform/views.ts';
import { planOf, readPlan, type StoredAllocation } from '../../store/index.ts';
import { seenStatus } from '../calls/find-call.ts';
import { finishedIn } from '../plans/planning/facts.ts';

/** A call that somebody loses by a change of who works when. */
export interface AffectedCall {
  readonly call: Call;
  readonly status: string;
  /** As the plan has it before the change. */
  readonly allocation: StoredAllocation;
  /** The hard rules that it would break after it. */
  readonly reasons: readonly Reason[];
  /** Started or pinned: the plan may not move it. */
  readonly fixed: boolean;
}

/**
 * The calls that the plans of some territories give to resources who, by other tables, could not do them: what the
 * independent checker finds by the tables of `after` and not by those of today. In order of resource and time.
 */
export async function affectedCalls(
  change: Change,
  after: Reference,
  territories: readonly string[],
): Promise<AffectedCall[]> {
  const day = await change.day();
  const { book, tables } = day;
  const affected: AffectedCall[] = [];
  for (const territory of territories) {
    const stored = await readPlan(change.em, territory);
    const plan = planOf(stored);
    if (plan === null) continue;
    const finished = await finishedIn(change.em, day, territory);
    const open = book.all().filter((call) => call.territory === territory);
    const calls = [...open.map(({ number }) => book.call(number)!), ...finished];
    const findings = (reference: Reference) =>
      checkPlan(reference, calls, plan, book.now, (call) => book.ordered(call)?.class ?? null);
    const before = new Set(findings(tables.reference).map(({ code, call }) => `${code} ${call}`));
    const found = findings(after).filter(({ code, call }) => call !== undefined && !before.has(`${code} ${call}`));
    const byCall = Map.groupBy(found, ({ call }) => call!);
    for (const allocation of stored.allocations) {
      const violations = byCall.get(allocation.call);
      const call = book.call(allocation.call);
      if (violations === undefined || call === null) continue;
      affected.push({
        call,
        status: seenStatus(book.status(call) ?? 'logged', allocation),
        allocation,
        reasons: violations.map(({ code, text }) => ({ code, text })),
        fixed: violations.some(({ fixed }) => fixed),
      });
    }
  }
  return affected.sort(
    ({ allocation: a }, { allocation: b }) =>
      (a.resource < b.resource ? -1 : a.resource > b.resource ? 1 : 0) || a.start - b.start,
  );
}

export const affectedView = ({ call, status, allocation, reasons, fixed }: AffectedCall) => ({
  call: call.number,
  status,
  fixed,
  before: allocationView(allocation),
  earliest: at(call.earliest),
  latest: at(call.latest),
  reasons: reasonsView(reasons),
});
