import { defineEntity, p } from '@mikro-orm/core';
import type { Instant } from '#engine';
import { table } from './table.ts';

/** One change of somebody's working time, or of a calendar. Never changed, never deleted. */
export interface PeopleEvent {
  readonly subject: 'resource' | 'calendar';
  /** Of the resource or calendar. */
  readonly code: string;
  readonly at: Instant;
  /** `absence`, `log-off`, `loan` … */
  readonly kind: string;
  readonly who: string;
  readonly why: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface StoredPeopleEvent extends PeopleEvent {
  /** Ascending in the order in which they were written. */
  readonly id: number;
}

export const PeopleEventEntity = defineEntity({
  name: 'PeopleEvent',
  tableName: 'people_events',
  properties: {
    id: p.bigint('number').primary(),
    subject: p.text().$type<PeopleEvent['subject']>(),
    code: p.text(),
    at: p.bigint('number').$type<Instant>(),
    kind: p.text(),
    who: p.text(),
    why: p.text().nullable(),
    data: p.json<Readonly<Record<string, unknown>>>(),
  },
});

const all = table<StoredPeopleEvent>()(PeopleEventEntity);
export const storedPeopleEvents = all;
/** Without the id, which the database gives. */
export const peopleEvents = { name: all.name, columns: all.columns.filter((column) => column.name !== 'id') };
