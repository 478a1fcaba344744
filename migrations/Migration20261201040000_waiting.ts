import { Migration } from '@mikro-orm/migrations';

/** What an allocation's call waits, minor units; plans made before waiting had a price have none. */
export class Migration20261201040000_waiting extends Migration {
  override up(): void {
    this.addSql('alter table allocations add column cost_waiting bigint');
    this.addSql(`update plans set cost = cost || '{"waiting": 0}' where cost is not null and not cost ? 'waiting'`);
    this.addSql(`update plan_log set made = jsonb_set(made, '{cost,waiting}', '0')
      where jsonb_typeof(made->'cost') = 'object' and not made->'cost' ? 'waiting'`);
  }
}
