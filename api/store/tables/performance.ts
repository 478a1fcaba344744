import { defineEntity, p } from '@mikro-orm/core';
import type { CallFacts, Instant, Interval, Outcome, ScopeKind } from '#engine';
import { table } from './table.ts';

/** What came of a call that has ended: its clocks, and for how long it took its device down. */
export const CallFactsEntity = defineEntity({
  name: 'CallFacts',
  tableName: 'call_facts',
  properties: {
    territory: p.text().primary(),
    number: p.text().primary(),
    contract: p.text(),
    device: p.text(),
    excused: p.boolean(),
    respondBy: p.bigint('number').$type<Instant>().nullable(),
    respond: p.text().$type<Outcome>().nullable(),
    fixBy: p.bigint('number').$type<Instant>().nullable(),
    fix: p.text().$type<Outcome>().nullable(),
    downFrom: p.bigint('number').$type<Instant>().nullable(),
    downTo: p.bigint('number').$type<Instant>().nullable(),
    restored: p.json<readonly Interval[]>(),
    /** At most 2 to the power of this hours down. Set by the database. */
    downClass: p.smallint().nullable(),
  },
});

/** Sums of the facts, for each scope of a contract, and each day and month of the contract's zone. */
export const PerformanceTallyEntity = defineEntity({
  name: 'PerformanceTally',
  tableName: 'performance_tallies',
  properties: {
    territory: p.text().primary(),
    contract: p.text().primary(),
    kind: p.text().$type<ScopeKind>().primary(),
    /** `2026-10-25` or `2026-10`. */
    bucket: p.text().primary(),
    code: p.text().primary(),
    respondMet: p.integer(),
    respondMissed: p.integer(),
    respondExcused: p.integer(),
    fixMet: p.integer(),
    fixMissed: p.integer(),
    fixExcused: p.integer(),
    /** Millionths of a weight times milliseconds: exact beyond 64 bits. */
    down: p.text().columnType('numeric'),
  },
});

/** What figures were made with, as fingerprints: of the terms of each contract, and of each calendar. */
export const PerformanceMarkEntity = defineEntity({
  name: 'PerformanceMark',
  tableName: 'performance_marks',
  properties: {
    kind: p.text().$type<'contract' | 'calendar' | 'device'>().primary(),
    code: p.text().primary(),
    mark: p.text(),
  },
});

/** Devices whose figures are still those of the reference tables before a change: they are counted anew by a job. */
export const StaleFiguresEntity = defineEntity({
  name: 'StaleFigures',
  tableName: 'stale_figures',
  properties: {
    device: p.text().primary(),
    contract: p.text(),
    /** Set by the database. */
    since: p.datetime(),
  },
});

/** Facts with where their device is, and what contract it is under. */
export interface StoredFacts extends CallFacts {
  readonly territory: string;
  readonly contract: string;
}

/** A tally as it is stored: nothing of open calls, and `down` as decimal digits. */
export interface StoredTally {
  readonly territory: string;
  readonly contract: string;
  readonly kind: ScopeKind;
  readonly bucket: string;
  readonly code: string;
  readonly respondMet: number;
  readonly respondMissed: number;
  readonly respondExcused: number;
  readonly fixMet: number;
  readonly fixMissed: number;
  readonly fixExcused: number;
  readonly down: string;
}

export const callFacts = table<StoredFacts>()(CallFactsEntity);
export const performanceTallies = table<StoredTally>()(PerformanceTallyEntity);
