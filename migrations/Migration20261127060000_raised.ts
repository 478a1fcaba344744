import { Migration } from '@mikro-orm/migrations';

/** Calls that an escalation raised are few among many: a report finds them by themselves. */
export class Migration20261127060000_raised extends Migration {
  override up(): void {
    this.addSql('create index calls_raised on calls (territory, number) where raised_to is not null');
  }
}
