import { Migration } from '@mikro-orm/migrations';

/**
 * Calendar feeds of technicians: of their secret only a hash is kept. What subscribers were told of each entry is kept
 * too, so that its SEQUENCE goes up when it changes and stands still when it does not, at whatever server.
 */
export class Migration20261127050000_calendar_feeds extends Migration {
  override up(): void {
    this.addSql(`create table calendar_feeds (
      id bigint generated always as identity primary key, resource text not null, token_hash text not null unique,
      created_at bigint not null, created_by text not null, revoked_at bigint, revoked_by text)`);
    this.addSql('create index calendar_feeds_resource on calendar_feeds (resource, id)');
    this.addSql(`create table calendar_entries (
      resource text not null, uid text not null, sequence integer not null, fingerprint text not null,
      modified_at bigint not null, primary key (resource, uid))`);
  }
}
