import { Migration } from '@mikro-orm/migrations';

/** Fields of one line, by table, as they were when control characters in them were still taken. */
const LINES = {
  customers: ['name'],
  territories: ['name'],
  contracts: ['name'],
  skills: ['name'],
  models: ['name'],
  sites: ['name', 'address'],
  zones: ['name'],
  resources: ['name'],
  absences: ['reason'],
  loans: ['reason'],
  shift_changes: ['reason'],
  special_days: ['label'],
} as const;
/** Control characters, and the separators at which Unicode breaks a line. */
const BREAKS = `U&'[\\0001-\\001F\\007F-\\009F\\2028\\2029]'`;

/** Line breaks and control characters in names, addresses and reasons become blanks: nothing takes them in any more. */
export class Migration20261201024500_one_line extends Migration {
  override up(): void {
    for (const [table, columns] of Object.entries(LINES))
      for (const column of columns)
        this.addSql(`update ${table} set ${column} = coalesce(nullif(trim(
          regexp_replace(${column}, ${BREAKS} || '+', ' ', 'g')), ''), '-') where ${column} ~ ${BREAKS}`);
  }
}
