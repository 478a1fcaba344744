import type { Call } from '../model/call.ts';
import type { Reference } from '../model/dataset.ts';
import { CLOCKS } from '../model/escalation.ts';
import { CALL_CLASSES } from '../model/priority.ts';
import { type Instant, instant } from '../model/units.ts';
import { addDays, startOfDay } from '../time/index.ts';
import { createTimelineCompiler, FRESH_FOR, type TimelineCompiler } from './clocks/compile-timelines.ts';
import { indexCodes, indexIn, packLists } from './codes.ts';
import { inForce } from './entitlement/contract-term.ts';
import { compileCandidates } from './regime/compile-candidates.ts';
import { compileDeviceTerms } from './regime/compile-device-terms.ts';
import { compilePhases } from './regime/compile-phases.ts';
import { compileKeptCoverage, coverageLookup, longestKeptTarget } from './regime/kept-coverage.ts';
import { scopesOf } from './regime/scopes.ts';
import { CLOCK_COVERAGE, CLOCK_ELAPSED, type Codes, type Terms } from './rules.ts';
import { type Segment, specialDaySegments } from './special-days/compile-special-days.ts';

export interface CompileOptions {
  /** Earliest instant that matters: the oldest `logged_at` of any call to be ruled. */
  readonly from: Instant;
  readonly now: Instant;
  /** Calls to be ruled: what those need that keep terms of their own is compiled too. */
  readonly calls?: readonly Call[];
}

/**
 * Compiles the reference into rules and timelines: rules matched once a scope, dates turned into instants, calendars
 * into timelines that sites share where they are alike. What is left for each call are lookups and binary searches.
 */
export function compileTerms(reference: Reference, { from, now, calls = [] }: CompileOptions): Terms {
  const codes = indexCodes(reference);
  const begin = instant(Math.min(from, now));
  const freshUntil = instant(now + FRESH_FOR);
  const regimes = compileRegimes(reference);
  const longestTarget = Math.max(longestCoverageTarget(regimes), longestKeptTarget(calls));
  const timelines = createTimelineCompiler(reference, begin, freshUntil, longestTarget);
  const segments = specialDaySegments(reference, codes);
  const { scopes, deviceScope } = scopesOf(reference, codes);
  const flat = {
    deviceScope,
    ...compileDevices(reference, codes),
    ...compileCandidates(reference, codes, scopes, segments, timelines),
    ...regimes,
    ...compileSites(reference, codes, segments, timelines),
    ...compileReliabilityTargets(reference),
    ...compileEscalations(reference),
  };
  compileKeptCoverage(reference, codes, segments, timelines, calls);
  const built = timelines.build();
  const coverageOf = coverageLookup(reference, segments, built.indexByKey);
  const rules = { ...flat, ...compilePhases(flat, built.timelines) };
  const deviceTerms = compileDeviceTerms(rules, begin, freshUntil);
  return {
    codes,
    reference,
    rules: { ...rules, deviceTerms },
    timelines: built.timelines,
    from: begin,
    longestTarget,
    coverageOf,
    freshUntil,
  };
}

function compileDevices(reference: Reference, codes: Codes) {
  const { devices, sites, contracts } = reference;
  const deviceSite = Int32Array.from(devices, (device) => indexIn(codes.sites, device.site));
  const siteDevices: number[][] = sites.map(() => []);
  for (const [k, site] of deviceSite.entries()) siteDevices[site]!.push(k);
  const atSites = packLists(siteDevices);
  const zoneOf = (k: number): string => sites[deviceSite[k]!]!.timeZone;
  const terms = contracts.map(inForce);
  return {
    deviceSite,
    deviceContract: Int32Array.from(devices, (device) => indexIn(codes.contracts, device.contract)),
    deviceFrom: Float64Array.from(devices, ({ installedOn }, k) =>
      installedOn === null ? Number.NEGATIVE_INFINITY : startOfDay(installedOn, zoneOf(k)),
    ),
    deviceTo: Float64Array.from(devices, ({ retiredOn }, k) =>
      retiredOn === null ? Number.POSITIVE_INFINITY : startOfDay(addDays(retiredOn, 1), zoneOf(k)),
    ),
    contractFrom: Float64Array.from(terms, ({ from }) => from),
    contractTo: Float64Array.from(terms, ({ to }) => to),
    siteDeviceOffset: atSites.offset,
    siteDevices: atSites.entries,
  };
}

function compileRegimes({ regimes }: Reference) {
  return {
    regimeRespond: Float64Array.from(regimes, ({ respondWithin }) => respondWithin ?? Number.NaN),
    regimeFix: Float64Array.from(regimes, ({ fixWithin }) => fixWithin ?? Number.NaN),
    regimeClock: Uint8Array.from(regimes, ({ clock }) => (clock === 'elapsed' ? CLOCK_ELAPSED : CLOCK_COVERAGE)),
  };
}

