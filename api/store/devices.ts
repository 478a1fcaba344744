import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';

/**
 * Has others who are to log a call on the same devices wait until the transaction ends, at whichever process: of two
 * reports of one failure the second then sees the first. Codes that are not known are passed over.
 */
export async function lockDevices(em: Em, codes: readonly string[]): Promise<void> {
  await sql`select code from devices where code = any(${[...codes]}::text[]) order by code for no key update`.execute(
    kysely(em),
  );
}
