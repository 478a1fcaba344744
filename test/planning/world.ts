import { statusAt } from '../../engine/lifecycle/index.ts';
import type { Call } from '../../engine/model/call.ts';
import type { Reference } from '../../engine/model/dataset.ts';
import type { OrderedCall } from '../../engine/model/ordered-call.ts';
import type { Policy } from '../../engine/model/policy.ts';
import type { CallClass } from '../../engine/model/priority.ts';
import type { Absence, Resource } from '../../engine/model/resource.ts';
import type { SkillLevel } from '../../engine/model/skill.ts';
import { type Instant, instant, localDate, type Millis, millis, minor } from '../../engine/model/units.ts';
import {
  type PlannableCall,
  type PlannableResource,
  type TerritoryInput,
  territoryInput,
} from '../../engine/planning/index.ts';

/** Hours of Monday 5 January 2026, UTC: `at(9)` is 09:00, `at(33)` is 09:00 on Tuesday. */
export const at = (hours: number): Instant => instant(Date.UTC(2026, 0, 5) + hours * 3_600_000);
export const hours = (n: number): Millis => millis(n * 3_600_000);
export const minutes = (n: number): Millis => millis(n * 60_000);

/** Degrees of latitude that make a kilometre on the sphere of 6371.0088 km. */
const KM = 180 / (Math.PI * 6371.0088);
/** A place so many kilometres north of 50° N 10° E. */
export const northOf = (km: number) => ({ latitude: 50 + km * KM, longitude: 10 });

const nothing = { step: minor(0), perHour: minor(0) };
const noPrice = { respond: nothing, fix: nothing, unplaced: minor(0) };
/** 60 km/h on straight roads, so that a kilometre is a minute; nothing has a price but what a test gives one. */
export const POLICY: Policy = {
  order: ['number'],
  currency: 'EUR',
  speed: 60,
  detourFactor: 1,
  horizon: hours(7 * 24),
  routeStart: 'home',
  routeEnd: 'home',
  overtimeUpTo: millis(0),
  overtimeByClass: {},
  onCallByClass: {},
  lookAhead: millis(14_400_000),
  waitingPerHour: { emergency: minor(0), high: minor(0), normal: minor(0), planned: minor(0), deferred: minor(0) },
  goodwill: 0,
  detourForOrder: minor(0),
  prices: { emergency: noPrice, high: noPrice, normal: noPrice, planned: noPrice, deferred: noPrice },
  priorityFactors: [1, 1, 1, 1, 1, 1, 1, 1, 1],
  hourlyCost: minor(0),
  perKilometre: minor(0),
  overtimeFactor: 1.5,
  onCallFactor: 1.25,
  balanceOver: millis(0),
  imbalancePerHour: minor(0),
  scarceSkillPerHour: minor(0),
  churn: minor(0),
  mayMoveAllocated: true,
  maintenanceAhead: millis(0),
  lent: [],
  iterations: 0,
};

export const priced = (price: Partial<Policy['prices'][CallClass]>, policy: Partial<Policy> = {}): Partial<Policy> => ({
  prices: { ...POLICY.prices, normal: { ...noPrice, ...price } },
  ...policy,
});

export interface TestCall extends Partial<Omit<Call, 'number' | 'row'>> {
  readonly number: string;
  readonly km?: number;
  readonly place?: { readonly latitude: number; readonly longitude: number };
  readonly skills?: readonly SkillLevel[];
  readonly work?: Millis;
  readonly territory?: string;
  readonly respondBy?: Instant;
  readonly fixBy?: Instant;
  readonly class?: CallClass;
  /** Access hours of its site and of its device, notice and emergencies at its site. */
  readonly siteHours?: string;
  readonly deviceHours?: string;
  readonly notice?: Millis;
  readonly emergencyAccess?: boolean;
  readonly priority?: number;
}

export interface TestResource extends Partial<Omit<Resource, 'code'>> {
  readonly code: string;
  readonly km?: number;
  readonly place?: { readonly latitude: number; readonly longitude: number };
  /** Opening hours; Mo-Fr 08:00-16:00 where not given. */
  readonly hours?: string;
}

export interface World {
  readonly reference: Reference;
  readonly calls: readonly Call[];
  readonly ordered: readonly OrderedCall[];
  readonly input: TerritoryInput;
  readonly now: Instant;
}