function longestCoverageTarget({ regimeRespond, regimeFix, regimeClock }: ReturnType<typeof compileRegimes>): number {
  let longest = 0;
  for (let k = 0; k < regimeClock.length; k++) {
    if (regimeClock[k] !== CLOCK_COVERAGE) continue;
    for (const target of [regimeRespond[k]!, regimeFix[k]!]) if (target > longest) longest = target;
  }
  return longest;
}

function compileSites(
  reference: Reference,
  codes: Codes,
  segments: readonly (readonly Segment[])[],
  timelines: TimelineCompiler,
) {
  const { sites, specialDays } = reference;
  const offset = new Int32Array(sites.length + 1);
  for (const [k, list] of segments.entries()) offset[k + 1] = offset[k]! + list.length;
  const flat = segments.flat();
  const regimeOfDay = Int32Array.from(specialDays, (day) => indexIn(codes.regimes, day.regime));
  /** Base coverage where no rule applies is the calendar of the special day's own regime (decision 8). */
  const ownCoverage = (site: number, day: number): number => {
    const regime = reference.regimes[regimeOfDay[day]!];
    if (regime === undefined || specialDays[day]!.effect === 'non-service-affecting') return -1;
    return timelines.coverage(indexIn(codes.calendars, regime.calendar), sites[site]!.timeZone, segments[site]!);
  };
  return {
    siteElapsed: Int32Array.from(sites, (_, k) => timelines.elapsed(segments[k]!)),
    segmentOffset: offset,
    segmentStart: Float64Array.from(flat, ({ start }) => start),
    segmentEnd: Float64Array.from(flat, ({ end }) => end),
    segmentDay: Int32Array.from(flat, ({ day }) => day),
    segmentCoverage: Int32Array.from(segments.flatMap((list, site) => list.map(({ day }) => ownCoverage(site, day)))),
    dayServiceAffecting: Uint8Array.from(specialDays, ({ effect }) => (effect === 'service-affecting' ? 1 : 0)),
    dayRegime: regimeOfDay,
    dayLevel: Uint8Array.from(specialDays, ({ level }) => level ?? 0),
  };
}

function compileReliabilityTargets({ devices, reliabilityTargets }: Reference) {
  const scopeKeys = (k: number): string[] => {
    const { code, groups, model, zone } = devices[k]!;
    const keys = [`device ${code}`, ...groups.map((group) => `group ${group}`), `model ${model}`];
    return zone === null ? keys : [...keys, `zone ${zone}`];
  };
  const targetsByKey = new Map<string, number[]>();
  for (const [k, { device, group, model, zone }] of reliabilityTargets.entries()) {
    const key =
      device !== null
        ? `device ${device}`
        : group !== null
          ? `group ${group}`
          : model !== null
            ? `model ${model}`
            : `zone ${zone}`;
    targetsByKey.set(key, [...(targetsByKey.get(key) ?? []), k]);
  }
  const targetsOf = devices.map((_, k) => [...new Set(scopeKeys(k))].flatMap((key) => targetsByKey.get(key) ?? []));
  const devicesOf: number[][] = reliabilityTargets.map(() => []);
  for (const [device, targets] of targetsOf.entries()) for (const target of targets) devicesOf[target]!.push(device);
  const byDevice = packLists(targetsOf);
  const byTarget = packLists(devicesOf);
  return {
    targetMax: Float64Array.from(reliabilityTargets, ({ maxFailures }) => maxFailures),
    targetWindow: Float64Array.from(reliabilityTargets, ({ window }) => window),
    deviceTargetOffset: byDevice.offset,
    deviceTargets: byDevice.entries,
    targetDeviceOffset: byTarget.offset,
    targetDevices: byTarget.entries,
  };
}

function compileEscalations({ contracts, escalations }: Reference) {
  const byOwner = new Map<string, number[]>();
  for (const [k, { contract, customer }] of escalations.entries()) {
    const owner = contract !== null ? `contract ${contract}` : `customer ${customer}`;
    byOwner.set(owner, [...(byOwner.get(owner) ?? []), k]);
  }
  const lists = contracts.map(({ code, customer }) => [
    ...(byOwner.get(`contract ${code}`) ?? []),
    ...(byOwner.get(`customer ${customer}`) ?? []),
  ]);
  const byContract = packLists(lists);
  return {
    contractEscalationOffset: byContract.offset,
    contractEscalations: byContract.entries,
    escalationClock: Uint8Array.from(escalations, ({ clock }) => CLOCKS.indexOf(clock)),
    escalationAt: Float64Array.from(escalations, ({ at }) => at),
    escalationRaiseTo: Int32Array.from(escalations, ({ raiseTo }) =>
      raiseTo === null ? -1 : CALL_CLASSES.indexOf(raiseTo),
    ),
  };
}
