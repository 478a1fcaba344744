import { defineEntity, p } from '@mikro-orm/core';
import type { Instant } from '#engine';
import { table } from './table.ts';

/** A technician's calendar feed. */
export interface CalendarFeed {
  readonly id: number;
  readonly resource: string;
  /** SHA-256 of the secret in its address. */
  readonly tokenHash: string;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly revokedAt: Instant | null;
  readonly revokedBy: string | null;
}

export const CalendarFeedEntity = defineEntity({
  name: 'CalendarFeed',
  tableName: 'calendar_feeds',
  properties: {
    id: p.bigint('number').primary(),
    resource: p.text(),
    tokenHash: p.text(),
    createdAt: p.bigint('number').$type<Instant>(),
    createdBy: p.text(),
    revokedAt: p.bigint('number').$type<Instant>().nullable(),
    revokedBy: p.text().nullable(),
  },
});

/** What the subscribers of a technician's feeds were told of one entry. */
export const CalendarEntryEntity = defineEntity({
  name: 'CalendarEntry',
  tableName: 'calendar_entries',
  properties: {
    resource: p.text().primary(),
    uid: p.text().primary(),
    sequence: p.integer(),
    fingerprint: p.text(),
    modifiedAt: p.bigint('number').$type<Instant>(),
  },
});

export const calendarFeeds = table<CalendarFeed>()(CalendarFeedEntity);
