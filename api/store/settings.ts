import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';

/** Keys of values of which there is one each. */
export type SettingKey =
  | 'policy'
  | 'policy_source'
  | 'payment_terms'
  | 'reference_version'
  | 'figures_version'
  | 'rota_version'
  /** How often a dataset has taken the place of everything. */
  | 'datasets_replaced'
  | 'dataset_version'
  | 'live_pruned'
  | 'session_secret'
  /** Fingerprint of the key that sealed what is secret. */
  | 'secret_key'
  | `demo_${string}`;

/** The value, or null where none was ever set. */
export async function readSetting<T>(em: Em, key: SettingKey): Promise<T | null> {
  const { rows } = await sql<{ value: T }>`select value from settings where key = ${key}`.execute(kysely(em));
  return rows[0]?.value ?? null;
}

/** Sets a value that JSON can hold; null takes it away. */
export async function writeSetting(em: Em, key: SettingKey, value: unknown): Promise<void> {
  if (value === null || value === undefined) {
    await sql`delete from settings where key = ${key}`.execute(kysely(em));
    return;
  }
  await sql`insert into settings (key, value) values (${key}, ${JSON.stringify(value)}::jsonb)
    on conflict (key) do update set value = excluded.value`.execute(kysely(em));
}
