import { Migration } from '@mikro-orm/migrations';

/** What reports find by: calls that were reopened, and when calls ended whatever their territory. */
export class Migration20261127030000_reports extends Migration {
  override up(): void {
    this.addSql(`create index call_events_reopened on call_events (territory, call)
      where kind in ('reopen', 'reopened-as')`);
    this.addSql('create index calls_end on calls (ended_at) where ended_at is not null');
  }
}
