import { defineEntity, p } from '@mikro-orm/core';
import type { Instant } from '#engine';
import { table } from './table.ts';

/** One change in the life of a call, with who, when and why. Never changed, never deleted. */
export interface CallEvent {
  readonly territory: string;
  readonly call: string;
  readonly at: Instant;
  /** When it was written down, by the clock of the process: what was known at an instant is what was recorded by then. */
  readonly recordedAt: Instant;
  /** `logged`, `imported`, `accepted`, `held` … */
  readonly kind: string;
  readonly who: string;
  readonly why: string | null;
  readonly data: Readonly<Record<string, unknown>>;
}

export interface StoredCallEvent extends CallEvent {
  /** Ascending in the order in which they were written. */
  readonly id: number;
}

export const CallEventEntity = defineEntity({
  name: 'CallEvent',
  tableName: 'call_events',
  properties: {
    territory: p.text().primary(),
    call: p.text().primary(),
    id: p.bigint('number').primary(),
    at: p.bigint('number').$type<Instant>(),
    kind: p.text(),
    who: p.text(),
    why: p.text().nullable(),
    data: p.json<Readonly<Record<string, unknown>>>(),
    recordedAt: p.bigint('number').$type<Instant>(),
    /** Transaction that wrote it; set by the database. */
    xid: p.text().columnType('xid8'),
  },
});

const all = table<StoredCallEvent>()(CallEventEntity);
export const storedEvents = all;
/** Without the id, which the database gives. */
export const events = { name: all.name, columns: all.columns.filter((column) => column.name !== 'id') };
