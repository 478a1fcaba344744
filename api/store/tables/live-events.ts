import { defineEntity, p } from '@mikro-orm/core';

/** A change that boards are told of; kept for a while. */
export const LiveEventEntity = defineEntity({
  name: 'LiveEvent',
  tableName: 'live_events',
  properties: {
    id: p.bigint('number').primary(),
    /** Transaction that recorded it. */
    xid: p.text().columnType('xid8'),
    /** When, by the database's clock. */
    at: p.bigint('number'),
    event: p.json<unknown>(),
  },
});
