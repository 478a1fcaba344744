import { sql } from 'kysely';
import pg from 'pg';
import { type Em, kysely } from './database.ts';

/** Writes many items in few statements. */
export interface Writer<T> {
  (em: Em, items: readonly T[]): Promise<unknown>;
  /** The same as SQL with all values in it, to be sent in one message with that of others. */
  readonly statements?: (items: readonly T[]) => readonly string[] | Promise<readonly string[]>;
}

/** A value as it stands in a statement's text. */
export const literal = (text: string): string => pg.escapeLiteral(text);
export const literals = (texts: readonly string[]): string => `array[${texts.map(literal).join(', ')}]::text[]`;

/** A writer whose items are written by SQL alone. */
export function writer<T>(statements: NonNullable<Writer<T>['statements']>): Writer<T> {
  const write = async (em: Em, items: readonly T[]): Promise<void> => sendAll(em, await statements(items));
  return Object.assign(write, { statements });
}

/** Sends statements in one message, without a round trip for each. They run one after the other, each on a snapshot of its own. */
export async function sendAll(em: Em, statements: readonly string[]): Promise<void> {
  if (statements.length > 0) await sql.raw(statements.join(';\n')).execute(kysely(em));
}
