import { sql } from 'kysely';
import type { Call, Dataset, Instant, Reference } from '#engine';
import { type Em, kysely } from './database.ts';
import { endImprovements } from './improvements.ts';
import { atOneMoment, readReference, writeReference } from './reference.ts';
import { type Seen, seenNow } from './seen.ts';
import { readSetting, writeSetting } from './settings.ts';
import { type CallPlace, callRecords, calls, toCall } from './tables/calls.ts';
import { insertRecords, type Row } from './tables/table.ts';

export interface DatasetRead extends Seen {
  readonly dataset: Dataset;
  readonly referenceVersion: string;
  readonly rotaVersion: string;
}

/**
 * Everything, as it stood at one moment, calls in the order of the dataset they came with, then as logged; with the
 * marker from which `readCalls` goes on. An empty dataset where none was ever written.
 */
export async function readDataset(em: Em): Promise<DatasetRead> {
  return atOneMoment(em, async (at) => {
    // Marked first: within a transaction that sees later commits too, what comes after is read again, never missed.
    const { rows: marks } = await sql<Seen>`select ${seenNow} as xid`.execute(kysely(at));
    const { reference, version, rotaVersion } = await readReference(at);
    const { rows } = await sql<Row>`select * from calls order by "row", number`.execute(kysely(at));
    const dataset = { ...reference, calls: rows.map(toCall) };
    return { dataset, referenceVersion: version, rotaVersion, xid: marks[0]?.xid ?? '' };
  });
}

export interface ImportOptions {
  /** For the journal: when, by whom, and from what. */
  readonly at: Instant;
  readonly who: string;
  readonly why?: string;
}

/**
 * Puts a dataset in the place of all that the database holds, plans and journals included, in one transaction: all or
 * nothing, and readers see the old content until it ends. Each call's journal begins with an event `imported`.
 * The dataset must be valid: every device that a call names exists.
 */
export async function writeDataset(em: Em, dataset: Dataset, options: ImportOptions): Promise<void> {
  const placeOf = placer(dataset);
  await em.transactional(async (within) => {
    const tx = within as Em;
    await writeReference(tx, dataset, options.at);
    await clearCalls(tx);
    await endImprovements(tx, options.at);
    const replaced = await readSetting<number>(tx, 'datasets_replaced');
    await writeSetting(tx, 'datasets_replaced', (replaced ?? 0) + 1);
    await insertRecords(
      tx,
      calls,
      dataset.calls.map((call) => ({ ...call, ...placeOf(call) })),
    );
    const db = kysely(tx);
    const record = sql.join(callRecords.columns.map(({ field, name }) => sql`${sql.lit(field)}, ${sql.ref(name)}`));
    await sql`insert into call_events (territory, call, "at", recorded_at, kind, who, why, data)
      select territory, number, ${options.at}::bigint, ${options.at}::bigint, 'imported', ${options.who}::text,
        ${options.why ?? null}::text, jsonb_build_object(${record})
      from calls order by "row"`.execute(db);
    await sql`select setval('call_numbers', greatest(1, (select max("row") from calls),
      (select max(substring(number from '^C-0*([0-9]{1,15})$')::bigint) from calls)))`.execute(db);
    await sql`analyze calls, call_events, devices, sites`.execute(db);
  });
}

/** Tables that say something of calls, and go with them. */
const OF_CALLS = [
  ...['call_events', 'plan_log', 'call_links', 'outbox', 'told', 'call_escalations', 'visits', 'allocations', 'plans'],
  ...['call_facts', 'performance_tallies', 'performance_marks'],
];

async function clearCalls(em: Em): Promise<void> {
  const db = kysely(em);
  // Writers that did not ask for the reference wait as well; readers do not.
  await sql`lock table calls in share row exclusive mode`.execute(db);
  await sql`select set_config('turnout.replacing_dataset', 'on', true)`.execute(db);
  for (const table of [...OF_CALLS, 'payment_statements', 'calls'])
    await sql`delete from ${sql.table(table)}`.execute(db);
  await sql`select set_config('turnout.replacing_dataset', '', true)`.execute(db);
}

/** Where the calls of a reference belong. */
export function placer(reference: Reference): (call: Call) => CallPlace {
  const devices = new Map(reference.devices.map((device) => [device.code, device]));
  const sites = new Map(reference.sites.map((site) => [site.code, site]));
  return (call) => {
    const device = devices.get(call.device);
    const site = device && sites.get(device.site);
    if (device === undefined || site === undefined) throw new Error(`call ${call.number}: no device ${call.device}`);
    return {
      territory: site.territory,
      contract: device.contract,
      site: device.site,
      model: device.model,
      zone: device.zone,
    };
  };
}
