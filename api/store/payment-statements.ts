import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';
import { paymentStatements, type StoredStatement } from './tables/payment-statements.ts';
import { insertRecords, type Row, toRecord } from './tables/table.ts';

/** A version without its document. */
export type StatementVersion = Omit<StoredStatement, 'document' | 'terms'>;

/** Versions of a contract's closed periods, latest period first, then latest version. */
export async function statementVersions(em: Em, contract: string): Promise<StatementVersion[]> {
  const { rows } = await sql<Row>`select contract, period, revision, made_at, who, why, total, currency
    from payment_statements where contract = ${contract} order by period desc, revision desc`.execute(kysely(em));
  return rows.map((row) => toRecord(paymentStatements, row) as StatementVersion);
}

/** One version of a period's statement, the latest where none is named; null: there is none. */
export async function readStatement(
  em: Em,
  contract: string,
  period: string,
  version: number | null,
): Promise<StoredStatement | null> {
  const which = version === null ? sql`true` : sql`revision = ${version}`;
  const { rows } = await sql<Row>`select * from payment_statements
    where contract = ${contract} and period = ${period} and ${which} order by revision desc limit 1`.execute(
    kysely(em),
  );
  return rows[0] === undefined ? null : toRecord(paymentStatements, rows[0]);
}

/** Has others who would close or correct the contract's periods wait until the transaction ends. */
export async function lockStatements(em: Em, contract: string): Promise<void> {
  await sql`select 1 from contracts where code = ${contract} for no key update`.execute(kysely(em));
}

export const insertStatement = (em: Em, statement: StoredStatement): Promise<void> =>
  insertRecords(em, paymentStatements, [statement], () => ({}));
