import type { MikroORM } from '@mikro-orm/postgresql';
import { sql } from 'kysely';
import { migrations } from '../../migrations/index.ts';
import { type Em, kysely } from './database.ts';
import { lockExclusively } from './locks.ts';

/** Brings the schema up to date. Of several processes that start at once, one does it while the others wait. */
export async function migrate(orm: MikroORM): Promise<void> {
  await ensureDatabase(orm);
  await orm.em.fork().transactional(async (em) => {
    await lockExclusively(em as Em, 'migration');
    await unlessCrossed(() => orm.migrator.up()); // on a connection of its own
  });
}

/** Deadlock: processes of the version before go on serving, and take the same tables in another order. */
const CROSSED = '40P01';
const TRIES = 10;

async function unlessCrossed(work: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== CROSSED || attempt === TRIES) throw error;
    }
  }
}

/**
 * The schema beside what this version knows. `behind`: a migration is missing. `ahead`: a newer version has made some
 * that this one does not know; one version of overlap is meant, more is a roll-back that went too far.
 */
export type SchemaStanding = 'behind' | 'up-to-date' | 'ahead';

export async function schemaStanding(em: Em): Promise<SchemaStanding> {
  const { rows } = await sql<{ name: string }>`select name from migrations`.execute(kysely(em));
  const made = new Set(rows.map(({ name }) => name));
  const known = new Set(migrations.map(({ name }) => name));
  if (![...known].every((name) => made.has(name))) return 'behind';
  return [...made].every((name) => known.has(name)) ? 'up-to-date' : 'ahead';
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
