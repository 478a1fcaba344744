import { Migration } from '@mikro-orm/migrations';

/** People, machines, what they may do, their sessions and keys, and the audit log. */
export class Migration20261201014500_identity extends Migration {
  override up(): void {
    this.addSql(`create table principals (
      id text primary key, kind text not null, name text not null, email text, oidc_issuer text, oidc_subject text,
      created_at bigint not null, disabled_at bigint, unique (oidc_issuer, oidc_subject))`);
    this.addSql('create unique index principals_email on principals (lower(email)) where email is not null');
    this.addSql(`create table credentials (
      principal text primary key references principals, password_hash text not null, changed_at bigint not null)`);
    this.addSql(`create table grants (
      id bigint generated always as identity primary key, principal text not null references principals,
      role text not null, scope_kind text not null, scope_code text, unique (principal, role, scope_kind, scope_code))`);
    this.addSql(`create table sessions (
      id_hash text primary key, principal text not null references principals, data jsonb not null,
      created_at bigint not null, expires_at bigint not null)`);
    this.addSql('create index sessions_principal on sessions (principal)');
    this.addSql(`create table api_keys (
      id text primary key, principal text not null references principals, secret_hash text not null unique,
      name text not null, created_at bigint not null, created_by text not null, expires_at bigint,
      last_used_at bigint, revoked_at bigint)`);
    this.addSql(`create table audit_log (
      id bigint primary key, at bigint not null, principal text, actor text not null, action text not null,
      method text, route text, target text, status integer, address text, previous_hash text not null, hash text not null)`);
    this.addSql(`create function refuse_audit_change() returns trigger language plpgsql as $$
      begin
        raise exception 'The audit log is append-only.' using errcode = '42501';
      end $$`);
    this.addSql(`create trigger audit_log_append_only before update or delete or truncate on audit_log
      for each statement execute function refuse_audit_change()`);
  }
}
