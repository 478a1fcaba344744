import { Migration } from '@mikro-orm/migrations';

/**
 * When the whole plan of a territory may be made again, and which was the last: known to all processes that take turns at
 * it. What stands is taken for a whole plan, so that nothing is moved without need.
 */
export class Migration20261129050000_rest_of_plans extends Migration {
  override up(): void {
    this.addSql('alter table plans add rests_until bigint not null default 0');
    this.addSql('alter table plans add whole_version integer not null default 0');
    this.addSql('update plans set whole_version = plan_version');
  }
}
