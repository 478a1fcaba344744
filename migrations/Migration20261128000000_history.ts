import { Migration } from '@mikro-orm/migrations';

const TABLES = [
  ...['customers', 'territories', 'calendars', 'contracts', 'skills', 'models', 'sites', 'zones', 'devices', 'regimes'],
  ...['regime_rules', 'priority_rules', 'reliability_targets', 'special_days', 'escalations', 'resources', 'absences'],
  ...['loans', 'shift_changes', 'breaks', 'on_call'],
];

/**
 * What a past moment is made again from, beside the journals of calls: the reference tables as they stood, row by row,
 * and what each plan changed. A table of the reference that changes marks itself; at the commit, when its version is
 * known, the rows that are new and those that are gone are noted, whoever wrote them.
 */
export class Migration20261128000000_history extends Migration {
  override up(): void {
    this.addSql(`create table reference_moments (
      id bigint generated always as identity primary key, "at" bigint not null, reference_version bigint not null,
      rota_version bigint not null)`);
    this.addSql('create index reference_moments_at on reference_moments ("at")');
    this.addSql(`create table reference_rows (
      table_name text not null, hash text not null, from_moment bigint not null, to_moment bigint, row jsonb not null,
      primary key (table_name, from_moment, hash))`);
    this.addSql(`create unique index reference_rows_now on reference_rows (table_name, hash) where to_moment is null`);
    this.addSql(`create function mark_reference() returns trigger language plpgsql as $$
    begin
      perform set_config('turnout.changed_tables',
        coalesce(current_setting('turnout.changed_tables', true), '') || ',' || tg_table_name, true);
      return null;
    end $$`);
    this.addSql(`create function record_reference() returns trigger language plpgsql as $$
    declare
      changed text[] := array(select distinct name
        from unnest(string_to_array(current_setting('turnout.changed_tables', true), ',')) as name where name <> '');
      moment bigint;
      name text;
      source text;
    begin
      if cardinality(changed) = 0 then
        return null;
      end if;
      perform set_config('turnout.changed_tables', '', true);
      insert into reference_moments ("at", reference_version, rota_version) values (
        coalesce(nullif(current_setting('turnout.now', true), '')::bigint,
          floor(extract(epoch from clock_timestamp()) * 1000)::bigint),
        coalesce((select value::text::bigint from settings where key = 'reference_version'), 0),
        coalesce((select value::text::bigint from settings where key = 'rota_version'), 0)) returning id into moment;
      foreach name in array changed loop
        source := case name when 'settings'
          then 'select to_jsonb(t) from settings t where key in (''policy'', ''policy_source'', ''payment_terms'')'
          else format('select to_jsonb(t) from %I t', name) end;
        execute format(
          'with present as (select md5(row::text) as hash, row from (%s) as s (row)),
             gone as (update reference_rows r set to_moment = $1 where r.table_name = $2 and r.to_moment is null
               and not exists (select from present p where p.hash = r.hash))
           insert into reference_rows (table_name, hash, from_moment, row)
             select $2, p.hash, $1, p.row from present p where not exists
               (select from reference_rows r where r.table_name = $2 and r.to_moment is null and r.hash = p.hash)', source)
          using moment, name;
      end loop;
      return null;
    end $$`);
    for (const table of TABLES) {
      this.addSql(`create trigger ${table}_history after insert or update or delete or truncate on ${table}
        for each statement execute function mark_reference()`);
    }
    const settings = `key in ('policy', 'policy_source', 'payment_terms')`;
    const either = (row: string) => settings.replace('key', `${row}.key`);
    this.addSql(`create trigger settings_history_written after insert or update on settings
      for each row when (${either('new')}) execute function mark_reference()`);
    this.addSql(`create trigger settings_history_deleted after delete on settings
      for each row when (${either('old')}) execute function mark_reference()`);
    this.addSql(`create constraint trigger settings_history after insert or update on settings
      deferrable initially deferred for each row when (new.key in ('reference_version', 'rota_version'))
      execute function record_reference()`);
    this.addSql(`create table plan_log (
      territory text not null, id bigint generated always as identity, "at" bigint not null, plan_version integer,
      written jsonb not null, gone jsonb not null, whole boolean not null, made jsonb, primary key (territory, id))`);
    this.addSql('create index plan_log_at on plan_log (territory, "at")');
    // What is there already counts from now on.
    this.addSql(`select set_config('turnout.changed_tables', '${TABLES.join(',')},settings', true)`);
    this.addSql(`update settings set value = value where key = 'reference_version'`);
    this.addSql(`insert into plan_log (territory, "at", plan_version, written, gone, whole, made)
      select p.territory, p.made_at, p.plan_version, coalesce((select jsonb_agg(to_jsonb(a)) from allocations a
        join calls c on c.territory = a.territory and c.number = a.call
        where a.territory = p.territory and c.ended_at is null), '[]'), '[]', true, null
      from plans p where p.plan_version > 0`);
  }
}
