import { defineEntity, p } from '@mikro-orm/core';
import type { Instant, LocalDate } from '#engine';

/** A due date of a device for which a call has been raised. */
export const MaintenanceRaisedEntity = defineEntity({
  name: 'MaintenanceRaised',
  tableName: 'maintenance_raised',
  properties: {
    territory: p.text().primary(),
    device: p.text().primary(),
    dueOn: p.text().$type<LocalDate>().primary(),
    call: p.text(),
    at: p.bigint('number').$type<Instant>(),
  },
});
