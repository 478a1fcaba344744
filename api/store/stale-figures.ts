import { sql } from 'kysely';
import { type Em, kysely } from './database.ts';
import { callFacts, type StoredFacts, type StoredTally } from './tables/performance.ts';
import { type Row, toRecord } from './tables/table.ts';

/** A device whose figures are still those of the tables, or of the calls, before. */
export interface StaleDevice {
  readonly device: string;
  readonly contract: string;
}

export async function addStale(em: Em, devices: readonly StaleDevice[]): Promise<void> {
  if (devices.length === 0) return;
  await sql`insert into stale_figures (device, contract)
    select * from unnest(${devices.map(({ device }) => device)}::text[], ${devices.map(({ contract }) => contract)}::text[])
    on conflict do nothing`.execute(kysely(em));
}

/** Those of some devices that are stale. */
export async function staleAmong(em: Em, devices: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ device: string }>`select device from stale_figures
    where device = any(${[...devices]}::text[])`.execute(kysely(em));
  return rows.map(({ device }) => device);
}

/** Some that have waited longest; null: of whatever contract. */
export async function nextStale(em: Em, contract: string | null, most: number): Promise<string[]> {
  const { rows } = await sql<{ device: string }>`select device from stale_figures
    where ${contract === null ? sql`true` : sql`contract = ${contract}`} order by since, device limit ${most}`.execute(
    kysely(em),
  );
  return rows.map(({ device }) => device);
}

export async function countStale(em: Em, contract: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from stale_figures
    where contract = ${contract}`.execute(kysely(em));
  return rows[0]?.count ?? 0;
}

export async function removeStale(em: Em, devices: readonly string[]): Promise<void> {
  await sql`delete from stale_figures where device = any(${[...devices]}::text[])`.execute(kysely(em));
}

/** Forgets those of some contracts; null: all. */
export async function clearStale(em: Em, contracts: readonly string[] | null): Promise<void> {
  const which = contracts === null ? sql`true` : sql`contract = any(${[...contracts]}::text[])`;
  await sql`delete from stale_figures where ${which}`.execute(kysely(em));
}

/** All stored facts of the calls on some devices. */
export async function factsOn(
  em: Em,
  devices: readonly { readonly territory: string; readonly code: string }[],
): Promise<StoredFacts[]> {
  const { rows } = await sql<Row>`select f.* from
      unnest(${devices.map(({ territory }) => territory)}::text[], ${devices.map(({ code }) => code)}::text[])
        as d (territory, device) join call_facts f using (territory, device)`.execute(kysely(em));
  return rows.map((row) => toRecord(callFacts, row));
}

/** Stored tallies of devices or zones, in some buckets. */
export async function talliesOf(
  em: Em,
  kind: 'device' | 'zone',
  places: readonly { readonly territory: string; readonly contract: string; readonly code: string }[],
  buckets: readonly string[],
): Promise<(Omit<StoredTally, 'down'> & { readonly down: bigint })[]> {
  const { rows } = await sql<Row>`select t.* from unnest(${places.map(({ territory }) => territory)}::text[],
      ${places.map(({ contract }) => contract)}::text[], ${places.map(({ code }) => code)}::text[]) as p (territory, contract, code)
    cross join unnest(${[...buckets]}::text[]) as b (bucket)
    join performance_tallies t on t.territory = p.territory and t.contract = p.contract and t.kind = ${kind}
      and t.bucket = b.bucket and t.code = p.code`.execute(kysely(em));
  return rows.map((row) => {
    const number = (name: string) => Number(row[name]);
    return {
      territory: row.territory as string,
      contract: row.contract as string,
      kind,
      code: row.code as string,
      bucket: row.bucket as string,
      respondMet: number('respond_met'),
      respondMissed: number('respond_missed'),
      respondExcused: number('respond_excused'),
      fixMet: number('fix_met'),
      fixMissed: number('fix_missed'),
      fixExcused: number('fix_excused'),
      down: BigInt(row.down as string),
    };
  });
}
