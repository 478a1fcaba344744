import { Migration } from '@mikro-orm/migrations';

/**
 * The time in which a call was fixed before it was reopened, and the report that came before a call among its duplicates.
 * Calls that were reopened or merged before keep their figures: what was told of them then stays as it was told.
 */
export class Migration20261201030500_first_reports extends Migration {
  override up(): void {
    this.addSql(`alter table calls add column restored jsonb not null default '[]'`);
    this.addSql(`alter table calls add column earlier_report jsonb`);
    this.addSql(`alter table call_facts add column restored jsonb not null default '[]'`);
  }
}
