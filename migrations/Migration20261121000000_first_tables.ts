import { Migration } from '@mikro-orm/migrations';

/**
 * All tables of the first version.
 *
 * Instants are bigint epoch milliseconds, lengths of time bigint milliseconds, money bigint minor units, local dates
 * `YYYY-MM-DD` text, lists and nested values jsonb. Codes are not foreign keys: a dataset is checked whole, by the engine,
 * before any of it is written, and the tables of calls may live on other machines than the rest.
 *
 * Tables that grow with the calls (calls, call_events, plans, allocations) are keyed by territory first: it is their
 * distribution key.
 */
export class Migration20261121000000_first_tables extends Migration {
  override up(): void {
    for (const statement of [...REFERENCE, ...CALLS, ...PLANS, ...BOOKKEEPING]) this.addSql(statement);
  }
}

const REFERENCE = [
  `create table customers (
    code text primary key, name text not null, position integer not null)`,
  `create table territories (
    code text primary key, name text not null, time_zone text not null, position integer not null)`,
  `create table calendars (
    code text primary key, hours text not null, holidays jsonb not null, position integer not null)`,
  `create table contracts (
    code text primary key, customer text not null, name text, currency text not null, time_zone text not null,
    starts_on text not null, ends_on text, auto_renew boolean not null, renewal_term jsonb, notice_period jsonb,
    base_fee bigint not null, payment_period text not null, approval_over jsonb not null,
    clock_stopping_holds jsonb not null, reopen text not null, position integer not null)`,
  `create table skills (
    code text primary key, name text, position integer not null)`,
  `create table models (
    code text primary key, name text not null, skills jsonb not null, repair_time bigint not null,
    maintenance_every jsonb, maintenance_time bigint, position integer not null)`,
  `create table sites (
    code text primary key, customer text not null, name text not null, latitude double precision not null,
    longitude double precision not null, time_zone text not null, territory text not null, address text,
    skills jsonb not null, position integer not null)`,
  `create table zones (
    code text primary key, name text, required_available integer, position integer not null)`,
  `create table devices (
    code text primary key, contract text not null, site text not null, model text not null, zone text,
    groups jsonb not null, weight double precision not null, installed_on text, retired_on text, warranty_until text,
    position integer not null)`,
  `create table regimes (
    code text primary key, calendar text not null, respond_within bigint, fix_within bigint, clock text not null,
    availability_target double precision, position integer not null)`,
  `create table regime_rules (
    "row" integer primary key, contract text, customer text, site text, zone text, model text, valid_from text,
    valid_to text, hours text, regime text not null)`,
  `create table priority_rules (
    "row" integer primary key, dimension text not null, code text not null, contract text, valid_from text,
    valid_to text, hours text, level integer not null)`,
  `create table reliability_targets (
    "row" integer not null, code text primary key, device text, "group" text, model text, zone text,
    max_failures integer not null, "window" bigint not null)`,
  `create table special_days (
    "row" integer primary key, site text not null, "from" jsonb not null, "to" jsonb not null, effect text not null,
    regime text, level integer, label text)`,
  `create table escalations (
    "row" integer primary key, contract text, customer text, clock text not null, "at" double precision not null,
    raise_to text, notify jsonb not null)`,
  `create table resources (
    code text primary key, name text not null, skills jsonb not null, territory text not null,
    latitude double precision not null, longitude double precision not null, calendar text not null,
    max_calls integer, hourly_cost bigint, speed double precision not null, position integer not null)`,
  `create table absences (
    "row" integer primary key, resource text not null, "from" bigint not null, "to" bigint not null, reason text)`,
];

const CALLS = [
  // A call's row and number come from here, both past those of any import.
  `create sequence call_numbers`,
  `create table calls (
    territory text not null, number text not null, "row" integer not null, device text not null,
    contract text not null, site text not null, model text not null, zone text,
    contact text not null, description text not null, type text not null, logged_at bigint not null,
    occurred_at bigint, service_affecting boolean not null, estimated_time bigint, earliest bigint, latest bigint,
    status text, resource text, pinned boolean not null, responded_at bigint, fixed_at bigint, closed_at bigint,
    holds jsonb not null, duplicate_of text, excuse text, emergency text, raised_to text, planned_start bigint,
    terms jsonb,
    ended_at bigint generated always as (case
      when status = 'cancelled' or fixed_at is not null or closed_at is not null or status in ('fixed', 'closed')
      then greatest(logged_at, fixed_at, closed_at) end) stored,
    version integer not null default 1,
    changed_xid xid8 not null default pg_current_xact_id(),
    primary key (territory, number))`,
  `create index calls_number on calls (number)`,
  // What is open, or was until lately: the working set of a process.
  `create index calls_ended on calls (territory, ended_at)`,
  // What has changed since a process last looked.
  `create index calls_changed on calls (changed_xid)`,
  // Lists, newest first.
  `create index calls_logged on calls (logged_at, number)`,
  `create index calls_device on calls (device, logged_at)`,
  `create index calls_site on calls (site, logged_at)`,
  `create index calls_contract on calls (contract, logged_at)`,
  `create function stamp_call() returns trigger language plpgsql as $$
  begin
    new.changed_xid := pg_current_xact_id();
    if tg_op = 'UPDATE' then
      new.version := old.version + 1;
    end if;
    return new;
  end $$`,
  `create trigger calls_stamp before insert or update on calls for each row execute function stamp_call()`,
  `create table call_events (
    territory text not null, call text not null, id bigint generated always as identity, "at" bigint not null,
    kind text not null, who text not null, why text, data jsonb not null,
    primary key (territory, call, id))`,
  `create function refuse_journal_change() returns trigger language plpgsql as $$
  begin
    -- An import replaces all calls, their journals with them: it alone says so, for its own transaction.
    if tg_op = 'DELETE' and current_setting('turnout.replacing_dataset', true) = 'on' then
      return null;
    end if;
    raise exception 'the journal of a call is append-only' using errcode = 'restrict_violation';
  end $$`,
  `create trigger call_events_append_only before update or delete or truncate on call_events
    for each statement execute function refuse_journal_change()`,
];

const PLANS = [
  `create table plans (
    territory text primary key, plan_version integer not null, made_at bigint not null, now bigint not null,
    cost jsonb, unallocated jsonb not null, violations jsonb not null)`,
  `create table allocations (
    territory text not null, call text not null, resource text not null, travel_start bigint not null,
    arrival bigint not null, start bigint not null, finish bigint not null, travel_seconds integer not null,
    fixed boolean not null, plan_version integer not null,
    primary key (territory, call))`,
  `create index allocations_route on allocations (territory, resource, travel_start)`,
];

const BOOKKEEPING = [
  `create table settings (key text primary key, value jsonb not null)`,
  `insert into settings (key, value) values ('reference_version', '0')`,
  `create table idempotency_keys (
    key text primary key, fingerprint text not null, status integer, headers jsonb, body jsonb,
    created_at bigint not null default floor(extract(epoch from clock_timestamp()) * 1000))`,
  `create index idempotency_keys_created on idempotency_keys (created_at)`,
];
