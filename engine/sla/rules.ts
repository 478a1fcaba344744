import type { Reference } from '../model/dataset.ts';
import type { Instant } from '../model/units.ts';
import type { Timelines } from '../time/index.ts';

/** Codes of one table ↔ dense indices, which are the positions in the reference's table. */
export interface CodeTable {
  readonly indexOf: ReadonlyMap<string, number>;
  readonly codes: readonly string[];
  /** The code last looked up, and its index: see `indexIn`. */
  readonly last: { code: string | null; index: number };
}

export interface Codes {
  readonly customers: CodeTable;
  readonly contracts: CodeTable;
  readonly sites: CodeTable;
  readonly zones: CodeTable;
  readonly models: CodeTable;
  readonly devices: CodeTable;
  readonly calendars: CodeTable;
  readonly regimes: CodeTable;
  /** Named by devices; they have no table of their own. */
  readonly groups: CodeTable;
  readonly reliabilityTargets: CodeTable;
}

export const CLOCK_COVERAGE = 0;
export const CLOCK_ELAPSED = 1;

/** In place of an index: it depends on when the call is logged. */
export const BY_INSTANT = -2;

/**
 * The rules, flat: typed arrays only, so that they pack into one SharedArrayBuffer. Indices are those of `Codes`;
 * -1: none. A pair `xOffset`, `xs` lists for each `i` the entries `xOffset[i]` to `xOffset[i + 1] - 1` of `xs`.
 * Instants are epoch milliseconds, stretches half-open; ±Infinity where open-ended.
 */
export interface TermRules {
  /** A scope is a distinct (customer, contract, site, zone, model) of devices: rules are matched once for each. */
  readonly deviceScope: Int32Array;
  readonly deviceSite: Int32Array;
  readonly deviceContract: Int32Array;
  /** In service `[from, to)`: installed, and not yet retired. */
  readonly deviceFrom: Float64Array;
  readonly deviceTo: Float64Array;
  /** In force `[from, to)`, automatic renewals included. */
  readonly contractFrom: Float64Array;
  readonly contractTo: Float64Array;

  /** Candidate list of a scope for its regime, and four for its levels, in the order of DIMENSIONS. */
  readonly scopeRegimes: Int32Array;
  readonly scopeLevels: Int32Array;
  /** Candidates of a list, in winning order: the first that applies at `logged_at` decides. */
  readonly listOffset: Int32Array;
  readonly candidateFrom: Float64Array;
  readonly candidateTo: Float64Array;
  /** Timeline of the rule's weekly hours at the site; -1: at all hours. */
  readonly candidateHours: Int32Array;
  /** Position of the rule in `regimeRules` or `priorityRules`. */
  readonly candidateRule: Int32Array;
  /** Regime, or level. */
  readonly candidateValue: Int32Array;
  /** Regime rules: timeline of the site's coverage under that regime, special days replaced. */
  readonly candidateCoverage: Int32Array;

  /** Phases of a list: stretches of time in which one candidate decides (see compile-phases.ts). Lists share them. */
  readonly listPhases: Int32Array;
  readonly phaseOffset: Int32Array;
  /** The first of each list's begins at -Infinity; each ends where the next begins. */
  readonly phaseStart: Float64Array;
  /** Which of the list's candidates decides, counted from its first; -1: none applies. */
  readonly phaseRank: Int32Array;
  /** `candidateValue` and `candidateCoverage` of that candidate; -1: none applies. */
  readonly phaseValue: Int32Array;
  readonly phaseCoverage: Int32Array;

  /** A record a device of what holds for all its calls: see device-terms.ts. */
  readonly deviceTerms: Int32Array;

  /** Targets in milliseconds; NaN: none. */
  readonly regimeRespond: Float64Array;
  readonly regimeFix: Float64Array;
  readonly regimeClock: Uint8Array;

  /** Timeline of elapsed clocks: always, but for non-service-affecting stretches. */
  readonly siteElapsed: Int32Array;
  /** Stretches of a site ruled by special days: disjoint and in order. */
  readonly segmentOffset: Int32Array;
  readonly segmentStart: Float64Array;
  readonly segmentEnd: Float64Array;
  /** Position in `specialDays`. */
  readonly segmentDay: Int32Array;
  /** Coverage timeline of a call logged there to which no regime rule applies; -1: the day names no regime. */
  readonly segmentCoverage: Int32Array;
  readonly dayServiceAffecting: Uint8Array;
  readonly dayRegime: Int32Array;
  /** Site level; 0: none named. */
  readonly dayLevel: Uint8Array;

  readonly targetMax: Float64Array;
  readonly targetWindow: Float64Array;
  /** Reliability targets whose scope a device is in, and the devices in the scope of a target. */
  readonly deviceTargetOffset: Int32Array;
  readonly deviceTargets: Int32Array;
  readonly targetDeviceOffset: Int32Array;
  readonly targetDevices: Int32Array;

  readonly siteDeviceOffset: Int32Array;
  readonly siteDevices: Int32Array;

  /** Positions in `escalations` of what applies to a contract, its customer's included. */
  readonly contractEscalationOffset: Int32Array;
  readonly contractEscalations: Int32Array;
  /** Index into CLOCKS. */
  readonly escalationClock: Uint8Array;
  /** Percent of the target used. */
  readonly escalationAt: Float64Array;
  /** Index into CALL_CLASSES. */
  readonly escalationRaiseTo: Int32Array;
}

/** What a thread needs to work out targets: typed arrays alone. */
export interface TermTables {
  readonly rules: TermRules;
  readonly timelines: Timelines;
}

/** The reference, compiled. */
export interface Terms extends TermTables {
  readonly codes: Codes;
  readonly reference: Reference;
  /** No call logged before is ruled rightly: timelines begin here. */
  readonly from: Instant;
  /** The longest target that coverage timelines were made to hold, milliseconds. */
  readonly longestTarget: number;
  /** Timeline of a site's coverage under a calendar, special days replaced; -1: not compiled. */
  readonly coverageOf: (site: number, calendar: number) => number;
  /** For a `now` after this, compile anew: timelines may be too short for some target. */
  readonly freshUntil: Instant;
}
