import { type Asked, changeTogether, type Reply } from '../../platform/change.ts';
import type { IdempotencyKey } from '../../platform/idempotency.ts';
import type { Office } from '../../platform/office.ts';
import { type Em, lockDevices } from '../../store/index.ts';
import { devicesMeant, enterCall } from './log-call.ts';
import type { LogCallBody } from './schema.ts';

/** Where calls come in: those that wait at the same moment are logged in one transaction. */
export interface Intake {
  /** Logs a call as `logCall` does alone; the reply comes when the transaction has committed. */
  log(key: IdempotencyKey | null, body: LogCallBody): Promise<Reply>;
}

/** Transactions under way at a time: while one waits for the disk, the next is decided. */
const AT_ONCE = 2;
/** Calls in one transaction; more would have the first wait for the last. */
const MOST = 64;

interface Waiting extends Asked {
  readonly body: LogCallBody;
  readonly settle: (result: PromiseSettledResult<Reply>) => void;
}

/**
 * Group commit: nobody waits for others to come, but whoever comes while a transaction is under way shares the next.
 * A quiet server logs each call at once; a busy one pays locks, reads, journal, job and disk once for many calls.
 */
export function createIntake(office: Office): Intake {
  let waiting: Waiting[] = [];
  let underWay = 0;
  let woken = false;

  const wake = (): void => {
    if (woken) return;
    woken = true;
    // After the requests that this turn of the event loop still brings.
    setImmediate(() => {
      woken = false;
      while (underWay < AT_ONCE && waiting.length > 0) void run();
    });
  };
  const run = async (): Promise<void> => {
    const taken = distinct(waiting);
    waiting = waiting.filter((each) => !taken.includes(each));
    underWay += 1;
    const lock = (em: Em, asked: readonly Waiting[]) => lockMeant(office, em, asked);
    office.measures.loggedTogether(taken.length);
    const results = await changeTogether(office, taken, lock);
    underWay -= 1;
    for (const [k, each] of taken.entries()) each.settle(results[k]!);
    if (waiting.length > 0) wake();
  };

  return {
    log(key, body) {
      return new Promise((resolve, reject) => {
        waiting.push({
          key,
          body,
          work: (change) => enterCall(change, body),
          settle: (result) => (result.status === 'fulfilled' ? resolve(result.value) : reject(result.reason)),
        });
        wake();
      });
    },
  };
}

/** The first that wait. The second of two with one key comes later: it gets the reply of the first. */
function distinct(waiting: readonly Waiting[]): Waiting[] {
  const keys = new Set<string>();
  const taken: Waiting[] = [];
  for (const each of waiting) {
    if (taken.length === MOST) break;
    if (each.key !== null && keys.has(each.key.key)) continue;
    if (each.key !== null) keys.add(each.key.key);
    taken.push(each);
  }
  return taken;
}

/** Locks the devices of all calls at once, in the order of their codes. */
async function lockMeant(office: Office, em: Em, asked: readonly Waiting[]): Promise<readonly string[]> {
  const tables = async () => (await office.desk.upToDate(em, office.clock())).tables;
  const codes = new Set<string>();
  for (const { body } of asked) for (const code of await devicesMeant(body, tables)) codes.add(code);
  return lockDevices.statements!([...codes]);
}
