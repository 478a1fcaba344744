import type { Calendar } from './calendar.ts';
import type { Call } from './call.ts';
import type { Contract } from './contract.ts';
import type { Customer } from './customer.ts';
import type { Device } from './device.ts';
import type { Escalation } from './escalation.ts';
import type { Model } from './model.ts';
import type { Policy } from './policy.ts';
import type { PriorityRule } from './priority.ts';
import type { Regime, RegimeRule } from './regime.ts';
import type { ReliabilityTarget } from './reliability.ts';
import type { Absence, Resource } from './resource.ts';
import type { Break, Loan, OnCall, ShiftChange } from './rota.ts';
import type { Site } from './site.ts';
import type { Skill } from './skill.ts';
import type { SpecialDay } from './special-day.ts';
import type { Territory } from './territory.ts';
import type { Instant } from './units.ts';
import type { Zone } from './zone.ts';

/** All tables but the calls: what changes seldom. Every code that one record names exists in its table. */
export interface Reference {
  readonly customers: readonly Customer[];
  readonly territories: readonly Territory[];
  readonly calendars: readonly Calendar[];
  readonly contracts: readonly Contract[];
  readonly skills: readonly Skill[];
  readonly models: readonly Model[];
  readonly sites: readonly Site[];
  readonly zones: readonly Zone[];
  readonly devices: readonly Device[];
  readonly regimes: readonly Regime[];
  readonly regimeRules: readonly RegimeRule[];
  readonly priorityRules: readonly PriorityRule[];
  readonly reliabilityTargets: readonly ReliabilityTarget[];
  readonly specialDays: readonly SpecialDay[];
  readonly escalations: readonly Escalation[];
  readonly resources: readonly Resource[];
  readonly absences: readonly Absence[];
  readonly loans: readonly Loan[];
  readonly shiftChanges: readonly ShiftChange[];
  readonly breaks: readonly Break[];
  readonly onCall: readonly OnCall[];
  readonly policy: Policy;
  /** `policy.json` as it was given, for export; null: none was given. */
  readonly policySource: unknown;
  /** `payment_terms.json` as it was given, keyed by contract code; null: none was given. */
  readonly paymentTerms: Readonly<Record<string, unknown>> | null;
}

/** A whole dataset (domain, section 2). */
export interface Dataset extends Reference {
  /** Earliest `logged_at` that is known, where `calls` are a part of all; absent: of `calls`. Periods that end by then have no figures. */
  readonly knownFrom?: Instant;
  readonly calls: readonly Call[];
}
