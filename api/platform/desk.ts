import { type Book, DAY, type Instant, instant, openBook, type Reference } from '#engine';
import {
  type Em,
  readCalls,
  readDatasetVersion,
  readReference,
  readRota,
  type Seen,
  type StoredCall,
} from '../store/index.ts';
import { type Directory, directory } from './views.ts';

/** The open calls in order, as they stand in the database, kept in memory and brought up to date by what has changed. */
export interface Desk {
  /**
   * The book as of everything that `em` can see, at `now`. Within a transaction that has locked a device or a call, it
   * therefore holds the latest about it, whichever process wrote it. Before the first import, everything is empty.
   */
  upToDate(em: Em, now: Instant): Promise<Day>;
  /** Forgets what is held: something was put in the book that then was not committed. */
  forget(): void;
  /** A transaction has committed of which everything that it wrote about calls was put in the book of that day. */
  wrote(xid: string, day: Day): void;
}

/** What a decision is made on. */
export interface Day {
  readonly book: Book;
  readonly tables: Directory;
  readonly referenceVersion: string;
  readonly rotaVersion: string;
  /** Of the last dataset that was written or merged as a whole. */
  readonly datasetVersion: string;
  /** What of the calls has been read. */
  readonly seen: Seen;
}

/** Milliseconds by which requests side by side differ at most. A book that is further ahead was made by a clock that was wrong. */
const BACK = 5_000;

/** @param price has the book know what lateness loses; asked wherever the order of the policy goes by it. */
export function createDesk(price: (day: Day) => Promise<void> = async () => {}): Desk {
  let held: Day | null = null;
  // One at a time: were an older reading applied after a newer one, a call would fall back to what it was.
  let turn: Promise<unknown> = Promise.resolve();
  /** Transactions whose calls are in the book, though what has been read does not show them yet. */
  let written: readonly string[] = [];

  const refresh = async (em: Em, now: Instant): Promise<Day> => {
    if (held !== null && held.book.now - now <= BACK) {
      const { book } = held;
      const read = await readCalls(em, held.seen, { openOrLoggedAfter: now, except: written });
      if (read.referenceVersion === held.referenceVersion) {
        for (const call of read.calls) book.put(call);
        book.advance(now);
        held = { ...held, seen: { xid: read.xid } };
        if (read.rotaVersion !== held.rotaVersion) held = await withRota(em, held);
        written = written.filter((xid) => !isShown(xid, read.xid));
        return held;
      }
      const changed = await withTables(em, { ...held, seen: { xid: read.xid } }, read.calls, now);
      if (changed !== null) {
        held = changed;
        written = written.filter((xid) => !isShown(xid, read.xid));
        return held;
      }
    }
    held = await load(em, now);
    written = [];
    return held;
  };

  const upToDate = async (em: Em, now: Instant): Promise<Day> => {
    // Whoever has the turn has a connection: else those who wait for a lock could have them all, held by one that waits for its turn.
    if (!em.isInTransaction()) return em.fork().transactional((own) => upToDate(own as Em, now));
    const next = turn.then(() => refresh(em, now));
    turn = next.catch(() => {});
    const day = await next;
    if (day.book.policy.order.includes('cost_of_delay')) await price(day);
    return day;
  };

  return {
    upToDate,
    forget() {
      held = null;
    },
    wrote(xid, day) {
      // Another book, opened since, has read it or will.
      if (held?.book === day.book) written = [...written, xid];
    },
  };
}

/** Whether a snapshot, as PostgreSQL prints it (`xmin:xmax:xip,…`), shows a transaction that has committed. */
function isShown(xid: string, snapshot: string): boolean {
  const [, end = '0', running = ''] = snapshot.split(':');
  return BigInt(xid) < BigInt(end) && !running.split(',').includes(xid);
}

/** Nothing about calls depends on the rota, so that the book stays. */
async function withRota(em: Em, day: Day): Promise<Day> {
  const { rota, version } = await readRota(em);
  return { ...day, tables: directory({ ...day.tables.reference, ...rota }), rotaVersion: version };
}

/** Goes over to other tables with the calls that are held; null: these must be read again, too. */
async function withTables(em: Em, day: Day, calls: readonly StoredCall[], now: Instant): Promise<Day | null> {
  if ((await readDatasetVersion(em)) !== day.datasetVersion) return null;
  const { reference, version, rotaVersion } = await readReference(em);
  // Where failures are to be counted further back than before, their calls are not all held.
  if (lookBack(reference) > lookBack(day.book.reference)) return null;
  for (const call of calls) day.book.put(call);
  const opened = day.book.under(reference);
  if (!opened.ok) return null;
  opened.value.advance(now);
  return { ...day, book: opened.value, tables: directory(reference), referenceVersion: version, rotaVersion };
}

async function load(em: Em, now: Instant): Promise<Day> {
  // The version is asked again with the calls: should an import come between, it all begins anew.
  for (;;) {
    const datasetVersion = await readDatasetVersion(em);
    const { reference, version, rotaVersion } = await readReference(em);
    const calls = await readCalls(em, null, { openOrLoggedAfter: neededFrom(reference, now) });
    if (calls.referenceVersion !== version) continue;
    const opened = openBook({ ...reference, calls: calls.calls }, now);
    // The dataset was checked when it was imported; only a defect leads here.
    if (!opened.ok) throw new Error(`The stored dataset is not valid: ${opened.problems[0]?.message}`);
    const seen = { xid: calls.xid };
    const book = opened.value;
    return { book, tables: directory(reference), referenceVersion: version, rotaVersion, datasetVersion, seen };
  }
}

/** Closed calls count no longer than the longest window of a reliability target; one logged late may look further back. */
const neededFrom = (reference: Reference, now: Instant): Instant => instant(now - lookBack(reference) - 30 * DAY);

const lookBack = ({ reliabilityTargets }: Reference): number =>
  Math.max(0, ...reliabilityTargets.map(({ window }) => window));
