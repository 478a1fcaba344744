import { Migration } from '@mikro-orm/migrations';

/**
 * Statements of closed payment periods, a version each time that one was closed or corrected; never changed. The partial
 * index finds calls that ended late in a period, to which neither deadlines nor downtime lead; logging does not write to it.
 */
export class Migration20261125010000_statements extends Migration {
  override up(): void {
    for (const statement of STATEMENTS) this.addSql(statement);
  }
}

const STATEMENTS = [
  `create table payment_statements (
    contract text not null, period text not null, revision integer not null,
    made_at bigint not null, who text not null, why text, total bigint not null, currency text not null,
    document jsonb not null, terms jsonb,
    primary key (contract, period, revision))`,
  `create index calls_contract_ended on calls (contract, ended_at) where ended_at is not null`,
];
