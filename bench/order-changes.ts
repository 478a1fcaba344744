import { type Book, type Call, DAY, type Dataset, type Instant, instant, millis, openBook } from '#engine';
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

/** Devices in the group that is tipped over its target. */
const GROUP = 200;
const GROUP_CODE = 'BENCH-GROUP';

/**
 * Time of one failure logged that tips a device group over its reliability target, until all its open calls stand where
 * they belong, and how many these are. The failure is taken back after each run, untimed.
 */
export function measureTips(dataset: Dataset, now: Instant, runs: number): { spread: Spread; raised: number } {
  const group = new Set(
    dataset.calls
      .slice(-4 * GROUP)
      .map(({ device }) => device)
      .slice(0, GROUP),
  );
  const opened = openBook(withGroup(dataset, group, now), now);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const book = opened.value;
  const like = dataset.calls.find(({ device }) => group.has(device))!;
  const failure: Call = { ...like, ...NEW_FAULT, number: 'BENCH-TIP', loggedAt: now };
  const classes = () => new Map(book.all().map(({ number, class: of }) => [number, of]));
  const before = classes();
  book.put(failure);
  const raised = [...classes()].filter(([number, of]) => of === 'high' && before.get(number) !== 'high').length;
  book.remove(failure.number);
  const spread = measure(
    { runs: Math.max(CHANGES / 4, runs), warmUps: 10 },
    () => book.remove(failure.number),
    () => {
      book.put(failure);
      return book.position(failure.number);
    },
  );
  return { spread, raised };
}

const NEW_FAULT = {
  type: 'fault',
  status: 'open',
  excuse: null,
  duplicateOf: null,
  emergency: null,
  raisedTo: null,
  respondedAt: null,
  fixedAt: null,
  closedAt: null,
  holds: [],
  keptTerms: null,
} as const;

/** The dataset with a group of these devices, whose target the next failure will exceed. */
function withGroup(dataset: Dataset, group: ReadonlySet<string>, now: Instant): Dataset {
  const failures = dataset.calls.filter(
    ({ device, type, duplicateOf, excuse, status, loggedAt }) =>
      group.has(device) &&
      type === 'fault' &&
      duplicateOf === null &&
      excuse === null &&
      status !== 'cancelled' &&
      loggedAt <= now,
  );
  const scope = { device: null, group: GROUP_CODE, model: null, zone: null };
  const target = { row: 0, code: GROUP_CODE, ...scope, maxFailures: failures.length, window: millis(3650 * DAY) };
  return {
    ...dataset,
    devices: dataset.devices.map((device) =>
      group.has(device.code) ? { ...device, groups: [...device.groups, GROUP_CODE] } : device,
    ),
    reliabilityTargets: [...dataset.reliabilityTargets, target],
  };
}
