import { Migration } from '@mikro-orm/migrations';

/** The devices of a contract, and through them its open calls. */
export class Migration20261124000001_devices_of_contract extends Migration {
  override up(): void {
    this.addSql('create index devices_contract on devices (contract)');
  }
}
