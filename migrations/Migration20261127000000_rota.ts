import { Migration } from '@mikro-orm/migrations';

/** Who works when, beside calendars and absences: loans to other territories, changed days, breaks and turns on call. */
export class Migration20261127000000_rota extends Migration {
  override up(): void {
    this.addSql(`create table loans (
      "row" integer primary key, resource text not null, territory text not null, "on" text not null, reason text)`);
    this.addSql(`create table shift_changes (
      "row" integer primary key, resource text not null, "on" text not null, hours text not null, reason text)`);
    this.addSql(`create table breaks (
      "row" integer primary key, resource text not null, hours text not null, valid_from text, valid_to text)`);
    this.addSql(`create table on_call (
      "row" integer primary key, resource text not null, "from" bigint not null, "to" bigint not null, up_to text not null)`);
  }
}