/** A dataset around some calls and resources, each call with a site, model and device of its own, and the input of territory T. */
export function world(
  calls: readonly TestCall[],
  resources: readonly TestResource[],
  options: {
    now?: Instant;
    policy?: Partial<Policy>;
    absences?: readonly Omit<Absence, 'row' | 'reason'>[];
  } & Partial<Pick<Reference, 'loans' | 'shiftChanges' | 'breaks' | 'onCall' | 'specialDays'>> = {},
): World {
  const now = options.now ?? at(7);
  const territories = [
    ...new Set(['T', ...calls.map((c) => c.territory ?? 'T'), ...resources.map((r) => r.territory ?? 'T')]),
  ];
  const reference: Reference = {
    customers: [{ code: 'CU', name: 'CU' }],
    territories: territories.map((code) => ({ code, name: code, timeZone: 'UTC' })),
    calendars: resources.map((r) => ({ code: `cal-${r.code}`, hours: r.hours ?? 'Mo-Fr 08:00-16:00', holidays: [] })),
    contracts: [
      {
        code: 'CO',
        customer: 'CU',
        name: null,
        currency: 'EUR',
        timeZone: 'UTC',
        startsOn: localDate('2020-01-01'),
        endsOn: null,
        autoRenew: false,
        renewalTerm: null,
        noticePeriod: null,
        baseFee: minor(0),
        paymentPeriod: 'month',
        approvalOver: [],
        clockStoppingHolds: [],
        reopen: 'continue',
      },
    ],
    skills: [],
    models: calls.map((c) => ({
      code: `M-${c.number}`,
      name: 'M',
      skills: c.skills ?? [],
      repairTime: c.work ?? hours(1),
      maintenanceEvery: null,
      maintenanceTime: null,
    })),
    sites: calls.map((c) => ({
      code: `S-${c.number}`,
      customer: 'CU',
      name: 'S',
      ...(c.place ?? northOf(c.km ?? 0)),
      timeZone: 'UTC',
      territory: c.territory ?? 'T',
      address: null,
      skills: [],
      accessHours: c.siteHours ?? null,
      accessNotice: c.notice ?? null,
      emergencyAccess: c.emergencyAccess ?? null,
    })),
    zones: [],
    devices: calls.map((c) => ({
      code: `D-${c.number}`,
      contract: 'CO',
      site: `S-${c.number}`,
      model: `M-${c.number}`,
      zone: null,
      groups: [],
      weight: 1,
      installedOn: null,
      retiredOn: null,
      warrantyUntil: null,
      accessHours: c.deviceHours ?? null,
    })),
    regimes: [],
    regimeRules: [],
    priorityRules: [],
    reliabilityTargets: [],
    specialDays: options.specialDays ?? [],
    escalations: [],
    resources: resources.map((r) => ({
      name: r.code,
      skills: [],
      territory: 'T',
      maxCalls: null,
      hourlyCost: null,
      speed: 1,
      ...(r.place ?? northOf(r.km ?? 0)),
      ...pick(r),
      calendar: `cal-${r.code}`,
    })),
    absences: (options.absences ?? []).map((absence, i) => ({ ...absence, row: i + 2, reason: null })),
    loans: options.loans ?? [],
    shiftChanges: options.shiftChanges ?? [],
    breaks: options.breaks ?? [],
    onCall: options.onCall ?? [],
    policy: { ...POLICY, ...options.policy },
    policySource: null,
    paymentTerms: null,
  };
  const records = calls.map(recordOf);
  const open = calls.filter(({ fixedAt = null }) => fixedAt === null || fixedAt > now);
  const ordered = open.map((c, i) => ({
    number: c.number,
    contract: 'CO',
    territory: c.territory ?? 'T',
    regime: 'R',
    respondBy: c.respondBy ?? null,
    fixBy: c.fixBy ?? null,
    due: null,
    class: c.class ?? 'normal',
    priority: c.priority ?? 5,
    levels: { contract: 5, site: 5, zone: 5, model: 5 },
    position: i + 1,
  }));
  const byNumber = new Map(records.map((call) => [call.number, call]));
  const callOf = (number: string) => byNumber.get(number)!;
  const statusOf = (number: string) => statusAt(callOf(number), reference.contracts[0]!, now)!;
  return {
    reference,
    calls: records,
    ordered,
    now,
    input: territoryInput(reference, ordered, callOf, statusOf, 'T', now, records),
  };
}

const recordOf = (c: TestCall, i: number): Call => ({
  row: i + 2,
  number: c.number,
  device: `D-${c.number}`,
  contact: 'Contact',
  description: 'Out of order',
  type: c.type ?? 'fault',
  loggedAt: c.loggedAt ?? at(0),
  occurredAt: null,
  serviceAffecting: false,
  estimatedTime: c.estimatedTime ?? null,
  earliest: c.earliest ?? null,
  latest: c.latest ?? null,
  status: c.status ?? null,
  resource: c.resource ?? null,
  pinned: c.pinned ?? false,
  respondedAt: c.respondedAt ?? null,
  fixedAt: c.fixedAt ?? null,
  closedAt: c.closedAt ?? null,
  holds: c.holds ?? [],
  restored: [],
  earlierReport: null,
  duplicateOf: c.duplicateOf ?? null,
  excuse: null,
  emergency: null,
  raisedTo: null,
  plannedStart: c.plannedStart ?? null,
  inUse: null,
  temporaryFixedAt: null,
  arrivedAt: c.arrivedAt ?? null,
  visitSkills: null,
  resolution: null,
  keptTerms: null,
});

function pick({ km: _km, place: _place, hours: _hours, ...rest }: TestResource) {
  return rest;
}

export const ORDER_ALONE = { seed: 1, iterations: 0, milliseconds: null } as const;

/** First call or resource of an input, by code. */
export const callIn = (input: TerritoryInput, number: string): PlannableCall =>
  input.calls.find((c) => c.number === number)!;
export const resourceIn = (input: TerritoryInput, code: string): PlannableResource =>
  input.resources.find((r) => r.code === code)!;
