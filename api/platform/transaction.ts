import type { Instant } from '#engine';
import type { LiveEvent } from '../features/live/live.ts';
import { changesFigures, type SettledCall } from '../features/performance/settle.ts';
import { Refusal } from '../problem.ts';
import {
  type CallNumber,
  claimKeys,
  type Em,
  HOLD_REFERENCE,
  nextCallNumbers,
  recordLive,
  type SettledKey,
  sendAll,
  settleKeys,
  type Writer,
} from '../store/index.ts';
import type { Day } from './desk.ts';
import { Ends } from './ends.ts';
import type { IdempotencyKey } from './idempotency.ts';
import type { ImproveJob } from './jobs/queues.ts';
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
  /**
   * The book and the tables as this transaction sees them: call it after locking what is to be changed. Changes that
   * share a transaction all get the day of the first, with what they have put in the book themselves since.
   */
  day(): Promise<Day>;
  /** Number and row of a call to be logged. */
  callNumber(): Promise<CallNumber>;
  /**
   * Has something written just before the commit: once for all that the transaction has for this writer, in the order
   * in which it was given, after the items of writers that were named earlier. Whatever is done for each call logged is
   * written so, since many calls are logged in one transaction; no query before the end finds it.
   */
  atEnd<T>(writer: Writer<T>, item: T): void;
  /** The figures of a call's contract take in what has become of it, before the commit. */
  settle(call: SettledCall): void;
  /** The territory's plan is made again after the commit. */
  replan(territory: string): void;
  /** A longer search for a better plan begins after the commit. */
  improve(asked: ImproveJob): void;
  /** Boards hear of it after the commit. */
  tell(event: LiveEvent): void;
  /** Something in memory was changed ahead of the commit. */
  provisional(): void;
}

/** A change that is asked for. */
export interface Asked {
  readonly key: IdempotencyKey | null;
  readonly work: (change: Change) => Promise<Reply>;
}

/** What became of one of several changes. */
export type Outcome = Reply | { readonly refused: Refusal };

export interface TransactionOptions {
  /** The change writes the reference tables itself. */
  readonly replacesReference?: boolean;
  /** What figures rest on the tables is counted anew after the commit, not in it. */
  readonly figuresLater?: boolean;
  /** Statements that lock all that the changes need which are still to be made; they run first. */
  readonly lock?: (em: Em, open: readonly Asked[]) => Promise<readonly string[]>;
  /**
   * Several changes may share the transaction. They read the day once, and put what they write about calls in the book
   * themselves; one that is refused before it has touched anything leaves the others as they are.
   */
  readonly shared?: boolean;
}

/** Makes changes in one transaction, each with its outcome; where it throws, nothing was changed by any of them. */
export async function inOneTransaction(
  office: Office,
  asked: readonly Asked[],
  options: TransactionOptions,
): Promise<Outcome[]> {
  const events: LiveEvent[] = [];
  let touched = false;
  try {
    const { outcomes, written } = await office.store.transaction(async (em) => {
      const kept = await keptReplies(em, asked);
      const open = asked.filter((each) => !kept.has(each));
      const outcomes = new Map<Asked, Outcome>(kept);
      const common = commonTo(office, em, open.length, options.shared === true);
      if (open.length > 0) {
        // No dataset takes the place of the one that these changes are judged by until they have committed.
        const held = options.replacesReference === true ? [] : [HOLD_REFERENCE];
        await sendAll(em, [...held, ...((await options.lock?.(em, open)) ?? [])]);
        const ends = new Ends();
        for (const each of open) {
          const own = { events: [] as LiveEvent[], ends: new Ends(), touched: false };
          try {
            outcomes.set(each, await each.work(changeOf(office, em, common, own)));
            events.push(...own.events);
            ends.addAll(own.ends);
          } catch (error) {
            if (options.shared !== true || own.touched || !(error instanceof Refusal)) throw error;
            outcomes.set(each, { refused: error });
          } finally {
            touched ||= own.touched;
          }
        }
        if (options.replacesReference === true && options.figuresLater !== true) await office.figures.catchUp(em);
        for (const event of events) ends.add(recordLive, event);
        for (const settled of replies(open, outcomes)) ends.add(settleKeys, settled);
        await ends.write(em);
      }
      return { outcomes: asked.map((each) => outcomes.get(each)!), written: await common.written() };
    });
    if (written !== null) office.desk.wrote(written.xid, written.day);
    if (events.length > 0) office.live.publish();
    if (options.replacesReference === true) void office.figures.bringUpToDate(office);
    return outcomes;
  } catch (error) {
    if (touched) office.desk.forget();
    if (options.replacesReference === true) office.figures.forget();
    throw error;
  }
}

