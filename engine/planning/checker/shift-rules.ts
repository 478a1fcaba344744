import type { Reference } from '../../model/dataset.ts';
import { overtimeAllowed } from './class-limits.ts';
import { roadKilometres, secondsNeeded } from './distance.ts';
import type { Stop } from './stops.ts';
import type { Violation } from './violation.ts';

/** Rules of a whole shift: the stops of one resource that start in it, in order, behind the calls that it has done in it. */
export function checkShift(stops: readonly Stop[], { policy }: Reference): Violation[] {
  const found: Violation[] = [];
  const { resource, shift } = stops[0]!;
  const last = stops.at(-1)!;
  const { maxCalls } = resource;
  const done = shift!.done?.calls ?? 0;
  const most = maxCalls === null ? null : maxCalls * (shift?.dates ?? 1);
  if (most !== null && done + stops.length > most) {
    const those = done === 0 ? '' : ` (${done} of them done)`;
    const text = `${resource.code} has ${done + stops.length} calls${those} in the shift of ${shift!.date}, and takes ${most} at most.`;
    found.push({ code: 'max-calls', resource: resource.code, text, fixed: stops.every(isFixedOrEmergency) });
  }
  if (policy.routeEnd === 'home') {
    const wayHome = secondsNeeded(roadKilometres(last.facts.site, resource, policy), policy, resource.speed) * 1000;
    const finish = last.allocation.finish;
    const close = shift!.regularEnd + overtimeOf(last, policy);
    const home = shift!.bands.some(({ start, end }) => Math.max(start, finish) + wayHome <= Math.min(end, close) + 1);
    if (!home) {
      const text = `${resource.code} is not back home by the end of the shift of ${shift!.date} after call ${last.allocation.call}.`;
      found.push({ code: 'late-home', call: last.allocation.call, resource: resource.code, text, fixed: last.fixed });
    }
  }
  return found;
}

/** Emergencies go before what is fixed but has not begun, which then may be too much for the shift. */
const isFixedOrEmergency = ({ fixed, facts }: Stop): boolean => fixed || facts.class === 'emergency';

/** Overtime that the class of a stop's call may have; of a call whose class nobody knows, any. */
export const overtimeOf = ({ facts }: Stop, policy: Reference['policy']): number =>
  facts.class === null ? Number.POSITIVE_INFINITY : overtimeAllowed(policy, facts.class);

/** The stops of one resource, shift by shift; those outside of any shift are left out. */
export function byShift(stops: readonly Stop[]): Stop[][] {
  const groups = new Map<object, Stop[]>();
  for (const stop of stops) {
    if (stop.shift === null) continue;
    const group = groups.get(stop.shift);
    if (group === undefined) groups.set(stop.shift, [stop]);
    else group.push(stop);
  }
  return [...groups.values()];
}
