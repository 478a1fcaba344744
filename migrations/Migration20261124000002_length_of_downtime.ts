import { Migration } from '@mikro-orm/migrations';

/**
 * Failures that reach into a stretch of time are found by their end, class by class of their length: of class k, at most
 * 2^k hours long, only those that end within so long after the stretch can begin before its end.
 */
export class Migration20261124000002_length_of_downtime extends Migration {
  override up(): void {
    this.addSql(`alter table call_facts add column down_class smallint
      generated always as (greatest(0, ceil(log(2, greatest(down_to - down_from, 1)::numeric / 3600000)))::smallint) stored`);
    this.addSql('drop index call_facts_contract_down');
    this.addSql(`create index call_facts_class on call_facts (territory, contract, down_class, down_to)
      where down_to is not null`);
  }
}
