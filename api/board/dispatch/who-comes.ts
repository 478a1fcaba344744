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

const UNDER_WAY: Readonly<Record<string, string>> = {
  accepted: 'accepted',
  travelling: 'on the way',
  'on-site': 'on site',
};

/** Short words for what bars a call from a place; the whole sentence stands in the details. */
const BARS: Readonly<Record<string, string>> = {
  'skill-missing': 'too few have the skills',
  'no-shift-in-horizon': 'no shift soon enough',
  'shift-too-short': 'no shift long enough',
  'appointment-missed': 'nobody can keep the appointment',
  'max-calls': 'all have as many calls as they take',
  'shift-full': 'all shifts are full',
  'no-resource-in-territory': 'no technicians in this territory',
  'awaiting-approval': 'waits for approval',
  'on-hold': 'on hold',
};

type Plans = Pick<Dispatch, 'allocations' | 'unallocated' | 'names'>;

/** `now` in epoch milliseconds. */
export function whoComes(call: QueueCall, plans: Plans, times: Times, now: number): Comes {
  const somebody = (code: string, start: string | null, state: string): string => {
    const name = plans.names.get(code);
    const when = start === null ? '' : `, ${times.short(Date.parse(start), now)}`;
    return `${name ?? code}${state === 'on site' ? '' : when}${state === '' ? '' : `, ${state}`}`;
  };
  if (call.on_hold !== null) return { kind: 'hold', text: `on hold: ${call.on_hold}`, late: false };
  const allocation = plans.allocations.get(call.number);
  const resource = allocation?.resource ?? call.resource;
  if (call.duplicate_of !== null && resource === null) {
    const other = plans.allocations.get(call.duplicate_of);
    const who = other === undefined ? '' : `, ${somebody(other.resource, other.start, '')}`;
    return { kind: 'with', text: `same failure as ${call.duplicate_of}${who}`, late: false };
  }
  if (resource === null) {
    return { kind: 'nobody', text: `nobody: ${whyNobody(plans.unallocated.get(call.number))}`, late: false };
  }
  const start = allocation?.start ?? call.start;
  return {
    kind: 'somebody',
    text: somebody(resource, start, UNDER_WAY[call.status] ?? ''),
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
  if (reasons === undefined) return 'not planned yet';
  // Reasons of one resource repeat those of the summary.
  const summary = reasons.filter(({ resource }) => resource === undefined);
  const codes = new Set((summary.length > 0 ? summary : reasons).map(({ code }) => code));
  return [...codes].map((code) => BARS[code] ?? code.replaceAll('-', ' ')).join(', ') || 'no reason given';
}
