import { named, t } from '../app/messages.ts';
import type { Dispatch } from '../data/dispatch-store.ts';
import type { Allocation, QueueCall, Reason } from '../data/types.ts';
import type { Times } from '../time/times.ts';

/** Who comes to a call, in words. */
export interface Comes {
  readonly kind: 'somebody' | 'with' | 'hold' | 'nobody';
  readonly text: string;
  /** Planned for after the deadline that it awaits. */
  readonly late: boolean;
}

/** Statuses that say more than that somebody is planned to come. */
const UNDER_WAY: ReadonlySet<string> = new Set(['accepted', 'travelling', 'on-site']);

type Plans = Pick<Dispatch, 'allocations' | 'unallocated' | 'names'>;

/** `now` in epoch milliseconds. */
export function whoComes(call: QueueCall, plans: Plans, times: Times, now: number): Comes {
  const somebody = (code: string, start: string | null, status: string): string => {
    const when = start === null || status === 'on-site' ? '' : times.short(Date.parse(start), now);
    const state = UNDER_WAY.has(status) ? named('status', status) : '';
    return [plans.names.get(code) ?? code, when, state].filter((part) => part !== '').join(', ');
  };
  if (call.on_hold !== null) return { kind: 'hold', text: t('comes.hold', { reason: call.on_hold }), late: false };
  const allocation = plans.allocations.get(call.number);
  const left = plans.unallocated.get(call.number);
  // A row knows who had the call when it was read; a plan that has left it out since says otherwise.
  const resource = allocation?.resource ?? (left === undefined ? call.resource : null);
  if (call.duplicate_of !== null && resource === null) {
    const other = plans.allocations.get(call.duplicate_of);
    const same = t('comes.same', { number: call.duplicate_of });
    const text = other === undefined ? same : `${same}, ${somebody(other.resource, other.start, '')}`;
    return { kind: 'with', text, late: false };
  }
  if (resource === null) {
    return {
      kind: 'nobody',
      text: t('comes.nobody', { why: whyNobody(left) }),
      late: false,
    };
  }
  const start = allocation?.start ?? call.start;
  return {
    kind: 'somebody',
    text: somebody(resource, start, call.status),
    late: isLate(call, allocation, now),
  };
}

export function isLate({ clock }: QueueCall, allocation: Allocation | undefined, now: number): boolean {
  if (allocation === undefined || clock.due === null || clock.stopped) return false;
  const due = Date.parse(clock.due);
  const met = Date.parse(clock.awaits === 'fix' ? allocation.finish : allocation.arrival);
  return due >= now && met > due;
}

/** Why a call has no place, in a few words. `reasons` undefined: no plan has looked at it yet. */
export function whyNobody(reasons: readonly Reason[] | undefined): string {
  if (reasons === undefined) return t('comes.unplanned');
  // Reasons of one resource repeat those of the summary.
  const summary = reasons.filter(({ resource }) => resource === undefined);
  const codes = new Set((summary.length > 0 ? summary : reasons).map(({ code }) => code));
  return [...codes].map((code) => named('bar', code)).join(', ') || t('comes.noReason');
}
