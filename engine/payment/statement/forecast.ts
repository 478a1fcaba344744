import { isOpenAt } from '../../lifecycle/index.ts';
import type { Call } from '../../model/call.ts';
import type { Instant } from '../../model/units.ts';

/** When the plan has somebody arrive at a call, and finish it. */
export interface PlannedWork {
  readonly arrival: Instant;
  readonly finish: Instant;
}
export type PlannedTimes = ReadonlyMap<string, PlannedWork>;

/**
 * The calls as they will stand if the plan is kept: each open one that is in it is answered at its planned arrival and
 * fixed at its planned finish, a hold that lasts being over by then. Those that are not in it stay open.
 */
export function asPlanned(calls: readonly Call[], planned: PlannedTimes, now: Instant): Call[] {
  return calls.map((call) => {
    const work = planned.get(call.number);
    if (work === undefined || !isOpenAt(call, now)) return call;
    return doneAt(call, now, work.arrival, work.finish);
  });
}

/** A call that is open at `now` as answered and fixed at some instants; what has happened by `now` stays. */
export function doneAt(call: Call, now: Instant, arrival: Instant, finish: Instant): Call {
  const responded = call.respondedAt !== null && call.respondedAt <= now ? call.respondedAt : arrival;
  const respondedAt = responded <= finish ? responded : finish;
  return {
    ...call,
    status: null,
    respondedAt,
    fixedAt: finish,
    closedAt: null,
    temporaryFixedAt: call.temporaryFixedAt !== null && call.temporaryFixedAt <= now ? call.temporaryFixedAt : null,
    holds: call.holds.flatMap((hold) => {
      const end = hold.to === null || hold.to > arrival ? (arrival > hold.from ? arrival : hold.from) : hold.to;
      return hold.from <= now && end > hold.from ? [{ ...hold, to: end }] : [];
    }),
  };
}
