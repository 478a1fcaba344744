import { Migration } from '@mikro-orm/migrations';

/** What each allocation costs, in parts, minor units; null until a plan has told. */
export class Migration20261130000000_allocation_costs extends Migration {
  override up(): void {
    this.addSql(`alter table allocations add column cost_respond_late bigint, add column cost_fix_late bigint,
      add column cost_travel bigint, add column cost_overtime bigint, add column cost_scarce_skills bigint,
      add column cost_churn bigint`);
  }
}
