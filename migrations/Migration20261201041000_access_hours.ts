import { Migration } from '@mikro-orm/migrations';

/** When people are let in to sites and devices; those known so far let them in at any time, as before. */
export class Migration20261201041000_access_hours extends Migration {
  override up(): void {
    this.addSql('alter table sites add column access_hours text');
    this.addSql('alter table sites add column access_notice bigint');
    this.addSql('alter table sites add column emergency_access boolean');
    this.addSql('alter table devices add column access_hours text');
    this.addSql('alter table special_days add column access text');
  }
}
