import { setImmediate as turn } from 'node:timers/promises';
import pg from 'pg';

/** How the database stands, as seen by questions asked all the time on a connection of their own. */
export interface Heartbeat {
  /** `hangs`: connected, but no answer for a second and more. `starting`: not asked yet. */
  standing(): 'starting' | 'up' | 'hangs' | 'down';
  /** Milliseconds since 1970 by the database's clock, carried on since its last answer; null: not known. */
  now(): number | null;
  stop(): Promise<void>;
}

export interface HeartbeatOptions {
  readonly url: string;
}

/** Milliseconds between two questions, and after which an answer is overdue. */
const EVERY = 250;
const OVERDUE = 1200;
/** Milliseconds between two attempts to connect. */
const AGAIN = 500;

/** An answer that took longer says too little about the time, milliseconds. */
const EXACT = 1000;
/** Time is carried on for so long without an answer, milliseconds. */
const CARRIED = 60_000;

/** Asks the database for its time until it is stopped; connects again where the connection was lost. */
export function createHeartbeat({ url }: HeartbeatOptions): Heartbeat {
  let standing: ReturnType<Heartbeat['standing']> = 'starting';
  /** The database's time at an instant of the clock that nobody can set. */
  let known: { readonly time: number; readonly at: number } | null = null;
  let stopped = false;
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let overdue: NodeJS.Timeout | undefined;

  const next = (milliseconds: number, work: () => void): void => {
    if (stopped) return;
    timer = setTimeout(work, milliseconds);
    timer.unref();
  };
  /** Says that it hangs unless `answered` comes in time. An answer that is there, but not read yet, counts. */
  const expect = (): { answered(): void } => {
    let waiting = true;
    overdue = setTimeout(async () => {
      for (let turns = 0; turns < 3 && waiting; turns += 1) await turn();
      if (waiting && !stopped) standing = 'hangs';
    }, OVERDUE);
    overdue.unref();
    const mine = overdue;
    return {
      answered: () => {
        waiting = false;
        clearTimeout(mine);
      },
    };
  };
  const lost = (of: pg.Client): void => {
    if (of !== client) return;
    client = null;
    standing = 'down';
    of.end().catch(() => {});
    next(AGAIN, () => void connect());
  };
  const ask = async (of: pg.Client): Promise<void> => {
    const expected = expect();
    const before = performance.now();
    try {
      const { rows } = await of.query('select extract(epoch from clock_timestamp()) * 1000 as now');
      const after = performance.now();
      // Read between the two: half the way is the best guess.
      if (after - before < EXACT) known = { time: Number(rows[0].now), at: (before + after) / 2 };
      standing = 'up';
      next(EVERY, () => void ask(of));
    } catch {
      lost(of);
    } finally {
      expected.answered();
    }
  };
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({ connectionString: url, application_name: 'turnout heartbeat', keepAlive: true });
    client = fresh;
    fresh.on('error', () => lost(fresh));
    fresh.on('end', () => lost(fresh));
    const expected = expect();
    try {
      await fresh.connect();
      expected.answered();
      if (!stopped) await ask(fresh);
    } catch {
      expected.answered();
      lost(fresh);
    }
  };
  void connect();

  return {
    standing: () => standing,
    now() {
      if (known === null) return null;
      const since = performance.now() - known.at;
      return since > CARRIED ? null : known.time + since;
    },
    async stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(overdue);
      const last = client;
      client = null;
      // One that hangs is not waited for.
      await Promise.race([last?.end().catch(() => {}), new Promise((resolve) => setTimeout(resolve, 200).unref())]);
    },
  };
}
