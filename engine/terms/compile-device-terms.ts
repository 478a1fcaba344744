import { DIMENSIONS } from '../model/priority.ts';
import type { Timelines } from '../time/index.ts';
import {
  DEVICE_FIELDS,
  DEVICE_LEVELS,
  DEVICE_REGIME,
  DEVICE_SPECIAL_SITE,
  DEVICE_TARGETS,
  DEVICE_TARGETS_END,
  DEVICE_TIMELINE,
} from './device-terms.ts';
import { LEVELS_PER_CALL, levelAt, levelDay } from './levels.ts';
import { clockTimeline, overrulingDay, phaseAt, regimeCandidate, ruledRegime } from './regime.ts';
import { BY_INSTANT, type TermRules } from './rules.ts';

/**
 * The records of device-terms.ts: what holds for every call on a device that is logged in `[from, until]`. Most devices
 * have no rule that comes and goes in that time, and no special day. It is read off the rules themselves, once a scope
 * instead of once a call.
 */
export function compileDeviceTerms(
  others: Omit<TermRules, 'deviceTerms'>,
  timelines: Timelines,
  from: number,
  until: number,
): Int32Array {
  const devices = others.deviceScope.length;
  const records = new Int32Array(devices * DEVICE_FIELDS);
  const rules: TermRules = { ...others, deviceTerms: records };
  const terms = { rules, timelines };

  const isSteady = (list: number): boolean => phaseAt(rules, list, from) === phaseAt(rules, list, until);
  const hasDay = (site: number, matters: (segment: number) => boolean): boolean => {
    for (let k = rules.segmentOffset[site]!; k < rules.segmentOffset[site + 1]!; k++) if (matters(k)) return true;
    return false;
  };

  function writeRecord(device: number, at: number): void {
    const scope = rules.deviceScope[device]!;
    const site = rules.deviceSite[device]!;
    const overruled = hasDay(site, (segment) => overrulingDay(rules, segment) >= 0);
    records[at + DEVICE_REGIME] = BY_INSTANT;
    records[at + DEVICE_TIMELINE] = -1;
    if (!overruled && isSteady(rules.scopeRegimes[scope]!)) {
      const candidate = regimeCandidate(terms, device, from);
      const regime = ruledRegime(rules, candidate, -1);
      records[at + DEVICE_REGIME] = regime;
      records[at + DEVICE_TIMELINE] = regime < 0 ? -1 : clockTimeline(rules, site, candidate, -1, regime);
    }
    const raised = hasDay(site, (segment) => levelDay(rules, site, rules.segmentStart[segment]!) >= 0);
    let levels = 0;
    for (const [k, dimension] of DIMENSIONS.entries()) {
      if (!isSteady(rules.scopeLevels[scope * LEVELS_PER_CALL + k]!) || (dimension === 'site' && raised)) continue;
      levels |= levelAt(terms, device, k, from) << (8 * k);
    }
    records[at + DEVICE_LEVELS] = levels;
    records[at + DEVICE_SPECIAL_SITE] = hasDay(site, () => true) ? site : -1;
  }

  /** Where the record of a scope's first device stands. */
  const recordOfScope = new Int32Array(rules.scopeRegimes.length).fill(-1);
  for (let device = 0; device < devices; device++) {
    const at = device * DEVICE_FIELDS;
    const scope = rules.deviceScope[device]!;
    const first = recordOfScope[scope]!;
    if (first >= 0) records.copyWithin(at, first, first + DEVICE_FIELDS);
    else {
      recordOfScope[scope] = at;
      writeRecord(device, at);
    }
    records[at + DEVICE_TARGETS] = rules.deviceTargetOffset[device]!;
    records[at + DEVICE_TARGETS_END] = rules.deviceTargetOffset[device + 1]!;
  }
  return records;
}
