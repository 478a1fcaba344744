import { defineEntity, p } from '@mikro-orm/core';
import type { Instant } from '#engine';

/** A customer's link to a call. Anyone with the token sees the call, so it is written to no log and kept nowhere as it is. */
export interface CallLink {
  readonly territory: string;
  readonly call: string;
  /** SHA-256 of the token; the token itself where an older version made it and no server has sealed it yet. */
  readonly token: string;
  /** The token, sealed; null: not yet; empty: its key was lost, it opens the call but is shown no more. */
  readonly tokenSealed: string | null;
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
    tokenSealed: p.text().nullable(),
    createdAt: p.bigint('number').$type<Instant>(),
    createdBy: p.text(),
    revokedAt: p.bigint('number').$type<Instant>().nullable(),
  },
});
