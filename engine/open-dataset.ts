import type { Call } from './model/call.ts';
import type { Dataset } from './model/dataset.ts';
import { ok, type Result } from './model/problem.ts';
import type { Instant } from './model/units.ts';
import { type Book, openBook } from './order/index.ts';
import { pricesOfDataset } from './prices-of-dataset.ts';
import { createEscalationClock, type EscalationStep, escalationSteps } from './sla/index.ts';

/**
 * The book of a dataset at `now`, as a server that had run until then would have it: calls that a step of escalation has
 * reached are raised (rule 8.2), and lateness is priced by the payment terms (rule 9.1). Problems: those of `openBook`.
 */
export function openDataset(dataset: Dataset, now: Instant): Result<Book> {
  const opened = openBook(dataset, now);
  if (!opened.ok) return opened;
  const book = opened.value;
  raiseEscalated(dataset, book);
  priceBook(dataset, book);
  return ok(book);
}

/** Each price takes some milliseconds: of more open calls class and priority decide, as of those without payment terms. */
const PRICED_AT_MOST = 20_000;

function priceBook(dataset: Dataset, book: Book): void {
  if (book.size <= PRICED_AT_MOST) book.price(pricesOfDataset(dataset, book.now));
}

/** A dataset keeps no journal of steps taken: what has been reached by now has been taken. */
function raiseEscalated(dataset: Dataset, book: Book): void {
  if (dataset.escalations.length === 0) return;
  const clock = createEscalationClock(book.terms);
  const contractOf = new Map(dataset.devices.map(({ code, contract }) => [code, contract]));
  const raising = new Map(
    dataset.contracts.map((contract) => [
      contract.code,
      escalationSteps(dataset, contract).filter(({ raises }) => raises),
    ]),
  );
  const isReached = (call: Call, { clock: of, at: percent }: EscalationStep): boolean => {
    // An arrival stops the respond clock, and takes back nothing that had been reached before it.
    const until =
      of === 'respond' && call.respondedAt !== null && call.respondedAt < book.now ? call.respondedAt : book.now;
    const at = clock.reaches(of === 'respond' ? { ...call, respondedAt: null } : call, null, of, percent, book.now);
    return at !== null && at <= until;
  };
  for (const number of [...book.openNumbers]) {
    const call = book.call(number);
    if (call === null || call.duplicateOf !== null || call.raisedTo !== null) continue;
    const steps = raising.get(contractOf.get(call.device) ?? '') ?? [];
    if (steps.some((step) => isReached(call, step))) book.put({ ...call, raisedTo: 'high' });
  }
}
