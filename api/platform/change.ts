import { Refusal } from '../problem.ts';
import type { Em } from '../store/index.ts';
import type { IdempotencyKey } from './idempotency.ts';
import type { Office } from './office.ts';
import {
  type Asked,
  type Change,
  inOneTransaction,
  type Outcome,
  type Reply,
  type TransactionOptions,
} from './transaction.ts';

export type { Writer } from '../store/index.ts';
export type { Asked, Change, Reply } from './transaction.ts';

export interface ChangeOptions {
  /** The change writes the reference tables itself. */
  readonly replacesReference?: boolean;
  /** What figures rest on the tables is counted anew after the commit, not in it. */
  readonly figuresLater?: boolean;
}

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
  const [outcome] = await unlessCrossed(() => inOneTransaction(office, [{ key, work }], options));
  return replyOf(outcome!);
}

/**
 * Runs several changes in one transaction, each with the outcome that it would have alone: a refusal concerns its own
 * change, and where anything else fails, each is tried by itself. No two of them have the same key. `lock` gives
 * statements that lock all that the changes need. What they write about calls they put in the book themselves.
 */
export async function changeTogether<A extends Asked>(
  office: Office,
  asked: readonly A[],
  lock: (em: Em, asked: readonly A[]) => Promise<readonly string[]>,
): Promise<PromiseSettledResult<Reply>[]> {
  try {
    const options = { shared: true, lock: lock as NonNullable<TransactionOptions['lock']> };
    const outcomes = await unlessCrossed(() => inOneTransaction(office, asked, options));
    return Promise.allSettled(outcomes.map(async (outcome) => replyOf(outcome)));
  } catch (reason) {
    if (asked.length === 1) return [{ status: 'rejected', reason }];
    const alone: PromiseSettledResult<Reply>[] = [];
    for (const each of asked) alone.push(...(await changeTogether(office, [each], lock)));
    return alone;
  }
}

function replyOf(outcome: Outcome): Reply {
  if ('refused' in outcome) throw outcome.refused;
  return outcome;
}

/** Serialization failure, deadlock: two changes crossed, the loser tries again. */
const CROSSED = new Set(['40001', '40P01']);
const TRIES = 4;

async function unlessCrossed<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (!CROSSED.has(String((error as { code?: unknown }).code))) throw error;
      if (attempt === TRIES) throw new Refusal('conflict', 'Another change of the same thing came first.');
    }
  }
}
