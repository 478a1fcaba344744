import type { Call, CallStatus } from '../../model/call.ts';
import type { CallPrices } from '../../model/call-price.ts';
import type { Dataset, Reference } from '../../model/dataset.ts';
import type { Because, OrderedCall } from '../../model/ordered-call.ts';
import type { Policy } from '../../model/policy.ts';
import { failed, ok, type Result } from '../../model/problem.ts';
import { type Instant, instant } from '../../model/units.ts';
import {
  type Admission,
  type CallRequest,
  checkDatasetCalls,
  checkEntitlement,
  compileTerms,
  isCompiledFor,
  type RunningClock,
  type Terms,
} from '../../sla/index.ts';
import type { Explanation } from '../explain.ts';
import { type BookState, createBookState } from './book-state.ts';

/** All open calls in their order at `now`, kept up to date as calls come and change and as time goes on. */
export interface Book {
  readonly now: Instant;
  readonly reference: Reference;
  readonly policy: Policy;
  readonly terms: Terms;
  /** Goes on to a later instant; an earlier one changes nothing. */
  advance(now: Instant): void;
  /**
   * Takes in a call that was logged, changed or closed. Its device is known to the reference. A duplicate of a call that
   * the book doesn't hold stands for itself until that call is put too.
   */
  put(call: Call): void;
  /** What lateness costs by payment terms, of the calls that are in it; what `cost_of_delay` is worked out by. None at first. */
  readonly prices: CallPrices;
  /** Goes over to other prices of calls. */
  price(prices: CallPrices): void;
  /** As if the call had never been logged. */
  remove(number: string): void;
  /** Another book of the same calls, prices and moment under another reference; this one stays as it is. Problems as below. */
  under(reference: Reference): Result<Book>;
  /**
   * Goes over to another reference. Problems (then nothing changes): those of `openBook`, for the calls that the
   * book holds.
   */
  replaceReference(reference: Reference): Result<void>;
  /**
   * Whether a call may be logged (domain, section 4). `now`: when, and its `logged_at` where it names none; default: the
   * book's. Who asks by a clock of their own gives it, or a call would be dated by the caller before.
   */
  admit(request: CallRequest, now?: Instant): Result<Admission>;
  /** Whether the book still needs this call: open, not logged yet, or a past one that counts for open ones. */
  holds(number: string): boolean;
  /** A call that the book holds; null: it doesn't. */
  call(number: string): Call | null;
  /** Status at `now` of a call that the book holds, by its number, or of any call; null: not held, or not logged yet. */
  status(call: string | Call): CallStatus | null;
  /** Numbers of the calls in the order, in no particular order. */
  readonly openNumbers: Iterable<string>;
  /** Calls in the order. */
  readonly size: number;
  /** null: the call is not in the order (not open, or awaiting approval). */
  ordered(number: string): OrderedCall | null;
  /** At most `count` calls from a place on; 0 is the first. */
  slice(from: number, count: number): OrderedCall[];
  all(): OrderedCall[];
  /** 1 is first; null: not in the order. */
  position(number: string): number | null;
  /** The clock that a countdown shows; null: not in the order. */
  clock(number: string): RunningClock | null;
  /** What decided a call's regime, deadlines, levels and class; empty: not in the order. */
  because(number: string): readonly Because[];
  /** Why a call stands where it does; null: not in the order. */
  explain(number: string): Explanation | null;
  /** Calls that the book holds whose `logged_at` lies after `now`: not known yet (decision 2). */
  readonly notYetLogged: number;
  /** By `logged_at`, then number. */
  awaitingApproval(): Call[];
}

/**
 * Opens a book on a dataset as it stood at `now`. Problems: those of entitlement for every call of the
 * dataset (decision 18). Of past calls it keeps only what open ones depend on.
 */
export function openBook(dataset: Dataset, now: Instant): Result<Book> {
  const { calls, ...reference } = dataset;
  const state = openState(reference, calls, now);
  return state.ok ? ok(bookOf(state.value)) : state;
}

function openState(reference: Reference, calls: readonly Call[], now: Instant): Result<BookState> {
  const oldest = calls.reduce((least, { loggedAt }) => Math.min(least, loggedAt), now as number);
  const terms = compileTerms(reference, { from: instant(oldest), now, calls });
  const problems = checkDatasetCalls(terms, reference, calls);
  return problems.length > 0 ? failed(problems) : ok(createBookState(terms, calls, now));
}

/** Compiles the terms anew, for another time, older calls or terms kept by others, with everything that the book holds. */
function renewed(state: BookState, now: Instant, prices: CallPrices, added: readonly Call[] = []): BookState {
  const calls = new Map([...state.known.values(), ...added].map((call) => [call.number, call]));
  const oldest = Math.min(now, ...added.map(({ loggedAt }) => loggedAt), state.terms.from);
  const terms = compileTerms(state.terms.reference, { from: instant(oldest), now, calls: [...calls.values()] });
  return createBookState(terms, [...calls.values()], now, prices);
}

function bookOf(opened: BookState): Book {
  let state = opened;
  let prices: CallPrices = new Map();
  return {
    get now() {
      return state.now;
    },
    get reference() {
      return state.terms.reference;
    },
    get policy() {
      return state.terms.reference.policy;
    },
    get terms() {
      return state.terms;
    },
    advance(now) {
      if (now <= state.now) return;
      if (now > state.terms.freshUntil) state = renewed(state, now, prices);
      else state.advance(now);
    },
    put(call) {
      if (call.loggedAt < state.terms.from || !isCompiledFor(state.terms, call))
        state = renewed(state, state.now, prices, [call]);
      else state.put(call);
    },
    get prices() {
      return prices;
    },
    price(next) {
      prices = next;
      state.open.reprice(next);
    },
    remove: (number) => state.remove(number),
    under(reference) {
      const next = openState(reference, [...state.known.values()], state.now);
      if (!next.ok) return next;
      const book = bookOf(next.value);
      book.price(prices);
      return ok(book);
    },
    replaceReference(reference) {
      const next = openState(reference, [...state.known.values()], state.now);
      if (!next.ok) return next;
      state = next.value;
      state.open.reprice(prices);
      return ok(undefined);
    },
    admit(request, now = state.now) {
      const loggedAt = request.loggedAt ?? now;
      const terms =
        loggedAt < state.terms.from ? compileTerms(state.terms.reference, { from: loggedAt, now }) : state.terms;
      return checkEntitlement(terms, terms.reference, request, { now, openCallsOn: state.openCallsOn });
    },
    holds: (number) => state.known.get(number) !== undefined,
    call: (number) => state.known.get(number) ?? null,
    status(call) {
      const known = typeof call === 'string' ? state.known.get(call) : call;
      return known === undefined ? null : state.statusOf(known);
    },
    get openNumbers() {
      return state.open.slots.numbers();
    },
    get size() {
      return state.open.sorted.size;
    },
    ordered: (number) => state.ordered(number),
    slice: (from, count) => state.slice(from, count),
    all: () => state.slice(0, state.open.sorted.size),
    position: (number) => state.position(number),
    clock: (number) => state.clock(number),
    because: (number) => state.because(number),
    explain: (number) => state.explain(number),
    get notYetLogged() {
      return state.notYetLogged;
    },
    awaitingApproval: () => state.awaitingApproval(),
  };
}
