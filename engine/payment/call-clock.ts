import { type Call, clockTerms } from '../model/call.ts';
import { type Instant, instant } from '../model/units.ts';
import { endOf, type Yardstick } from '../performance/index.ts';
import {
  computeTargets,
  createCallTable,
  createHoldStore,
  createTargetTable,
  noneRaised,
  timelineOf,
  writeCall,
} from '../sla/index.ts';
import { addCoveredWithHolds, countCoveredWithHolds } from '../time/index.ts';

/** What the rules make of a call beyond its deadlines: what measures choose calls by, and the time that its clocks count. */
export interface CallClock {
  /** Regime that it was logged under; null: none. */
  readonly regime: string | null;
  /** 1 to 9. */
  readonly priority: number;
  /** Milliseconds that the call's clocks count in `[from, to)`: covered time if they count coverage, holds left out. */
  counted(from: number, to: number): number;
  /** The first instant at which they have counted so much from `from`; null: never. */
  after(from: number, amount: number): Instant | null;
}

const table = createCallTable(1);
const targets = createTargetTable(1);
const holds = createHoldStore(8);

/** As known at `now`. A call whose device is unknown, or that no regime rules, counts all time. */
export function callClock({ terms }: Yardstick, call: Call, now: Instant): CallClock {
  const end = endOf(call, now);
  writeCall(terms, table, holds, 0, { ...call, fixedAt: end === 'unknown' ? null : end }, null, now);
  if (table.device[0]! < 0) return UNRULED;
  computeTargets(terms, noneRaised(terms.rules.targetMax.length), table, holds, now, 0, 1, targets);
  const regime = targets.regime[0]!;
  const timeline = timelineOf(terms, table, 0, regime);
  const offset = table.holdOffset[0]!;
  const count = table.holdCount[0]!;
  const holdFrom = holds.from.slice(offset, offset + count);
  // One that still lasts holds the clock up to now, as for its deadline.
  const holdTo = holds.to.slice(offset, offset + count).map((to) => (to === Number.POSITIVE_INFINITY ? now : to));
  const kept = clockTerms(call)?.regime ?? null;
  return {
    regime: kept ?? (regime < 0 ? null : terms.codes.regimes.codes[regime]!),
    priority: targets.priority[0]!,
    counted: (from, to) =>
      timeline < 0
        ? Math.max(0, to - from)
        : countCoveredWithHolds(terms.timelines, timeline, from, to, holdFrom, holdTo, 0, count),
    after(from, amount) {
      const at =
        timeline < 0
          ? from + amount
          : addCoveredWithHolds(terms.timelines, timeline, from, amount, holdFrom, holdTo, 0, count);
      return Number.isNaN(at) ? null : instant(at);
    },
  };
}

const UNRULED: CallClock = {
  regime: null,
  priority: 5,
  counted: (from, to) => Math.max(0, to - from),
  after: (from, amount) => instant(from + amount),
};
