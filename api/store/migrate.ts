import type { MikroORM } from '@mikro-orm/postgresql';
import type { Em } from './database.ts';
import { lockExclusively } from './locks.ts';

/** Brings the schema up to date. Of several processes that start at once, one does it while the others wait. */
export async function migrate(orm: MikroORM): Promise<void> {
  await ensureDatabase(orm);
  await orm.em.fork().transactional(async (em) => {
    await lockExclusively(em as Em, 'migration');
    await orm.migrator.up(); // on a connection of its own
  });
}

async function ensureDatabase(orm: MikroORM): Promise<void> {
  try {
    await orm.schema.ensureDatabase();
  } catch (error) {
    // Made by another process between our look and our attempt.
    const { code } = error as { code?: string };
    if (code !== '42P04' && code !== '23505') throw error;
  }
}
