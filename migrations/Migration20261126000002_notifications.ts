import { Migration } from '@mikro-orm/migrations';

/**
 * Who is told of what, and what has been told. The outbox is filled by the database itself, in the transaction that
 * writes the journal: whatever writes there, and however, nothing is left out, and the writer waits for nothing.
 */
export class Migration20261126000002_notifications extends Migration {
  override up(): void {
    this.addSql(`create table subscriptions (
      code text primary key, channel text not null, events jsonb not null, contract text, customer text, territory text,
      url text, secret text, former_secret text, former_until bigint, addresses jsonb not null,
      to_contact boolean not null, templates jsonb not null, active boolean not null, created_at bigint not null,
      created_by text not null)`);
    this.addSql(`create table outbox (
      id bigint generated always as identity primary key, territory text not null, call text not null,
      event bigint not null, kind text not null)`);
    this.addSql(`create table deliveries (
      id text primary key, event bigint not null, kind text not null, territory text not null, call text not null,
      subscription text not null, channel text not null, target text not null, payload jsonb not null,
      status text not null, attempts integer not null, next_at bigint, last_error text, created_at bigint not null,
      sent_at bigint, unique (event, kind, subscription, target))`);
    this.addSql(`create index deliveries_due on deliveries (next_at) where status = 'pending'`);
    this.addSql('create index deliveries_made on deliveries (created_at, id)');
    this.addSql(`create table told (
      territory text not null, call text not null, resource text not null, start bigint not null, told_at bigint not null,
      primary key (territory, call))`);
    this.addSql(`create function fill_outbox() returns trigger language plpgsql as $$
    begin
      -- Calls that move to another territory take their journal with them: nothing has happened to them.
      if current_setting('turnout.replacing_dataset', true) = 'on' then
        return null;
      end if;
      if exists (select from subscriptions where active) then
        insert into outbox (territory, call, event, kind)
          select territory, call, id, kind from entered where kind not in ('imported', 'recorded') order by id;
      else
        -- Whom escalations tell is said by the contract.
        insert into outbox (territory, call, event, kind)
          select territory, call, id, kind from entered where kind = 'escalate' order by id;
      end if;
      return null;
    end $$`);
    this.addSql(`create trigger call_events_outbox after insert on call_events
      referencing new table as entered for each statement execute function fill_outbox()`);
  }
}
