import { Migration20261121000000_first_tables } from './Migration20261121000000_first_tables.ts';
import { Migration20261122000000_kept_terms } from './Migration20261122000000_kept_terms.ts';
import { Migration20261123000000_duplicates } from './Migration20261123000000_duplicates.ts';
import { Migration20261124000000_performance } from './Migration20261124000000_performance.ts';
import { Migration20261124000001_devices_of_contract } from './Migration20261124000001_devices_of_contract.ts';
import { Migration20261124000002_length_of_downtime } from './Migration20261124000002_length_of_downtime.ts';
import { Migration20261125000000_in_use } from './Migration20261125000000_in_use.ts';
import { Migration20261125010000_statements } from './Migration20261125010000_statements.ts';
import { Migration20261126000000_life } from './Migration20261126000000_life.ts';
import { Migration20261126000001_escalations } from './Migration20261126000001_escalations.ts';
import { Migration20261126000002_notifications } from './Migration20261126000002_notifications.ts';
import { Migration20261126000003_links } from './Migration20261126000003_links.ts';
import { Migration20261127000000_rota } from './Migration20261127000000_rota.ts';
import { Migration20261127010000_people_events } from './Migration20261127010000_people_events.ts';
import { Migration20261127020000_live_events } from './Migration20261127020000_live_events.ts';
import { Migration20261127030000_reports } from './Migration20261127030000_reports.ts';
import { Migration20261127040000_maintenance } from './Migration20261127040000_maintenance.ts';
import { Migration20261127050000_calendar_feeds } from './Migration20261127050000_calendar_feeds.ts';
import { Migration20261127060000_raised } from './Migration20261127060000_raised.ts';
import { Migration20261128000000_history } from './Migration20261128000000_history.ts';
import { Migration20261130000000_allocation_costs } from './Migration20261130000000_allocation_costs.ts';
import { Migration20261130040000_plan_improvements } from './Migration20261130040000_plan_improvements.ts';

/** In the order in which they run. Forward only: one that has been released is never changed. */
export const migrations = [
  { name: 'Migration20261121000000_first_tables', class: Migration20261121000000_first_tables },
  { name: 'Migration20261122000000_kept_terms', class: Migration20261122000000_kept_terms },
  { name: 'Migration20261123000000_duplicates', class: Migration20261123000000_duplicates },
  { name: 'Migration20261124000000_performance', class: Migration20261124000000_performance },
  { name: 'Migration20261124000001_devices_of_contract', class: Migration20261124000001_devices_of_contract },
  { name: 'Migration20261124000002_length_of_downtime', class: Migration20261124000002_length_of_downtime },
  { name: 'Migration20261125000000_in_use', class: Migration20261125000000_in_use },
  { name: 'Migration20261125010000_statements', class: Migration20261125010000_statements },
  { name: 'Migration20261126000000_life', class: Migration20261126000000_life },
  { name: 'Migration20261126000001_escalations', class: Migration20261126000001_escalations },
  { name: 'Migration20261126000002_notifications', class: Migration20261126000002_notifications },
  { name: 'Migration20261126000003_links', class: Migration20261126000003_links },
  { name: 'Migration20261127000000_rota', class: Migration20261127000000_rota },
  { name: 'Migration20261127010000_people_events', class: Migration20261127010000_people_events },
  { name: 'Migration20261127020000_live_events', class: Migration20261127020000_live_events },
  { name: 'Migration20261127030000_reports', class: Migration20261127030000_reports },
  { name: 'Migration20261127040000_maintenance', class: Migration20261127040000_maintenance },
  { name: 'Migration20261127050000_calendar_feeds', class: Migration20261127050000_calendar_feeds },
  { name: 'Migration20261128000000_history', class: Migration20261128000000_history },
  { name: 'Migration20261127060000_raised', class: Migration20261127060000_raised },
  { name: 'Migration20261130000000_allocation_costs', class: Migration20261130000000_allocation_costs },
  { name: 'Migration20261130040000_plan_improvements', class: Migration20261130040000_plan_improvements },
];
