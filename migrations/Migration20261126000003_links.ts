import { Migration } from '@mikro-orm/migrations';

/** The customer's own address of a call, one at a time for each. */
export class Migration20261126000003_links extends Migration {
  override up(): void {
    this.addSql(`create table call_links (
      territory text not null, call text not null, token text not null unique, created_at bigint not null,
      created_by text not null, revoked_at bigint, primary key (territory, call))`);
    this.addSql(`create index calls_words on calls using gin
      (to_tsvector('english', description || ' ' || coalesce(resolution, ''))) where fixed_at is not null`);
  }
}
