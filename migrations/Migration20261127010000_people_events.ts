import { Migration } from '@mikro-orm/migrations';

/** Who changed whose working time, when and why: append-only, as the journal of calls is. */
export class Migration20261127010000_people_events extends Migration {
  override up(): void {
    this.addSql(`create table people_events (
      id bigint generated always as identity primary key, subject text not null, code text not null, "at" bigint not null,
      kind text not null, who text not null, why text, data jsonb not null)`);
    this.addSql('create index people_events_subject on people_events (subject, code, id)');
    this.addSql(`create function refuse_people_event_change() returns trigger language plpgsql as $$
      begin
        raise exception 'the journal of people is append-only' using errcode = 'restrict_violation';
      end $$`);
    this.addSql(`create trigger people_events_append_only before update or delete or truncate on people_events
      for each statement execute function refuse_people_event_change()`);
  }
}
