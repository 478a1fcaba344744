import { originalOf } from '../../engine/lifecycle/index.ts';
import { type Call, clockTerms } from '../../engine/model/call.ts';
import type { Contract } from '../../engine/model/contract.ts';
import type { Reference } from '../../engine/model/dataset.ts';
import type { Device } from '../../engine/model/device.ts';
import type { Because } from '../../engine/model/ordered-call.ts';
import type { Policy } from '../../engine/model/policy.ts';
import { CALL_CLASSES, type PriorityRule } from '../../engine/model/priority.ts';
import type { Regime, RegimeRule } from '../../engine/model/regime.ts';
import type { ReliabilityTarget } from '../../engine/model/reliability.ts';
import type { Site } from '../../engine/model/site.ts';
import type { SpecialDay } from '../../engine/model/special-day.ts';
import { HOUR, type Instant, instant, localDate, type Millis, millis, minor } from '../../engine/model/units.ts';
import {
  compileTerms,
  computeTargets,
  createCallTable,
  createHoldStore,
  createReliability,
  createTargetTable,
  explainTargets,
  type Terms,
  writeCall,
} from '../../engine/sla/index.ts';
import { formatInstant } from '../../engine/time/index.ts';

/** A small world to try a rule in: one of everything, to which a test adds what it is about. */

export const at = (text: string): Instant => instant(Date.parse(text));
export const hours = (n: number): Millis => millis(n * HOUR);
export const date = localDate;
let row = 2;
/** Rows in the order in which a test makes its records. */
export const nextRow = (): number => row++;

export const contract = (code: string, more: Partial<Contract> = {}): Contract => ({
  code,
  customer: 'CU',
  name: null,
  currency: 'EUR',
  timeZone: 'Europe/London',
  startsOn: date('2020-01-01'),
  endsOn: null,
  autoRenew: false,
  renewalTerm: null,
  noticePeriod: null,
  baseFee: minor(0),
  paymentPeriod: 'month',
  approvalOver: [],
  clockStoppingHolds: ['no-access'],
  reopen: 'continue',
  ...more,
});

export const site = (code: string, more: Partial<Site> = {}): Site => ({
  code,
  customer: 'CU',
  name: code,
  latitude: 51.5,
  longitude: 0,
  timeZone: 'Europe/London',
  territory: 'T',
  address: null,
  skills: [],
  accessHours: null,
  accessNotice: null,
  emergencyAccess: null,
  ...more,
});

export const device = (code: string, more: Partial<Device> = {}): Device => ({
  code,
  contract: 'C1',
  site: 'S1',
  model: 'M1',
  zone: null,
  groups: [],
  weight: 1,
  installedOn: null,
  retiredOn: null,
  warrantyUntil: null,
  accessHours: null,
  ...more,
});

export const regime = (code: string, more: Partial<Regime> = {}): Regime => ({
  code,
  calendar: 'OFFICE',
  respondWithin: null,
  fixWithin: hours(4),
  clock: 'coverage',
  availabilityTarget: null,
  ...more,
});

export const regimeRule = (more: Partial<RegimeRule>): RegimeRule => ({
  row: nextRow(),
  contract: more.customer === undefined ? 'C1' : null,
  customer: null,
  site: null,
  zone: null,
  model: null,
  validFrom: null,
  validTo: null,
  hours: null,
  regime: 'R',
  ...more,
});

export const priorityRule = (more: Partial<PriorityRule>): PriorityRule => ({
  row: nextRow(),
  dimension: 'site',
  code: 'S1',
  contract: null,
  validFrom: null,
  validTo: null,
  hours: null,
  level: 3,
  ...more,
});

export const specialDay = (more: Partial<SpecialDay>): SpecialDay => ({
  row: nextRow(),
  site: 'S1',
  from: { date: date('2026-06-02') },
  to: { date: date('2026-06-02') },
  effect: 'service-affecting',
  regime: null,
  level: null,
  label: null,
  access: null,
  ...more,
});

export const target = (code: string, more: Partial<ReliabilityTarget>): ReliabilityTarget => ({
  row: nextRow(),
  code,
  device: null,
  group: null,
  model: null,
  zone: null,
  maxFailures: 2,
  window: hours(24 * 30),
  ...more,
});

