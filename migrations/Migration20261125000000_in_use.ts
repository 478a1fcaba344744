import { Migration } from '@mikro-orm/migrations';

/** Whether a device that is out of service stays in use: payment terms may charge less for it. */
export class Migration20261125000000_in_use extends Migration {
  override up(): void {
    this.addSql('alter table calls add column in_use boolean');
  }
}
