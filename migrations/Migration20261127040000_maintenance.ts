import { Migration } from '@mikro-orm/migrations';

/** Preventive maintenance: each due date of a device is raised once, whichever process does it; found by last visit. */
export class Migration20261127040000_maintenance extends Migration {
  override up(): void {
    this.addSql(`create table maintenance_raised (
      territory text not null, device text not null, due_on text not null, call text not null, "at" bigint not null,
      primary key (territory, device, due_on))`);
    this.addSql(`create index calls_maintenance on calls (territory, device, fixed_at) where type = 'maintenance'`);
  }
}
