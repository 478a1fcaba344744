import type { EntityManager } from '@mikro-orm/postgresql';
import type { Kysely } from 'kysely';

/** One unit of work on the database: a fork of the store's, or what a transaction hands to its callback. */
export type Em = EntityManager;

/** Query builder on the same connection and transaction as the entity manager. Rows are typed where they are read. */
export const kysely = (em: Em): Kysely<Record<string, never>> => em.getKysely<Record<string, never>>();
