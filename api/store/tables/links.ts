import { defineEntity, p } from '@mikro-orm/core';
import type { Instant } from '#engine';

/** A customer's link to a call. Whoever has the token sees the call, so it is written to no log. */
export interface CallLink {
  readonly territory: string;
  readonly call: string;
  readonly token: string;
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** null: it is good. */
  readonly revokedAt: Instant | null;
}

export const CallLinkEntity = defineEntity({
  name: 'CallLink',
  tableName: 'call_links',
  properties: {
    territory: p.text().primary(),
    call: p.text().primary(),
    token: p.text(),
    createdAt: p.bigint('number').$type<Instant>(),
    createdBy: p.text(),
    revokedAt: p.bigint('number').$type<Instant>().nullable(),
  },
});
