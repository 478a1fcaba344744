import { Migration } from '@mikro-orm/migrations';

/**
 * Tokens of customers' links are kept as a hash and sealed. The server that starts first seals those that are there, and
 * secrets of webhooks, in the columns that they have: the key is not known here.
 */
export class Migration20261201030000_sealed extends Migration {
  override up(): void {
    this.addSql('alter table call_links add column token_sealed text');
  }
}
