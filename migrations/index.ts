import { Migration20261121000000_first_tables } from './Migration20261121000000_first_tables.ts';
import { Migration20261122000000_kept_terms } from './Migration20261122000000_kept_terms.ts';

/** In the order in which they run. Forward only: one that has been released is never changed. */
export const migrations = [
  { name: 'Migration20261121000000_first_tables', class: Migration20261121000000_first_tables },
  { name: 'Migration20261122000000_kept_terms', class: Migration20261122000000_kept_terms },
];
