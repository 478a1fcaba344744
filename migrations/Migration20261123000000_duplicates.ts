import { Migration } from '@mikro-orm/migrations';

/** The end of a call is carried over to its duplicates: they are found by it. */
export class Migration20261123000000_duplicates extends Migration {
  override up(): void {
    this.addSql('create index calls_duplicates on calls (territory, duplicate_of) where duplicate_of is not null');
  }
}
