import { defineEntity, p } from '@mikro-orm/core';
import type {
  Call,
  CallStatus,
  CallTerms,
  CallType,
  EarlierReport,
  Excuse,
  Hold,
  Instant,
  Interval,
  Millis,
  SkillLevel,
} from '#engine';
import { type Row, table, toRecord } from './table.ts';

/** Where a call belongs, as it was when it was logged; follows from its device. */
export interface CallPlace {
  /** The distribution key. */
  readonly territory: string;
  readonly contract: string;
  readonly site: string;
  readonly model: string;
  readonly zone: string | null;
}

/** A call with what the database knows beside it. */
export interface StoredCall extends Call, CallPlace {
  /** Goes up by one with each change: the call's ETag. */
  readonly version: number;
}

export const CallEntity = defineEntity({
  name: 'Call',
  tableName: 'calls',
  properties: {
    territory: p.text().primary(),
    number: p.text().primary(),
    row: p.integer(),
    device: p.text(),
    contract: p.text(),
    site: p.text(),
    model: p.text(),
    zone: p.text().nullable(),
    contact: p.text(),
    description: p.text(),
    type: p.text().$type<CallType>(),
    loggedAt: p.bigint('number').$type<Instant>(),
    occurredAt: p.bigint('number').$type<Instant>().nullable(),
    serviceAffecting: p.boolean(),
    estimatedTime: p.bigint('number').$type<Millis>().nullable(),
    earliest: p.bigint('number').$type<Instant>().nullable(),
    latest: p.bigint('number').$type<Instant>().nullable(),
    status: p.text().$type<CallStatus>().nullable(),
    resource: p.text().nullable(),
    pinned: p.boolean(),
    respondedAt: p.bigint('number').$type<Instant>().nullable(),
    fixedAt: p.bigint('number').$type<Instant>().nullable(),
    closedAt: p.bigint('number').$type<Instant>().nullable(),
    holds: p.json<readonly Hold[]>(),
    restored: p.json<readonly Interval[]>(),
    duplicateOf: p.text().nullable(),
    earlierReport: p.json<EarlierReport>().nullable(),
    excuse: p.text().$type<Excuse>().nullable(),
    emergency: p.text().nullable(),
    raisedTo: p.text().$type<'high'>().nullable(),
    plannedStart: p.bigint('number').$type<Instant>().nullable(),
    inUse: p.boolean().nullable(),
    temporaryFixedAt: p.bigint('number').$type<Instant>().nullable(),
    arrivedAt: p.bigint('number').$type<Instant>().nullable(),
    visitSkills: p.json<readonly SkillLevel[]>().nullable(),
    resolution: p.text().nullable(),
    keptTerms: p.json<CallTerms>().nullable(),
    /** Last instant at which the call was open for all we know; null: it still is. Set by the database. */
    endedAt: p.bigint('number').$type<Instant>().nullable(),
    /** Set by the database, as are the next. */
    version: p.integer(),
    /** Transaction that wrote the row last. */
    changedXid: p.text().columnType('xid8'),
  },
});

export const calls = table<Call & CallPlace>()(CallEntity);

const PLACE_FIELDS = new Set(['territory', 'contract', 'site', 'model', 'zone']);
/** The columns of the record alone. */
export const callRecords = { ...calls, columns: calls.columns.filter((column) => !PLACE_FIELDS.has(column.field)) };

export const toCall = (row: Row): Call => toRecord<unknown>(callRecords, row) as Call;

export const toStoredCall = (row: Row): StoredCall =>
  ({ ...(toRecord<unknown>(calls, row) as object), version: row.version }) as StoredCall;
