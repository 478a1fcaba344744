import type { Call } from '#engine';

/**
 * Calls with the duplicates of cancelled ones settled (decision 49): they ride with the next original that was not
 * cancelled; where there is none, the first of them stands for itself and the others ride with it.
 */
export function settledDuplicates(calls: readonly Call[]): readonly Call[] {
  const byNumber = new Map(calls.map((call) => [call.number, call]));
  /** The last call of the chain of cancelled originals above a call. */
  const lastCancelled = (call: Call): Call | null => {
    const above = call.duplicateOf === null ? undefined : byNumber.get(call.duplicateOf);
    if (above === undefined || above.status !== 'cancelled') return null;
    return lastCancelled(above) ?? above;
  };
  const orphans = calls.flatMap((call) => {
    const cancelled = call.status === 'cancelled' ? null : lastCancelled(call);
    return cancelled === null ? [] : [{ call, cancelled }];
  });
  if (orphans.length === 0) return calls;
  const newOriginal = new Map<string, string | null>();
  for (const [cancelled, group] of Map.groupBy(orphans, (orphan) => orphan.cancelled)) {
    const inTime = group
      .map(({ call }) => call)
      .sort((a, b) => a.loggedAt - b.loggedAt || (a.number < b.number ? -1 : 1));
    for (const call of inTime) {
      const heir = call === inTime[0] ? null : inTime[0]!.number;
      newOriginal.set(call.number, cancelled.duplicateOf ?? heir);
    }
  }
  return calls.map((call) => {
    const duplicateOf = newOriginal.get(call.number);
    return duplicateOf === undefined ? call : { ...call, duplicateOf };
  });
}
