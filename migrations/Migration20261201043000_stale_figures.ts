import { Migration } from '@mikro-orm/migrations';

/** Devices whose figures are still those of the tables before: their calls are counted anew, a few devices at a time. */
export class Migration20261201043000_stale_figures extends Migration {
  override up(): void {
    this.addSql(`create table stale_figures (device text primary key, contract text not null,
      since timestamptz not null default clock_timestamp())`);
    this.addSql('create index stale_figures_contract on stale_figures (contract)');
  }
}
