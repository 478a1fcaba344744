import type { Instant } from '#engine';
import { Refusal } from '../problem.ts';
import { claimKey, type Em, holdReference, keepReply } from '../store/index.ts';
import type { Day } from './desk.ts';
import type { IdempotencyKey } from './idempotency.ts';
import type { LiveEvent } from './live.ts';
import type { Office } from './office.ts';

/** What a service answers with; kept under the idempotency key, so plain data. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** One transaction: everything that a service changes, it changes here, or nothing of it. */
export interface Change {
  readonly em: Em;
  /** Read when it is first asked for, which is after what is to be changed has been locked; then it stands. */
  readonly now: Instant;
  /** The book and the tables as this transaction sees them: call it after locking what is to be changed. */
  day(): Promise<Day>;
  /** The territory's plan is made again after the commit. */
  replan(territory: string): Promise<void>;
  /** Boards hear of it after the commit. */
  tell(event: LiveEvent): void;
  /** Something in memory was changed ahead of the commit. */
  provisional(): void;
}

export interface ChangeOptions {
  /** The change writes the reference tables itself. */
  readonly replacesReference?: boolean;
}

/** Serialization failure, deadlock: two changes crossed, the loser tries again. */
const CROSSED = new Set(['40001', '40P01']);
const TRIES = 4;

/**
 * Runs one change in one transaction. With an idempotency key the reply is written in the same transaction: a request
 * that comes again, even at the same moment or after a restart, gets that reply and changes nothing. A refusal rolls
 * everything back, the key too: nothing was done, so a corrected attempt may use it again.
 */
export async function change(
  office: Office,
  key: IdempotencyKey | null,
  work: (change: Change) => Promise<Reply>,
  options: ChangeOptions = {},
): Promise<Reply> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptChange(office, key, work, options);
    } catch (error) {
      if (!CROSSED.has(String((error as { code?: unknown }).code))) throw error;
      if (attempt === TRIES) throw new Refusal('conflict', 'Another change of the same thing came first.');
    }
  }
}

async function attemptChange(
  office: Office,
  key: IdempotencyKey | null,
  work: (change: Change) => Promise<Reply>,
  options: ChangeOptions,
): Promise<Reply> {
  const events: LiveEvent[] = [];
  let touched = false;
  try {
    const reply = await office.store.transaction(async (em) => {
      let now: Instant | null = null;
      const settledNow = (): Instant => {
        now ??= office.clock();
        return now;
      };
      const kept = key === null ? null : await keptReply(em, key);
      if (kept !== null) return kept;
      // No dataset takes the place of the one that this change is judged by until it has committed.
      if (options.replacesReference !== true) await holdReference(em);
      const made = await work({
        em,
        get now() {
          return settledNow();
        },
        day: () => office.desk.upToDate(em, settledNow()),
        replan: (territory) => office.jobs.replan(em, territory),
        tell: (event) => events.push(event),
        provisional: () => {
          touched = true;
        },
      });
      if (key !== null) await keepReply(em, key.key, made);
      return made;
    });
    if (events.length > 0) office.live.publish(events);
    return reply;
  } catch (error) {
    if (touched) office.desk.forget();
    throw error;
  }
}

/** The reply that was given to the same request before; null: this is the first. */
async function keptReply(em: Em, key: IdempotencyKey): Promise<Reply | null> {
  const kept = await claimKey(em, key.key, key.fingerprint);
  if (kept === null) return null;
  if (kept.fingerprint !== key.fingerprint) {
    throw new Refusal('idempotency-key-reused', 'This Idempotency-Key came before with another request.');
  }
  return { ...kept.reply, headers: { ...kept.reply.headers, 'idempotent-replayed': 'true' } };
}
