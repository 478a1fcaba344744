import { Migration } from '@mikro-orm/migrations';

/** What an improvement has found is kept as changes, dropped calls included; one under way searches again. */
export class Migration20261201020800_found_changes extends Migration {
  override up(): void {
    this.addSql(`update plan_improvements set found = '[]'`);
    this.addSql(`update plan_improvements set progress = progress || '{"added": 0, "dropped": 0}'
      where progress is not null`);
  }
}
