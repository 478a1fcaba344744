import { DIMENSIONS } from '../../model/priority.ts';
import { LEVELS_PER_CALL, levelAt, levelDay } from '../priority/levels.ts';
import { BY_INSTANT, type TermRules } from '../rules.ts';
import {
  DEVICE_FIELDS,
  DEVICE_LEVEL_PHASES,
  DEVICE_LEVELS,
  DEVICE_REGIME,
  DEVICE_REGIME_PHASES,
  DEVICE_SITE,
  DEVICE_SPECIAL_SITE,
  DEVICE_TARGETS,
  DEVICE_TARGETS_END,
  DEVICE_TIMELINE,
} from './device-terms.ts';
import { clockTimeline, overrulingDay, phaseAt, ruledRegime } from './regime.ts';

/**
 * The records of device-terms.ts. What holds for every call on a device that is logged in `[from, until]` is read off the
 * rules here, once a scope instead of once a call: most devices have no rule that comes and goes in that time, and no
 * special day.
 */
export function compileDeviceTerms(others: Omit<TermRules, 'deviceTerms'>, from: number, until: number): Int32Array {
  const devices = others.deviceScope.length;
  const records = new Int32Array(devices * DEVICE_FIELDS);
  const rules: TermRules = { ...others, deviceTerms: records };

  const isSteady = (phases: number): boolean => phaseAt(rules, phases, from) === phaseAt(rules, phases, until);
  const hasDay = (site: number, matters: (segment: number) => boolean): boolean => {
    for (let k = rules.segmentOffset[site]!; k < rules.segmentOffset[site + 1]!; k++) if (matters(k)) return true;
    return false;
  };

  function writeRecord(device: number, at: number): void {
    const scope = rules.deviceScope[device]!;
    const site = rules.deviceSite[device]!;
    const regimes = rules.listPhases[rules.scopeRegimes[scope]!]!;
    records[at + DEVICE_SITE] = site;
    records[at + DEVICE_SPECIAL_SITE] = hasDay(site, () => true) ? site : -1;
    records[at + DEVICE_REGIME_PHASES] = regimes;
    records[at + DEVICE_REGIME] = BY_INSTANT;
    records[at + DEVICE_TIMELINE] = -1;
    if (isSteady(regimes) && !hasDay(site, (segment) => overrulingDay(rules, segment) >= 0)) {
      const phase = phaseAt(rules, regimes, from);
      const regime = ruledRegime(rules, phase, -1);
      records[at + DEVICE_REGIME] = regime;
      records[at + DEVICE_TIMELINE] = regime < 0 ? -1 : clockTimeline(rules, site, phase, -1, regime);
    }
    const raised = hasDay(site, (segment) => levelDay(rules, site, rules.segmentStart[segment]!) >= 0);
    let levels = 0;
    for (const [k, dimension] of DIMENSIONS.entries()) {
      const phases = rules.listPhases[rules.scopeLevels[scope * LEVELS_PER_CALL + k]!]!;
      records[at + DEVICE_LEVEL_PHASES + k] = phases;
      if (!isSteady(phases) || (dimension === 'site' && raised)) continue;
      levels |= levelAt(rules, device, k, from) << (8 * k);
    }
    records[at + DEVICE_LEVELS] = levels;
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
