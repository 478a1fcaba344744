import { Migration20261121000000_first_tables } from './Migration20261121000000_first_tables.ts';

/** In the order in which they run. Forward only: one that has been released is never changed. */
export const migrations = [
  { name: 'Migration20261121000000_first_tables', class: Migration20261121000000_first_tables },
];
