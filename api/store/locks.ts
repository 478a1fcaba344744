import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';

/**
 * Advisory locks, held until the transaction ends. Numbers are ours within the database; job queues and others that
 * share it use hashes far from these.
 */
const LOCKS = { migration: 8_107_001, reference: 8_107_002, rota: 8_107_003, secrets: 8_107_004 } as const;

/** Waits until nobody else holds the lock in either way. */
export async function lockExclusively(em: Em, lock: keyof typeof LOCKS): Promise<void> {
  await sql`select pg_advisory_xact_lock(${LOCKS[lock]}::bigint)`.execute(kysely(em));
}

/** The statement that waits until nobody holds the lock exclusively. */
export const sharedLock = (lock: keyof typeof LOCKS): string => `select pg_advisory_xact_lock_shared(${LOCKS[lock]})`;
