import { CALL_CLASSES, type CallClass } from '../../model/priority.ts';
import { FLAG_EMERGENCY, FLAG_PLANNED, FLAG_RAISED } from '../call-table.ts';
import { DEVICE_FIELDS, DEVICE_TARGETS, DEVICE_TARGETS_END } from '../regime/device-terms.ts';
import type { TermRules } from '../rules.ts';

const indexOf = (name: CallClass): number => CALL_CLASSES.indexOf(name);
const EMERGENCY = indexOf('emergency');
const HIGH = indexOf('high');
const NORMAL = indexOf('normal');
const PLANNED = indexOf('planned');
const DEFERRED = indexOf('deferred');

/** State of the reliability targets at the latest judgement, by target. */
export interface RaisedTargets {
  /** Latest instant at which the target was exceeded; NaN: never. */
  readonly lastTipAt: Float64Array;
  /** Failures within the window at that instant. */
  readonly lastCount: Int32Array;
}

/**
 * The reliability target that has raised a call, the first of its device's; -1: none. A tip raises the call just logged
 * and every other that was open then: of an open call, each that was logged at or before it.
 */
export function raisingTarget(rules: TermRules, raised: RaisedTargets, device: number, loggedAt: number): number {
  const record = device * DEVICE_FIELDS;
  const end = rules.deviceTerms[record + DEVICE_TARGETS_END]!;
  for (let k = rules.deviceTerms[record + DEVICE_TARGETS]!; k < end; k++) {
    const target = rules.deviceTargets[k]!;
    if (raised.lastTipAt[target]! >= loggedAt) return target;
  }
  return -1;
}

/** Class of a call as index into CALL_CLASSES (domain, section 8). `flags` are those of the call table. */
export function classOf(flags: number, deferred: boolean, raised: boolean): number {
  if ((flags & FLAG_EMERGENCY) !== 0) return EMERGENCY;
  if (deferred) return DEFERRED;
  if (raised || (flags & FLAG_RAISED) !== 0) return HIGH;
  return (flags & FLAG_PLANNED) !== 0 ? PLANNED : NORMAL;
}
