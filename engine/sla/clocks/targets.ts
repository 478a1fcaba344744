import { lastStarted } from '../../time/index.ts';
import { type CallTable, FLAG_FIXED, FLAG_STOPPED, type HoldStore, type TargetTable } from '../call-table.ts';
import { classOf, type RaisedTargets, raisingTarget } from '../priority/class.ts';
import { LEVELS_PER_CALL, levelAt } from '../priority/levels.ts';
import {
  DEVICE_FIELDS,
  DEVICE_LEVELS,
  DEVICE_REGIME,
  DEVICE_SITE,
  DEVICE_SPECIAL_SITE,
  DEVICE_TIMELINE,
} from '../regime/device-terms.ts';
import { clockTimeline, isDeferred, regimePhase, ruledRegime, segmentAt } from '../regime/regime.ts';
import { BY_INSTANT, type TermTables } from '../rules.ts';
import { deadline, isStopped } from './clocks.ts';

/**
 * Works out regime, deadlines, class and levels of the calls in slots `[fromSlot, toSlot)`, free ones passed over.
 * Allocates nothing; touches only these slots and their holds, so that threads may share out a table.
 * `now` must not be before the `now` at which the calls were written.
 */
export function computeTargets(
  terms: TermTables,
  raised: RaisedTargets,
  table: CallTable,
  holds: HoldStore,
  now: number,
  fromSlot: number,
  toSlot: number,
  targets: TargetTable,
): void {
  const { rules } = terms;
  const { deviceTerms } = rules;
  for (let slot = fromSlot; slot < toSlot; slot++) {
    const device = table.device[slot]!;
    if (device < 0) continue;
    const loggedAt = table.loggedAt[slot]!;
    computeClocks(terms, table, holds, now, slot, targets);

    computeLevels(terms, device, loggedAt, slot, targets);

    const specialSite = deviceTerms[device * DEVICE_FIELDS + DEVICE_SPECIAL_SITE]!;
    const deferred = specialSite >= 0 && isDeferred(rules, specialSite, now);
    const raisedBy = raisingTarget(rules, raised, device, loggedAt);
    targets.class[slot] = classOf(table.flags[slot]!, deferred, raisedBy >= 0);
  }
}

/** The four levels of one slot, and the most urgent of them. */
function computeLevels(terms: TermTables, device: number, loggedAt: number, slot: number, targets: TargetTable): void {
  const { rules } = terms;
  let steady = rules.deviceTerms[device * DEVICE_FIELDS + DEVICE_LEVELS]!;
  let priority = 9;
  for (let dimension = 0; dimension < LEVELS_PER_CALL; dimension++, steady >>>= 8) {
    let level = steady & 0xff;
    if (level === 0) level = levelAt(rules, device, dimension, loggedAt);
    targets.levels[slot * LEVELS_PER_CALL + dimension] = level;
    if (level < priority) priority = level;
  }
  targets.priority[slot] = priority;
}

/** Regime and deadlines of one slot. */
export function computeClocks(
  terms: TermTables,
  table: CallTable,
  holds: HoldStore,
  now: number,
  slot: number,
  targets: TargetTable,
): void {
  const { rules, timelines } = terms;
  const from = table.clockFrom[slot]!;
  let timeline = table.keptTimeline[slot]!;
  let regime: number;
  let respond = Number.NaN;
  let fix = Number.NaN;
  if (timeline >= 0) {
    regime = table.keptRegime[slot]!;
    respond = table.keptRespond[slot]!;
    fix = table.keptFix[slot]!;
  } else {
    const device = table.clockDevice[slot]!;
    regime = rules.deviceTerms[device * DEVICE_FIELDS + DEVICE_REGIME]!;
    timeline = rules.deviceTerms[device * DEVICE_FIELDS + DEVICE_TIMELINE]!;
    if (regime === BY_INSTANT) {
      const site = rules.deviceTerms[device * DEVICE_FIELDS + DEVICE_SITE]!;
      const specialSite = rules.deviceTerms[device * DEVICE_FIELDS + DEVICE_SPECIAL_SITE]!;
      const phase = regimePhase(rules, device, from);
      const segment = specialSite < 0 ? -1 : segmentAt(rules, specialSite, from);
      regime = ruledRegime(rules, phase, segment);
      timeline = regime < 0 ? -1 : clockTimeline(rules, site, phase, segment, regime);
    }
    if (regime >= 0) {
      respond = rules.regimeRespond[regime]!;
      fix = rules.regimeFix[regime]!;
    }
  }

  const offset = table.holdOffset[slot]!;
  const count = table.holdCount[slot]!;
  const stopped = isStopped(holds, offset, count, now);
  const flags = stopped ? table.flags[slot]! | FLAG_STOPPED : table.flags[slot]! & ~FLAG_STOPPED;
  table.flags[slot] = flags;

  let respondBy = Number.NaN;
  let fixBy = Number.NaN;
  const respondedAt = table.respondedAt[slot]!;
  const responded = respondedAt <= now;
  if (timeline >= 0) {
    const begun = lastStarted(timelines, timeline, from);
    const respondStopped = responded ? respondedAt : Number.NaN;
    respondBy = deadline(timelines, timeline, from, begun, respond, holds, offset, count, respondStopped, now);
    fixBy = deadline(timelines, timeline, from, begun, fix, holds, offset, count, Number.NaN, now);
  }
  targets.regime[slot] = regime;
  targets.respondBy[slot] = respondBy;
  targets.fixBy[slot] = fixBy;
  const running = !responded && !Number.isNaN(respondBy) ? respondBy : fixBy;
  const none = stopped || (flags & FLAG_FIXED) !== 0 || Number.isNaN(running);
  targets.due[slot] = none ? Number.POSITIVE_INFINITY : running;
}
