import { defineEntity, p } from '@mikro-orm/core';
import type { Instant } from '#engine';

/** A step of escalation that a call has gone. */
export const CallEscalationEntity = defineEntity({
  name: 'CallEscalation',
  tableName: 'call_escalations',
  properties: {
    territory: p.text().primary(),
    call: p.text().primary(),
    /** `respond 80`, `fix forecast`. */
    key: p.text().primary(),
    at: p.bigint('number').$type<Instant>(),
  },
});
