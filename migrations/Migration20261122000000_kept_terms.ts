import { Migration } from '@mikro-orm/migrations';

/**
 * The terms that a call keeps have the field's name and the shape of the engine's `CallTerms`. What was noted before in
 * another shape, and never read, is dropped: rules decide those calls as they did.
 */
export class Migration20261122000000_kept_terms extends Migration {
  override up(): void {
    this.addSql('alter table calls drop column terms');
    this.addSql('alter table calls add column kept_terms jsonb');
  }
}