/** London in June is UTC+1. 2026-06-01 is a Monday. */
export function reference(more: Partial<Reference> = {}): Reference {
  return {
    customers: [{ code: 'CU', name: 'Customer' }],
    territories: [{ code: 'T', name: 'T', timeZone: 'Europe/London' }],
    calendars: [
      { code: 'OFFICE', hours: 'Mo-Fr 08:00-18:00', holidays: [] },
      { code: 'ALWAYS', hours: '24/7', holidays: [] },
    ],
    contracts: [contract('C1')],
    skills: [],
    models: ['M1', 'M2'].map((code) => ({
      code,
      name: code,
      skills: [],
      repairTime: hours(2),
      maintenanceEvery: null,
      maintenanceTime: hours(3),
    })),
    sites: [site('S1'), site('S2')],
    zones: ['Z1', 'Z2'].map((code) => ({ code, name: null, requiredAvailable: null })),
    devices: [device('D1')],
    regimes: [regime('R')],
    regimeRules: [regimeRule({})],
    priorityRules: [],
    reliabilityTargets: [],
    specialDays: [],
    escalations: [],
    resources: [],
    absences: [],
    loans: [],
    shiftChanges: [],
    breaks: [],
    onCall: [],
    // Nothing in this room reads the policy.
    policy: {} as Policy,
    policySource: null,
    paymentTerms: null,
    ...more,
  };
}

export const call = (number: string, loggedAt: string, more: Partial<Call> = {}): Call => ({
  row: nextRow(),
  number,
  device: 'D1',
  contact: 'Ann, 555 0100',
  description: 'Stands still',
  type: 'fault',
  loggedAt: at(loggedAt),
  occurredAt: null,
  serviceAffecting: true,
  estimatedTime: null,
  earliest: null,
  latest: null,
  status: null,
  resource: null,
  pinned: false,
  respondedAt: null,
  fixedAt: null,
  closedAt: null,
  holds: [],
  restored: [],
  earlierReport: null,
  duplicateOf: null,
  excuse: null,
  emergency: null,
  raisedTo: null,
  plannedStart: null,
  inUse: null,
  temporaryFixedAt: null,
  arrivedAt: null,
  visitSkills: null,
  resolution: null,
  keptTerms: null,
  ...more,
});

export const compiled = (world: Reference, from: string, now = from): Terms =>
  compileTerms(world, { from: at(from), now: at(now) });

/** What the rules make of a call, in the words of the dataset. */
export interface Ruled {
  readonly regime: string | null;
  readonly respondBy: string | null;
  readonly fixBy: string | null;
  readonly due: string | null;
  readonly class: string;
  readonly priority: number;
  readonly levels: readonly number[];
  readonly flags: number;
  readonly because: readonly Because[];
}

/** Rules all calls at `now`, through the tables, as the order does. */
export function rule(world: Reference, calls: readonly Call[], nowText: string): Record<string, Ruled> {
  const now = at(nowText);
  const from = instant(Math.min(now, ...calls.map(({ loggedAt }) => loggedAt)));
  const terms = compileTerms(world, { from, now, calls });
  const table = createCallTable(calls.length);
  const targets = createTargetTable(calls.length);
  const holds = createHoldStore(1);
  const reliability = createReliability(terms);
  const byNumber = new Map(calls.map((each) => [each.number, each]));
  for (const [slot, each] of calls.entries()) {
    writeCall(
      terms,
      table,
      holds,
      slot,
      each,
      originalOf(each, (number) => byNumber.get(number)),
      now,
    );
    reliability.addFailure(each);
  }
  reliability.judge(now);
  computeTargets(terms, reliability, table, holds, now, 0, calls.length, targets);
  const clockCall = (each: Call) => originalOf(each, (number) => byNumber.get(number)) ?? each;
  const shown = (ms: number) => (Number.isFinite(ms) ? formatInstant(instant(ms)) : null);
  return Object.fromEntries(
    calls.map((each, slot) => [
      each.number,
      {
        regime: clockTerms(clockCall(each))?.regime ?? world.regimes[targets.regime[slot]!]?.code ?? null,
        respondBy: shown(targets.respondBy[slot]!),
        fixBy: shown(targets.fixBy[slot]!),
        due: shown(targets.due[slot]!),
        class: CALL_CLASSES[targets.class[slot]!]!,
        priority: targets.priority[slot]!,
        levels: [...targets.levels.slice(slot * 4, slot * 4 + 4)],
        flags: table.flags[slot]!,
        because: explainTargets(terms, reliability, table, holds, targets, slot, each, now, clockCall(each).keptTerms),
      },
    ]),
  );
}

/** Rules one call, at the instant at which it is logged where no other is given. */
export const ruleOne = (world: Reference, one: Call, now = formatInstant(one.loggedAt)): Ruled =>
  rule(world, [one], now)[one.number]!;
