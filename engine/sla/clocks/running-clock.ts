import type { Clock } from '../../model/escalation.ts';
import { type Instant, instant } from '../../model/units.ts';
import { isOpen, lastStarted, nextClosing, nextOpening } from '../../time/index.ts';
import { type CallTable, FLAG_FIXED, FLAG_STOPPED, type HoldStore, type TargetTable } from '../call-table.ts';
import { targetOf, timelineOf } from '../regime/kept-terms.ts';
import type { TermTables } from '../rules.ts';
import { deadline } from './clocks.ts';

/** From this share of the target left on, a countdown warns. */
const AMBER_LEFT = 0.25;

/** The clock of a call that a countdown shows: the one whose deadline comes next. */
export interface RunningClock {
  /** null: no deadline is running towards anything (no target, or all events have happened). */
  readonly awaits: Clock | null;
  /** Its deadline; of a stopped clock: were it to go on at `now`. */
  readonly due: Instant | null;
  /** First instant at which no more than a quarter of the target is left, in the clock's own time. */
  readonly amberAt: Instant | null;
  /** Held with a reason that stops the clock. */
  readonly stopped: boolean;
  /** Whether the clock counts at `now`: inside cover, and not stopped. */
  readonly counting: boolean;
  /** When cover ends, or begins, next; null: never, as far as it is compiled. */
  readonly changesAt: Instant | null;
}

/** The running clock of a slot at `now`, from targets that `computeTargets` gave for the same `now`. */
export function runningClock(
  terms: TermTables,
  table: CallTable,
  holds: HoldStore,
  targets: TargetTable,
  slot: number,
  now: number,
): RunningClock {
  const { timelines } = terms;
  const flags = table.flags[slot]!;
  const stopped = (flags & FLAG_STOPPED) !== 0;
  const respondBy = targets.respondBy[slot]!;
  const fixBy = targets.fixBy[slot]!;
  const responds = !(table.respondedAt[slot]! <= now) && !Number.isNaN(respondBy);
  const due = responds ? respondBy : fixBy;
  if (Number.isNaN(due) || (flags & FLAG_FIXED) !== 0) {
    return { awaits: null, due: null, amberAt: null, stopped, counting: false, changesAt: null };
  }
  const from = table.clockFrom[slot]!;
  const timeline = timelineOf(terms, table, slot, targets.regime[slot]!);
  const target = targetOf(terms, table, slot, targets.regime[slot]!, responds ? 'respond' : 'fix') * (1 - AMBER_LEFT);
  const offset = table.holdOffset[slot]!;
  const count = table.holdCount[slot]!;
  const begun = lastStarted(timelines, timeline, from);
  const open = isOpen(timelines, timeline, now);
  return {
    awaits: responds ? 'respond' : 'fix',
    due: instant(due),
    amberAt: orNull(deadline(timelines, timeline, from, begun, target, holds, offset, count, Number.NaN, now)),
    stopped,
    counting: open && !stopped,
    changesAt: orNull(open ? nextClosing(timelines, timeline, now) : nextOpening(timelines, timeline, now)),
  };
}

const orNull = (at: number): Instant | null => (Number.isFinite(at) ? instant(Math.ceil(at)) : null);
