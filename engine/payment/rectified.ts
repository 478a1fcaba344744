import { clocksFrom } from '../model/call.ts';
import type { Clock } from '../model/escalation.ts';
import type { PayMeasure } from '../model/payment-terms.ts';
import { type Instant, instant } from '../model/units.ts';
import { type ClockResult, downStretches, type Failure, type Outcome } from '../performance/index.ts';
import type { Ledger } from './ledger.ts';

/** A clock as a measure judges it. */
export interface RectifiedClock {
  readonly result: ClockResult;
  readonly clock: Clock;
  /** Own deadline, or, after a temporary fix in time, that of the permanent one. Attributes the clock to a period. */
  readonly deadline: Instant;
  readonly outcome: Outcome;
  readonly event: Instant | null;
}

/** A temporary fix in time gives the permanent fix a time of its own (issue of rectification; `rectification.temporary_fix`). */
export function rectifiedClock(ledger: Ledger, measure: PayMeasure, result: ClockResult): RectifiedClock {
  const { clock, event } = result;
  const until = clock === 'fix' ? permanentBy(ledger, measure, result.call, result.deadline) : null;
  if (until === null) return { result, clock, event, deadline: result.deadline, outcome: result.outcome };
  const missed = (event ?? ledger.now) > until;
  return { result, clock, event, deadline: until, outcome: missed ? 'missed' : event === null ? 'open' : 'met' };
}

/**
 * By when the permanent fix is due of a call that was fixed temporarily by its deadline (null: it has none), which is never
 * before that; null: it was not.
 */
function permanentBy(
  ledger: Ledger,
  { rectification }: PayMeasure,
  number: string,
  deadline: Instant | null,
): Instant | null {
  const rule = rectification.temporaryFix;
  const call = ledger.call(number);
  const fixed = call.temporaryFixedAt;
  if (rule === null || fixed === null || fixed > ledger.now || (deadline !== null && fixed > deadline)) return null;
  const from = rule.from === 'logged' ? clocksFrom(call) : fixed;
  const due =
    rule.clock === 'elapsed'
      ? instant(from + rule.permanentWithin)
      : ledger.clock(number).after(from, rule.permanentWithin);
  return due === null || deadline === null || due >= deadline ? due : deadline;
}

/** A stretch `[start, end)` for which a failure counts as unavailability. */
export interface Stretch {
  readonly start: Instant;
  readonly end: Instant;
}

/**
 * For how long a failure counts: from its start or from the end of the time allowed, or not at all where it was fixed in
 * time (or may still be). A failure without a fix target counts from its start. A temporary fix in time ends it; where
 * the permanent one misses its own time, it goes on from there.
 */
export function rectifiedStretches(ledger: Ledger, measure: PayMeasure, failure: Failure): Stretch[] {
  const { fixedInTime, missed } = measure.rectification;
  const { start, end } = failure;
  const own = ledger.fixClock(failure.call)?.deadline ?? null;
  const permanent = permanentBy(ledger, measure, failure.call, own);
  const deadline = permanent ?? own;
  const isMissed = deadline !== null && end > deadline;
  if (deadline !== null && !isMissed && fixedInTime === 'nothing') return [];
  const begin = isMissed && missed === 'from-deadline' ? deadline : start;
  if (permanent === null) return withoutRestored([{ start: begin, end }], failure);
  const temporary = ledger.call(failure.call).temporaryFixedAt!;
  const first = isMissed && missed === 'from-deadline' ? [] : [{ start, end: temporary < end ? temporary : end }];
  return withoutRestored(isMissed ? [...first, { start: permanent, end }] : first, failure);
}

/** The parts of some stretches in which the failure was not fixed meanwhile. */
const withoutRestored = (stretches: readonly Stretch[], { restored }: Failure): Stretch[] =>
  stretches
    .filter(({ start, end }) => start < end)
    .flatMap((stretch) => downStretches({ ...stretch, restored }))
    .map(([start, end]) => ({ start: instant(start), end: instant(end) }));
