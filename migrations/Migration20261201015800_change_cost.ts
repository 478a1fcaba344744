import { Migration } from '@mikro-orm/migrations';

/**
 * What a plan costs as it stands, and what it costs to get there, are two amounts: churn leaves `cost`, in plans, in what
 * is logged of them, and in improvements under way. The column of allocations keeps its name, cost_churn, which the version
 * before still writes while it serves beside this one.
 */
export class Migration20261201015800_change_cost extends Migration {
  override up(): void {
    this.addSql(`alter table plans add column change_cost bigint not null default 0`);
    this.addSql(`update plans set change_cost = coalesce((cost->>'churn')::bigint, 0),
      cost = jsonb_set(cost - 'churn', '{total}',
        to_jsonb((cost->>'total')::bigint - coalesce((cost->>'churn')::bigint, 0)))
      where cost is not null`);
    this.addSql(`update plan_log set made = made || jsonb_build_object(
        'changeCost', coalesce((made->'cost'->>'churn')::bigint, 0),
        'cost', jsonb_set((made->'cost') - 'churn', '{total}',
          to_jsonb((made->'cost'->>'total')::bigint - coalesce((made->'cost'->>'churn')::bigint, 0))))
      where jsonb_typeof(made->'cost') = 'object' and made->'cost' ? 'total'`);
    this.addSql(`update plan_improvements set progress = progress || '{"changeCost": 0}' where progress is not null`);
  }
}
