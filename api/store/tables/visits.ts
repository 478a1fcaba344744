import { defineEntity, p } from '@mikro-orm/core';
import type { Instant, Millis, Visit, VisitOutcome } from '#engine';
import { table } from './table.ts';

/** A visit with the call that it was made for. */
export interface StoredVisit extends Visit {
  readonly territory: string;
  readonly call: string;
}

export const VisitEntity = defineEntity({
  name: 'Visit',
  tableName: 'visits',
  properties: {
    territory: p.text().primary(),
    call: p.text().primary(),
    visit: p.integer().primary(),
    resource: p.text(),
    travelledAt: p.bigint('number').$type<Instant>().nullable(),
    arrivedAt: p.bigint('number').$type<Instant>(),
    leftAt: p.bigint('number').$type<Instant>().nullable(),
    timeSpent: p.bigint('number').$type<Millis>().nullable(),
    outcome: p.text().$type<VisitOutcome>().nullable(),
  },
});

export const visits = table<StoredVisit>()(VisitEntity);
