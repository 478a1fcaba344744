import { dueDevices } from '../maintenance/raise-maintenance.ts';
import { type Report, report } from './report.ts';
import { dueMaintenanceRow, rowsLimit } from './schema.ts';

/** What is to come of preventive maintenance. */
export const MAINTENANCE_REPORT: Report = report({
  name: 'maintenance-due',
  title: 'Preventive maintenance that is due',
  definition:
    'The next due date of each device in service by its model’s `maintenance_every` and its last finished maintenance, soonest first, as things stand now; `call`: the open maintenance call of the device. Due dates for which a call was raised before are passed over, whatever became of it. Of the filters contract, site, model, device, zone and territory apply.',
  row: dueMaintenanceRow,
  options: rowsLimit,
  async run({ em, day, filter, atMost }) {
    const { tables } = day;
    const rows = [];
    for (const territory of tables.territories.keys()) {
      if (filter.territory !== undefined && filter.territory !== territory) continue;
      rows.push(...(await dueDevices(day, em, territory, tables.reference.policy.maintenanceAhead)));
    }
    const wanted = rows.filter(
      ({ contract, site, model, device }) =>
        (filter.contract ?? contract) === contract &&
        (filter.site ?? site.code) === site.code &&
        (filter.model ?? model.code) === model.code &&
        (filter.device ?? device) === device &&
        (filter.zone ?? tables.devices.get(device)?.zone) === tables.devices.get(device)?.zone,
    );
    wanted.sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : a.device < b.device ? -1 : 1));
    return {
      rows: wanted.slice(0, atMost).map((due) => ({
        device: due.device,
        model: due.model.code,
        site: due.site.code,
        territory: due.site.territory,
        contract: due.contract,
        last_visit: due.lastVisit,
        due_on: due.dueOn,
        window_from: due.windowFrom,
        window_to: due.windowTo,
        call: due.openCall,
      })),
    };
  },
});
