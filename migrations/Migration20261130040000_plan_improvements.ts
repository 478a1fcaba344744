import { Migration } from '@mikro-orm/migrations';

/** What a dispatcher has asked for beyond the usual plan: a longer search, how far it is, and what it has found so far. */
export class Migration20261130040000_plan_improvements extends Migration {
  override up(): void {
    this.addSql(`create table plan_improvements (
      territory text primary key, run integer not null, who text not null, asked_at bigint not null, began_at bigint,
      finished_at bigint, milliseconds bigint, iterations integer, stop text, outcome text, progress jsonb,
      found jsonb not null, from_version integer, to_version integer)`);
  }
}
