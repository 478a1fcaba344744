import { sql } from 'kysely';
import { type Dataset, instant, openBook, parseDataset } from '#engine';
import { generateDataset, Random } from '#fixtures';
import { kysely, type Store, writeDataset } from '../../api/store/index.ts';

const SIZES = { calls: 4_000, devices: 12_000, sites: 3_000, territories: 12, resources: 300 };

/** What the benchmark works with: a region, and devices for which a fault may be logged, in random order. */
export interface World {
  readonly dataset: Dataset;
  readonly devices: readonly string[];
}

/** A generated region whose history ends now: 12 territories, 300 technicians, 12,000 devices, about 200 open calls. */
export function makeWorld(): World {
  const now = instant(Date.now());
  const parsed = parseDataset(generateDataset({ seed: 1, now, ...SIZES }));
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const { dataset } = parsed.value;
  const opened = openBook(dataset, now);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const open = new Set(dataset.calls.map(({ device }) => device));
  const request = { site: null, model: null, contact: 'x', description: 'y', type: 'fault' as const, loggedAt: null };
  const rest = { occurredAt: null, serviceAffecting: null, estimatedTime: null, earliest: null, latest: null };
  const devices = dataset.devices
    .map(({ code }) => code)
    .filter((device) => !open.has(device) && opened.value.admit({ ...request, ...rest, device }).ok);
  return { dataset, devices: shuffled(devices) };
}

/** Fisher and Yates' shuffle, seeded. */
function shuffled<T>(values: readonly T[]): T[] {
  const random = new Random('bench', 1);
  const all = [...values];
  for (let k = all.length - 1; k > 0; k -= 1) {
    const other = random.int(0, k);
    [all[k], all[other]] = [all[other]!, all[k]!];
  }
  return all;
}

/** Puts the world in the place of all that the database holds, and empties the tables of the bare route. */
export async function reset(store: Store, { dataset }: World): Promise<void> {
  await writeDataset(store.em(), dataset, { at: instant(Date.now()), who: 'bench' });
  const db = kysely(store.em());
  await sql`truncate bare.calls, bare.call_events, bare.job`.execute(db);
  await sql`vacuum analyze`.execute(db);
}

/** Copies of the tables that logging a call writes, indexes and defaults included; the queue must have been started. */
export async function makeBareTables(store: Store): Promise<void> {
  const db = kysely(store.em());
  for (const statement of [
    'create schema bare',
    'create table bare.calls (like public.calls including all)',
    'create table bare.call_events (like public.call_events including all)',
    'create table bare.job (like pgboss.job_common including all)',
  ]) {
    await sql.raw(statement).execute(db);
  }
}

/** The body of a request that logs a fault, of the length that people write. */
export const faultBody = (device: string, k: number): string =>
  JSON.stringify({
    device,
    contact: `Control room, desk ${k % 20}, ext. 2${k % 100}`,
    description: `Out of service since this morning, shows error ${k % 97}; staff have put up a sign.`,
  });
