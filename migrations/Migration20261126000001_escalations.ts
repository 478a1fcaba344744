import { Migration } from '@mikro-orm/migrations';

/** Steps of escalation that calls have gone: the key keeps each from being taken twice, whichever process takes it. */
export class Migration20261126000001_escalations extends Migration {
  override up(): void {
    this.addSql(`create table call_escalations (
      territory text not null, call text not null, key text not null, "at" bigint not null,
      primary key (territory, call, key))`);
  }
}