/** What the changes of one transaction have in common. */
interface Common {
  now(): Instant;
  day(): Promise<Day>;
  callNumber(): Promise<CallNumber>;
  /** The transaction, where all that it writes about calls is in the book of its day; else null. */
  written(): Promise<{ xid: string; day: Day } | null>;
}

function commonTo(office: Office, em: Em, count: number, shared: boolean): Common {
  let now: Instant | null = null;
  let day: Promise<Day> | null = null;
  let xid: string | null = null;
  const numbers: CallNumber[] = [];
  const settledNow = (): Instant => {
    now ??= office.clock();
    return now;
  };
  return {
    now: settledNow,
    day() {
      if (!shared) return office.desk.upToDate(em, settledNow());
      day ??= office.desk.upToDate(em, settledNow());
      return day;
    },
    async callNumber() {
      if (numbers.length === 0) {
        const taken = await nextCallNumbers(em, shared ? count : 1);
        numbers.push(...taken.numbers);
        if (shared) xid = taken.xid;
      }
      return numbers.shift()!;
    },
    written: async () => (xid === null || day === null ? null : { xid, day: await day }),
  };
}

/** What one change leaves behind, taken over once it has succeeded. */
interface Own {
  readonly events: LiveEvent[];
  readonly ends: Ends;
  touched: boolean;
}

function changeOf(office: Office, em: Em, common: Common, own: Own): Change {
  return {
    em,
    get now() {
      return common.now();
    },
    day: common.day,
    callNumber: common.callNumber,
    atEnd: (writer, item) => own.ends.add(writer, item),
    settle(call) {
      if (!changesFigures(call)) return;
      own.ends.add(office.figures.settle, call);
      const { contract, territory } = call.after;
      const told = own.events.some((event) => event.kind === 'performance' && event.contract === contract);
      if (!told) own.events.push({ kind: 'performance', contract, territory });
    },
    replan: (territory) => own.ends.add(office.jobs.replanAll, territory),
    improve: (asked) => own.ends.add(office.jobs.improveAll, asked),
    tell: (event) => own.events.push(event),
    provisional: () => {
      own.touched = true;
    },
  };
}

/** The outcomes of changes that were asked for before with the same key. */
async function keptReplies(em: Em, asked: readonly Asked[]): Promise<Map<Asked, Outcome>> {
  const keys = asked.flatMap(({ key }) => key ?? []);
  if (keys.length === 0) return new Map();
  const kept = await claimKeys(em, keys);
  return new Map(
    asked.flatMap((each): [Asked, Outcome][] => {
      const former = each.key === null ? undefined : kept.get(each.key.key);
      if (former === undefined) return [];
      if (former.fingerprint !== each.key?.fingerprint) {
        const detail = 'This Idempotency-Key came before with another request.';
        return [[each, { refused: new Refusal('idempotency-key-reused', detail) }]];
      }
      const headers = { ...former.reply.headers, 'idempotent-replayed': 'true' };
      return [[each, { ...former.reply, headers }]];
    }),
  );
}

/** Keeps the replies under the keys; a refused change gives its key back. */
const replies = (open: readonly Asked[], outcomes: ReadonlyMap<Asked, Outcome>): SettledKey[] =>
  open.flatMap((each) => {
    const outcome = outcomes.get(each)!;
    return each.key === null ? [] : [{ key: each.key.key, reply: 'refused' in outcome ? null : outcome }];
  });
