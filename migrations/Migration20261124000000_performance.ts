import { Migration } from '@mikro-orm/migrations';

/**
 * Figures that are kept up as calls change. They are made from the calls that are there already when they are first asked
 * for. Of open calls nothing is kept: what they come to depends on when it is asked.
 */
export class Migration20261124000000_performance extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}

const STATEMENTS = [
  `create table call_facts (
    territory text not null, number text not null, contract text not null, device text not null,
    excused boolean not null, respond_by bigint, respond text, fix_by bigint, fix text, down_from bigint, down_to bigint,
    primary key (territory, number))`,
  // What a failure overlaps on its device.
  `create index call_facts_down on call_facts (territory, device, down_to) where down_to is not null`,
  // The evidence of a period, and what is left of the days at its ends.
  `create index call_facts_respond on call_facts (territory, contract, respond_by, number) where respond_by is not null`,
  `create index call_facts_fix on call_facts (territory, contract, fix_by, number) where fix_by is not null`,
  `create index call_facts_contract_down on call_facts (territory, contract, down_to) where down_to is not null`,
  `create table performance_tallies (
    territory text not null, contract text not null, kind text not null, bucket text not null, code text not null,
    respond_met integer not null, respond_missed integer not null, respond_excused integer not null,
    fix_met integer not null, fix_missed integer not null, fix_excused integer not null,
    down numeric not null,
    primary key (territory, contract, kind, bucket, code))`,
  `create table performance_marks (kind text not null, code text not null, mark text not null, primary key (kind, code))`,
  // The open calls of a device's contract.
  `create index calls_open_device on calls (device) where ended_at is null`,
];
