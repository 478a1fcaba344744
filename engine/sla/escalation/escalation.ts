import { isOpenAt } from '../../lifecycle/state.ts';
import type { Call } from '../../model/call.ts';
import type { Contract } from '../../model/contract.ts';
import type { Reference } from '../../model/dataset.ts';
import type { Clock } from '../../model/escalation.ts';
import { type Instant, instant } from '../../model/units.ts';
import { lastStarted } from '../../time/index.ts';
import { createCallTable, createHoldStore, createTargetTable } from '../call-table.ts';
import { deadline } from '../clocks/clocks.ts';
import { computeClocks } from '../clocks/targets.ts';
import { targetOf, timelineOf } from '../regime/kept-terms.ts';
import type { Terms } from '../rules.ts';
import { writeCall } from '../write-call.ts';

/** What the rules of a contract, and of its customer, ask for at one percentage of a target: they act together. */
export interface EscalationStep {
  /** Names the step within a call's life: `respond 80`. A step is taken once, whatever becomes of the rows. */
  readonly key: string;
  readonly clock: Clock;
  /** Percent of the target used. */
  readonly at: number;
  /** Whether the call becomes `high`: a rule raises to `high` (or to `emergency`, which only a person declares). */
  readonly raises: boolean;
  /** Addresses, each once. */
  readonly notify: readonly string[];
  /** Rows of `escalations.csv`. */
  readonly rows: readonly number[];
}

export const escalationKey = (clock: Clock, at: number): string => `${clock} ${at}`;

/** The steps of a contract, by clock and percentage, ascending. */
export function escalationSteps(reference: Reference, contract: Contract): EscalationStep[] {
  const steps = new Map<string, EscalationStep>();
  for (const rule of reference.escalations) {
    if (rule.contract !== contract.code && rule.customer !== contract.customer) continue;
    const { clock, at, raiseTo, notify, row } = rule;
    const key = escalationKey(clock, at);
    const step = steps.get(key) ?? { key, clock, at, raises: false, notify: [], rows: [] };
    steps.set(key, {
      ...step,
      raises: step.raises || raiseTo === 'high' || raiseTo === 'emergency',
      notify: [...new Set([...step.notify, ...notify])],
      rows: [...step.rows, row],
    });
  }
  return [...steps.values()].sort((a, b) => (a.clock < b.clock ? -1 : a.clock > b.clock ? 1 : a.at - b.at));
}

/**
 * What happens where the plan shows that a target will be missed, before it is: what all steps of that clock up to 100 %
 * would do, at once. null: the contract has no such step.
 */
export function forecastStep(steps: readonly EscalationStep[], clock: Clock): EscalationStep | null {
  const early = steps.filter((step) => step.clock === clock && step.at <= 100);
  if (early.length === 0) return null;
  return {
    key: `${clock} forecast`,
    clock,
    at: 100,
    raises: early.some(({ raises }) => raises),
    notify: [...new Set(early.flatMap(({ notify }) => notify))],
    rows: early.flatMap(({ rows }) => rows),
  };
}

/** Tells when a call will have used so much of a target, as things stand at `now`. */
export interface EscalationClock {
  /**
   * First instant at which `percent` of the target is used, in the clock's own counted time (domain, section 6): never
   * at night because of calendar time, and not while a hold stops the clock. Of a clock that stands still because of a
   * hold it is later than `now`. null: no such target, never reached, or the clock has stopped (responded, fixed).
   * @param original the call that it is a duplicate of, whose clocks it shows; null: it stands for itself
   */
  reaches(call: Call, original: Call | null, clock: Clock, percent: number, now: Instant): Instant | null;
}

/** For any call that is open at `now`, in the order or awaiting approval. The terms are compiled from its `logged_at` on. */
export function createEscalationClock(terms: Terms): EscalationClock {
  const table = createCallTable(1);
  const targets = createTargetTable(1);
  const holds = createHoldStore();
  return {
    reaches(call, original, clock, percent, now) {
      const clockCall = original ?? call;
      if (!isOpenAt(clockCall, now)) return null;
      if (clock === 'respond' && clockCall.respondedAt !== null && clockCall.respondedAt <= now) return null;
      holds.used = 0;
      table.holdCount[0] = 0;
      writeCall(terms, table, holds, 0, call, original, now);
      if (table.device[0]! < 0) return null;
      computeClocks(terms, table, holds, now, 0, targets);
      const timeline = timelineOf(terms, table, 0, targets.regime[0]!);
      const target = (targetOf(terms, table, 0, targets.regime[0]!, clock) * percent) / 100;
      if (timeline < 0 || Number.isNaN(target)) return null;
      const from = table.clockFrom[0]!;
      const begun = lastStarted(terms.timelines, timeline, from);
      const offset = table.holdOffset[0]!;
      const at = deadline(
        terms.timelines,
        timeline,
        from,
        begun,
        target,
        holds,
        offset,
        table.holdCount[0]!,
        Number.NaN,
        now,
      );
      return Number.isFinite(at) ? instant(Math.ceil(at)) : null;
    },
  };
}
