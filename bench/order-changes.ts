import { type Book, type Call, type Dataset, type Instant, instant, openBook } from '#engine';
import { measure, type Spread } from './statistics.ts';

/** Changes measured of each kind, at least. */
const CHANGES = 200;
const MINUTE = 60_000;

/** What may happen to one open call. */
const KINDS: readonly (readonly [name: string, change: (call: Call, now: Instant, k: number) => Call])[] = [
  ['change_logged', (call, now, k) => ({ ...call, number: `${call.number}-${k}`, loggedAt: instant(now - MINUTE) })],
  ['change_emergency', (call) => ({ ...call, emergency: 'People are trapped.' })],
  ['change_held', (call, now) => ({ ...call, status: null, holds: [{ from: now, to: null, reason: 'no-access' }] })],
  ['change_resumed', (call) => ({ ...call, status: null, holds: [] })],
  ['change_responded', (call, now) => ({ ...call, respondedAt: now })],
  ['change_closed', (call, now) => ({ ...call, fixedAt: now, closedAt: now })],
];

/**
 * Time of one change within many open calls until the order is right again, by kind; of `now` moving on by a minute; and
 * of one `explain`. Each is a call of its own, spread over the whole order.
 */
export function measureChanges(dataset: Dataset, now: Instant, runs: number): [stage: string, spread: Spread][] {
  const opened = openBook(dataset, now);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const book = opened.value;
  const count = Math.max(CHANGES, runs);
  const repetition = { runs: count, warmUps: 50 };
  const spreads = KINDS.map(([name, change]): [string, Spread] => {
    const calls = spreadCalls(book, count + 50);
    let k = 0;
    const spread = measure(
      repetition,
      () => change(calls[k % calls.length]!, now, k++),
      (call) => {
        book.put(call);
        return book.position(call.number);
      },
    );
    return [name, spread];
  });
  let at: number = now;
  const minute = measure(
    repetition,
    () => {
      at += MINUTE;
      return instant(at);
    },
    (later) => {
      book.advance(later);
      return book.size;
    },
  );
  const calls = spreadCalls(book, count);
  let k = 0;
  const explain = measure(
    { runs: count, warmUps: 5 },
    () => calls[k++ % calls.length]!,
    (call) => book.explain(call.number),
  );
  return [...spreads, ['change_minute', minute], ['explain', explain]];
}

/** Open calls from all over the order. */
function spreadCalls(book: Book, count: number): Call[] {
  const step = Math.max(1, Math.floor(book.size / count));
  return Array.from({ length: count }, (_, k) => book.slice((k * step) % book.size, 1)[0]!).map(
    ({ number }) => book.call(number)!,
  );
}
