import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from '../../store/index.ts';
import { AuditEntryEntity } from '../../store/tables/identity.ts';
import { sha256 } from './tokens.ts';

export interface AuditRecord {
  readonly at: Instant;
  readonly principal: string | null;
  readonly actor: string;
  /** `change`, `login`, `login-refused`, `logout`, `access-refused`, `read`. */
  readonly action: string;
  readonly method: string | null;
  readonly route: string | null;
  readonly target: string | null;
  readonly status: number | null;
  readonly address: string | null;
}

export interface AuditEntry extends AuditRecord {
  readonly id: number;
  readonly previousHash: string;
  readonly hash: string;
}

/** The chain begins with it. */
const FIRST_HASH = '0'.repeat(64);
/** Key of the advisory lock under which entries are appended: the chain has one end. */
const CHAIN_LOCK = 7_041_986;
const PAGE = 1_000;

/** The hash of an entry: SHA-256 over its fields and the hash before it. */
export const entryHash = (entry: AuditRecord & { readonly id: number; readonly previousHash: string }): string =>
  sha256(
    JSON.stringify([
      ...[entry.previousHash, entry.id, entry.at, entry.principal, entry.actor, entry.action],
      ...[entry.method, entry.route, entry.target, entry.status, entry.address],
    ]),
  );

/** Appends records in their order, chained to the last entry, in the transaction of `em`. */
export async function appendAudit(em: Em, records: readonly AuditRecord[]): Promise<void> {
  if (records.length === 0) return;
  await sql`select pg_advisory_xact_lock(${CHAIN_LOCK})`.execute(kysely(em));
  const [last] = await em.find(AuditEntryEntity, {}, { orderBy: { id: 'desc' }, limit: 1, disableIdentityMap: true });
  let id = last?.id ?? 0;
  let previousHash = last?.hash ?? FIRST_HASH;
  const entries: AuditEntry[] = [];
  for (const record of records) {
    id += 1;
    const hash = entryHash({ ...record, id, previousHash });
    entries.push({ ...record, id, previousHash, hash });
    previousHash = hash;
  }
  await em.insertMany(AuditEntryEntity, entries);
}

/** Entries with ids below `before` (all where null), newest first. */
export async function readAudit(em: Em, before: number | null, limit: number): Promise<AuditEntry[]> {
  const where = before === null ? {} : { id: { $lt: before } };
  return (await em.find(AuditEntryEntity, where, { orderBy: { id: 'desc' }, limit })) as unknown as AuditEntry[];
}

/** Follows the chain from its beginning. @returns entries read, and the id of the first that does not fit (null: all fit) */
export async function verifyAudit(em: Em): Promise<{ readonly entries: number; readonly brokenAt: number | null }> {
  let previous = { id: 0, hash: FIRST_HASH };
  for (let entries = 0; ; ) {
    const page = await em.find(
      AuditEntryEntity,
      { id: { $gt: previous.id } },
      { orderBy: { id: 'asc' }, limit: PAGE, disableIdentityMap: true },
    );
    for (const row of page as unknown as AuditEntry[]) {
      const isNext = row.id === previous.id + 1 && row.previousHash === previous.hash;
      if (!isNext || row.hash !== entryHash(row)) return { entries, brokenAt: row.id };
      previous = row;
      entries += 1;
    }
    if (page.length < PAGE) return { entries, brokenAt: null };
  }
}
