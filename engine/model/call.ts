import type { CallTerms } from './call-terms.ts';
import type { SkillLevel } from './skill.ts';
import type { Instant, Interval, Millis } from './units.ts';

export const CALL_TYPES = ['fault', 'maintenance', 'installation', 'return', 'query'] as const;
export type CallType = (typeof CALL_TYPES)[number];

export const CALL_STATUSES = [
  'logged',
  'awaiting-approval',
  'open',
  'allocated',
  'accepted',
  'travelling',
  'on-site',
  'on-hold',
  'reopened',
  'fixed',
  'closed',
  'cancelled',
] as const;
/** Life of a call (domain, section 12). */
export type CallStatus = (typeof CALL_STATUSES)[number];

/** Statuses of a call that still needs work. */
export const OPEN_STATUSES: ReadonlySet<CallStatus> = new Set([
  'logged',
  'awaiting-approval',
  'open',
  'allocated',
  'accepted',
  'travelling',
  'on-site',
  'on-hold',
  'reopened',
]);
/** Statuses in which a resource has begun with a call: it never moves to another. */
export const STARTED_STATUSES: ReadonlySet<CallStatus> = new Set(['accepted', 'travelling', 'on-site']);

export const EXCUSES = ['excusing-cause', 'planned-maintenance', 'relief-event'] as const;
/** Why a failure counts for nothing (the first two) or for money alone (`relief-event`). */
export type Excuse = (typeof EXCUSES)[number];

/** A stretch `[from, to)` in which work can't go on; `to` is null while it lasts. */
export interface Hold {
  readonly from: Instant;
  readonly to: Instant | null;
  readonly reason: string;
}

/** A report of the same failure that came before a call's own (rule 4.4). */
export interface EarlierReport {
  /** The earliest `logged_at` of all its reports: its clocks start then. */
  readonly loggedAt: Instant;
  /** When the failure began by the reports that came before: the earliest `occurred_at`, else `logged_at`. */
  readonly beganAt: Instant;
  /** The regime that the earliest report keeps, where it names the same device; null: the call's own. */
  readonly keptTerms: CallTerms | null;
}

/** A report that something is wrong or needs doing. */
export interface Call {
  readonly row: number;
  readonly number: string;
  /** Always known here: a call given by site and model has been resolved to its one device. */
  readonly device: string;
  readonly contact: string;
  readonly description: string;
  readonly type: CallType;
  readonly loggedAt: Instant;
  /** When the failure began; null: not known, `loggedAt` stands for it. */
  readonly occurredAt: Instant | null;
  /** Whether the failure takes the device out of service. */
  readonly serviceAffecting: boolean;
  /** Whether the device stays in use although it is out of service, which payment terms may charge less; null: it does not. */
  readonly inUse: boolean | null;
  /** Overrides the model's repair time. */
  readonly estimatedTime: Millis | null;
  /** Appointment: work starts in `[earliest, latest]`, both ends allowed; either may be open. */
  readonly earliest: Instant | null;
  readonly latest: Instant | null;
  /** null: not given, follows from the other columns (see engine/sla). */
  readonly status: CallStatus | null;
  readonly resource: string | null;
  readonly pinned: boolean;
  /** First arrival on site: stops the respond clock. */
  readonly respondedAt: Instant | null;
  /** Stops the fix clock. */
  readonly fixedAt: Instant | null;
  readonly closedAt: Instant | null;
  /** When a temporary fix put the device back to work, with the permanent one still to come; null: there was none. */
  readonly temporaryFixedAt: Instant | null;
  /** In order of `from`. */
  readonly holds: readonly Hold[];
  /** Stretches in which it was fixed, each from a fix to the reopening, in order: its device was up (rule 6.4). */
  readonly restored: readonly Interval[];
  /** Number of the call that stands for the same failure. */
  readonly duplicateOf: string | null;
  /** The report that came before this one among its duplicates (derived from them); null: this one is the first. */
  readonly earlierReport: EarlierReport | null;
  readonly excuse: Excuse | null;
  /** Reason with which a person declared an emergency; null: none declared. */
  readonly emergency: string | null;
  /** Class to which an escalation has raised the call; null: none. */
  readonly raisedTo: 'high' | null;
  /** When the work was planned to start, as told to the technician; keeps a pinned or started call in its place. */
  readonly plannedStart: Instant | null;
  /** Arrival of whoever is on site now, which after a first visit is not `respondedAt`; null: nobody is, or not known. */
  readonly arrivedAt: Instant | null;
  /** Skills that the next visit needs in place of the model's; null: the model's. Those of the site are needed anyway. */
  readonly visitSkills: readonly SkillLevel[] | null;
  /** What fixed it; null: not told. */
  readonly resolution: string | null;
  /** The regime as it was when the call was logged; null: none was kept, the rules of today decide. */
  readonly keptTerms: CallTerms | null;
}

/** What stands in a call to which nothing has happened yet. */
export const NOTHING_HAPPENED = {
  ...{ resource: null, pinned: false, plannedStart: null, arrivedAt: null },
  ...{ respondedAt: null, temporaryFixedAt: null, fixedAt: null, closedAt: null, holds: [], restored: [] },
  ...{ duplicateOf: null, earlierReport: null, excuse: null, raisedTo: null, visitSkills: null, resolution: null },
} satisfies Partial<Call>;

/** What is asked of a call to say whether its device could have one then. */
export interface CallOnDevice extends Pick<Call, 'device' | 'type' | 'loggedAt' | 'keptTerms'> {
  /** Row of `calls.csv` as it was given; null: it was held before. */
  readonly row: number | null;
}

/** When the clocks of a call start: with the first report of its failure. */
export const clocksFrom = ({ loggedAt, earlierReport }: Pick<Call, 'loggedAt' | 'earlierReport'>): Instant =>
  earlierReport?.loggedAt ?? loggedAt;

/** The terms that decide the clocks of a call: those of the first report of its failure. */
export const clockTerms = ({ keptTerms, earlierReport }: Pick<Call, 'keptTerms' | 'earlierReport'>): CallTerms | null =>
  earlierReport?.keptTerms ?? keptTerms;

/** When the failure that a call reports began: the earliest of what its reports say. */
export function failureStart({ loggedAt, occurredAt, earlierReport }: Call): Instant {
  const own = occurredAt ?? loggedAt;
  return earlierReport !== null && earlierReport.beganAt < own ? earlierReport.beganAt : own;
}
