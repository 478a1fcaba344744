import { setTimeout as pause } from 'node:timers/promises';
import { isAlive, type Postmaster } from './postmaster.ts';

/** What became of a server that ended though nobody had told it to. */
export interface Supervision {
  /** How often it was started again. */
  readonly restarts: number;
  /** When it was last found gone, milliseconds since 1970; null: never. */
  readonly endedAt: number | null;
  /** What keeps it from starting again; null: it runs. */
  readonly failure: string | null;
  /** It does not start however often it is tried. */
  readonly givenUp: boolean;
}

export interface SupervisorOptions {
  /** Starts the server again, or joins it where another process was faster. @throws Error that says what is wrong */
  readonly start: () => Promise<Postmaster>;
  /** It runs again, under another process number. */
  readonly started: (server: Postmaster) => void;
  readonly log: (line: string) => void;
}

export interface Supervisor {
  standing(): Supervision;
  /** From now on its end is meant. Waits for a start under way. */
  stop(): Promise<void>;
}

/** Milliseconds between two looks. */
const LOOK = 250;
/** Waits before each attempt but the first, milliseconds; after the last it is given up: about two minutes in all. */
const BACKOFF = [0, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000, 60_000];

/** Looks after a running server: started again, with growing waits, whenever it is gone. */
export function supervise(server: Postmaster, { start, started, log }: SupervisorOptions): Supervisor {
  let pid = server.pid;
  let standing: Supervision = { restarts: 0, endedAt: null, failure: null, givenUp: false };
  const stopping = new AbortController();

  const startAgain = async (): Promise<void> => {
    standing = { ...standing, endedAt: Date.now(), failure: 'It has ended.' };
    log('the embedded database has ended by itself: starting it again');
    for (const [attempt, wait] of BACKOFF.entries()) {
      await pause(wait, undefined, { signal: stopping.signal });
      try {
        const again = await start();
        if (stopping.signal.aborted) return;
        pid = again.pid;
        standing = { ...standing, restarts: standing.restarts + 1, failure: null };
        started(again);
        log(`the embedded database runs again (started again ${standing.restarts} times)`);
        return;
      } catch (error) {
        const failure = (error as Error).message;
        standing = { ...standing, failure };
        log(`the embedded database does not start (attempt ${attempt + 1} of ${BACKOFF.length}): ${failure}`);
      }
    }
    standing = { ...standing, givenUp: true };
  };
  const look = async (): Promise<void> => {
    while (!stopping.signal.aborted && !standing.givenUp) {
      await pause(LOOK, undefined, { signal: stopping.signal, ref: false });
      if (!isAlive(pid)) await startAgain();
    }
  };
  const looking = look().catch((error: Error) => {
    if (!stopping.signal.aborted) throw error;
  });
  return {
    standing: () => standing,
    async stop() {
      stopping.abort();
      await looking;
    },
  };
}
