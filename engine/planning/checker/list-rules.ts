import type { Reference } from '../../model/dataset.ts';
import type { Plan } from '../../model/plan.ts';
import type { CallFacts } from './facts.ts';
import type { Violation } from './violation.ts';

const DONE = new Set(['fixed', 'closed', 'cancelled']);

/** Every open call is either allocated or unallocated, exactly once, and nothing else is in the plan. */
export function checkLists(reference: Reference, facts: ReadonlyMap<string, CallFacts>, plan: Plan): Violation[] {
  const found: Violation[] = [];
  const resources = new Map(reference.resources.map((r) => [r.code, r]));
  const times = new Map<string, number>();
  for (const { call } of [...plan.allocations, ...plan.unallocated]) times.set(call, (times.get(call) ?? 0) + 1);

  for (const [call, count] of times) {
    const known = facts.get(call);
    if (known === undefined || DONE.has(known.status)) {
      const text = `The plan has call ${call}, which is not an open call.`;
      found.push({ code: 'unknown-call', call, text, fixed: false });
    }
    if (count > 1) {
      found.push({ code: 'call-repeated', call, text: `The plan has call ${call} ${count} times.`, fixed: false });
    }
  }
  for (const [call, { status }] of facts) {
    // Calls that await approval are not in the order at all, so a plan may be silent about them.
    if (times.has(call) || DONE.has(status) || status === 'awaiting-approval') continue;
    const text = `Call ${call} is open, but neither allocated nor unallocated.`;
    found.push({ code: 'call-missing', call, text, fixed: false });
  }
  for (const { call, resource } of plan.allocations) {
    if (resources.has(resource)) continue;
    const text = `Call ${call} is allocated to ${resource}, who is not a resource.`;
    found.push({ code: 'unknown-resource', call, resource, text, fixed: false });
  }
  for (const { call, reasons } of plan.unallocated) {
    const known = facts.get(call);
    if (known === undefined) continue;
    if (reasons.length === 0) {
      found.push({
        code: 'no-reason',
        call,
        text: `Call ${call} is unallocated, and the plan does not say why.`,
        fixed: false,
      });
    }
    const { fixedTo } = known;
    // A call fixed to somebody of another territory can't be planned here.
    if (fixedTo === null || resources.get(fixedTo)!.territory !== known.site.territory) continue;
    const text = `Call ${call} is started or pinned with ${fixedTo}, but unallocated.`;
    found.push({ code: 'fixed-call-moved', call, resource: fixedTo, text, fixed: false });
  }
  return found;
}
