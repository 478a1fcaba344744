import type { Instant } from '../../model/units.ts';
import type { Reliability, Terms } from '../../sla/index.ts';
import type { OpenOrder } from './open-order.ts';

/**
 * Finds the open calls that a reliability target raises, or no longer raises, when it is judged anew. A target raises
 * the open calls of its scope that were logged at or before its last tip; so, when the tip moves, only calls logged
 * between the old and the new one change, however many are open.
 */
export interface RaisedCalls {
  /** Judges the targets at `now`, and returns the slots whose class may have changed. */
  judge(now: Instant): Set<number>;
}

export function createRaisedCalls(terms: Terms, reliability: Reliability, open: OpenOrder): RaisedCalls {
  const { rules, codes } = terms;
  /** Tips as they were when the calls were last looked at; -Infinity: none. */
  const tips = new Float64Array(rules.targetMax.length).fill(-Infinity);

  const inScope = (slot: number, target: number): boolean => {
    const device = open.view.table.device[slot]!;
    const end = rules.deviceTargetOffset[device + 1]!;
    for (let k = rules.deviceTargetOffset[device]!; k < end; k++) if (rules.deviceTargets[k] === target) return true;
    return false;
  };

  /** Calls of the target's scope that were logged in `(after, until]`. */
  function* loggedBetween(target: number, after: number, until: number): Generator<number> {
    const { byTime, slots, view } = open;
    const loggedAt = (slot: number) => view.table.loggedAt[slot]!;
    const devices = reliability.devicesOf(target);
    const from = byTime.countBefore((slot) => loggedAt(slot) <= after);
    const to = byTime.countBefore((slot) => loggedAt(slot) <= until);
    // Whichever is fewer: the devices of the scope, or all calls of that time.
    if (devices.length <= to - from) {
      for (const device of devices) {
        for (const slot of slots.onDevice(codes.devices.codes[device]!)) {
          if (loggedAt(slot) > after && loggedAt(slot) <= until) yield slot;
        }
      }
      return;
    }
    for (const slot of byTime.slice(from, to - from)) if (inScope(slot, target)) yield slot;
  }

  return {
    judge(now) {
      const changed = new Set<number>();
      for (const target of reliability.judge(now)) {
        const judged = reliability.lastTipAt[target]!;
        const tip = Number.isNaN(judged) ? -Infinity : judged;
        const before = tips[target]!;
        tips[target] = tip;
        if (tip === before) continue;
        for (const slot of loggedBetween(target, Math.min(tip, before), Math.max(tip, before))) changed.add(slot);
      }
      return changed;
    },
  };
}
