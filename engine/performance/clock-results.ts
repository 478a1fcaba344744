import type { Call, Excuse } from '../model/call.ts';
import { CLOCKS, type Clock } from '../model/escalation.ts';
import { type Instant, instant, type Millis, millis } from '../model/units.ts';
import {
  computeClocks,
  createCallTable,
  createHoldStore,
  createTargetTable,
  targetOf,
  timelineOf,
  writeCall,
} from '../sla/index.ts';
import { countCoveredWithHolds } from '../time/index.ts';
import { endOf, isWithdrawn } from './call-end.ts';
import type { Yardstick } from './yardstick.ts';

export const OUTCOMES = ['met', 'missed', 'open'] as const;
/** `open`: the clock still runs, and its deadline has not passed. */
export type Outcome = (typeof OUTCOMES)[number];

/** What came of one clock of a call (domain, sections 6 and 11), as known at some `now`. */
export interface ClockResult {
  readonly call: string;
  readonly device: string;
  readonly clock: Clock;
  readonly loggedAt: Instant;
  readonly target: Millis;
  /** What attributes the clock to a period. */
  readonly deadline: Instant;
  /** Arrival, or fix; null: not yet. */
  readonly event: Instant | null;
  readonly outcome: Outcome;
  /** From the deadline to the event, or to `now`; 0 unless missed. */
  readonly late: Millis;
  /** The same in the clock's own time: covered time where it counts coverage, holds left out. */
  readonly lateCounted: Millis;
  readonly excuse: Excuse | null;
}

const table = createCallTable(1);
const targets = createTargetTable(1);
const holds = createHoldStore(8);

/**
 * The clocks of a call that have a deadline, as known at `now`; what lies after it has not happened. Cancelled calls and
 * duplicates have none: leave duplicates out (`originalOf`) before asking. Somebody who fixed a call had arrived, at the
 * latest then; closing ends a call of which no fix is known. A call said to have ended at no known instant has no
 * result for the clock of which that leaves nothing to say.
 */
export function clockResults(yardstick: Yardstick, call: Call, now: Instant): ClockResult[] {
  if (call.loggedAt > now || isWithdrawn(call, now)) return [];
  const { terms } = yardstick;
  const end = endOf(call, now);
  const fixedAt = end === 'unknown' ? null : end;
  const happened = (at: Instant | null): Instant | null => (at !== null && at <= now ? at : null);
  const respondedAt = happened(call.respondedAt) ?? fixedAt;
  writeCall(terms, table, holds, 0, { ...call, respondedAt, fixedAt }, null, now);
  if (table.device[0]! < 0) return [];
  computeClocks(terms, table, holds, now, 0, targets);

  const { deviceContract, contractTo } = terms.rules;
  /** The contract's last day has passed: what is due from then on is not judged (rule 11.1). */
  const ends = contractTo[deviceContract[table.device[0]!]!]!;
  const results: ClockResult[] = [];
  for (const clock of CLOCKS) {
    const deadline = clock === 'respond' ? targets.respondBy[0]! : targets.fixBy[0]!;
    const event = clock === 'respond' ? respondedAt : fixedAt;
    if (Number.isNaN(deadline) || deadline >= ends || (event === null && end === 'unknown')) continue;
    const until = event ?? now;
    const missed = until > deadline;
    const regime = targets.regime[0]!;
    results.push({
      call: call.number,
      device: call.device,
      clock,
      loggedAt: call.loggedAt,
      target: millis(targetOf(terms, table, 0, regime, clock)),
      deadline: instant(deadline),
      event,
      outcome: missed ? 'missed' : event === null ? 'open' : 'met',
      late: millis(missed ? until - deadline : 0),
      lateCounted: millis(missed ? countedBetween(yardstick, regime, deadline, until) : 0),
      excuse: call.excuse,
    });
  }
  return results;
}

/** Time that the clocks of the call in the slot count. */
function countedBetween({ terms }: Yardstick, regime: number, from: number, to: number): number {
  const timeline = timelineOf(terms, table, 0, regime);
  const [offset, count] = [table.holdOffset[0]!, table.holdCount[0]!];
  return countCoveredWithHolds(terms.timelines, timeline, from, to, holds.from, holds.to, offset, count);
}
