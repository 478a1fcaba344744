import { Migration } from '@mikro-orm/migrations';

/**
 * What boards are told, for an hour: any server can go on where a listener has stopped, after a restart too. Found by
 * the snapshot that the listener has seen (decision 38), since ids commit out of order.
 */
export class Migration20261127020000_live_events extends Migration {
  override up(): void {
    this.addSql(`create table live_events (
      id bigint generated always as identity primary key, xid xid8 not null default pg_current_xact_id(),
      "at" bigint not null default floor(extract(epoch from clock_timestamp()) * 1000), event jsonb not null)`);
    this.addSql('create index live_events_xid on live_events (xid)');
  }
}
