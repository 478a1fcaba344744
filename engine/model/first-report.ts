import { type Call, failureStart } from './call.ts';
import { instant } from './units.ts';

/**
 * A call with the report that came before it among its duplicates (rule 4.4: a failure begins with its earliest report,
 * whichever call stands for it). Cancelled reports say nothing. The same call where nothing changes.
 * @param duplicates the calls that name it as `duplicateOf`
 * @example withFirstReport(newer, [older]).earlierReport // { loggedAt: older.loggedAt, … }
 */
export function withFirstReport(call: Call, duplicates: readonly Call[]): Call {
  const before = duplicates.filter(({ status, loggedAt }) => status !== 'cancelled' && loggedAt < call.loggedAt);
  const [first] = before.toSorted((a, b) => a.loggedAt - b.loggedAt || (a.number < b.number ? -1 : 1));
  if (first === undefined) return call.earlierReport === null ? call : { ...call, earlierReport: null };
  const earlierReport = {
    loggedAt: first.loggedAt,
    beganAt: instant(Math.min(...before.map(failureStart))),
    keptTerms: first.device === call.device ? first.keptTerms : null,
  };
  return JSON.stringify(earlierReport) === JSON.stringify(call.earlierReport) ? call : { ...call, earlierReport };
}

/** Calls of a dataset, each original with the report that came before it. The same list where there is none. */
export function withFirstReports(calls: readonly Call[]): readonly Call[] {
  const original = new Map(
    calls.flatMap(({ number, duplicateOf }) => (duplicateOf === null ? [] : [[number, duplicateOf]])),
  );
  if (original.size === 0) return calls;
  const rootOf = (number: string): string => {
    // Calls that name each other in a circle stand for nobody.
    const passed = new Set<string>();
    let root = number;
    for (let next = original.get(root); next !== undefined && !passed.has(root); next = original.get(root)) {
      passed.add(root);
      root = next;
    }
    return root;
  };
  const duplicates = Map.groupBy(
    calls.filter(({ duplicateOf }) => duplicateOf !== null),
    ({ number }) => rootOf(number),
  );
  return calls.map((call) => {
    const own = call.duplicateOf === null ? duplicates.get(call.number) : undefined;
    return own === undefined ? call : withFirstReport(call, own);
  });
}
