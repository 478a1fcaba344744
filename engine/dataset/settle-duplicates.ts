import type { Call } from '../model/call.ts';

/**
 * Calls of a dataset in which some were said to be duplicates of cancelled ones: these ride with the next original that
 * was not cancelled, and where there is none the first of them stands for itself, as the life of a call has it (engine/lifecycle/duplicates.ts).
 * The same list where there is nothing to change.
 */
export function withoutCancelledOriginals(calls: readonly Call[]): readonly Call[] {
  const cancelled = new Map(calls.filter(({ status }) => status === 'cancelled').map((call) => [call.number, call]));
  const changed = new Map<string, Call>();
  const heirs = new Map<string, string>();
  const inOrder = calls
    .filter((call) => call.duplicateOf !== null && cancelled.has(call.duplicateOf) && !cancelled.has(call.number))
    .sort((a, b) => a.loggedAt - b.loggedAt || (a.number < b.number ? -1 : 1));
  for (const call of inOrder) {
    let root = call.duplicateOf!;
    let original: string | null = root;
    // A circle of cancelled calls leads to nobody; its first by number stands for it.
    const passed = new Set<string>();
    while (original !== null && cancelled.has(original)) {
      passed.add(original);
      root = original;
      original = cancelled.get(original)!.duplicateOf;
      if (original !== null && passed.has(original)) {
        root = [...passed].sort()[0]!;
        original = null;
      }
    }
    if (original === null) {
      original = heirs.get(root) ?? null;
      if (original === null) heirs.set(root, call.number);
    }
    changed.set(call.number, { ...call, duplicateOf: original });
  }
  return changed.size === 0 ? calls : calls.map((call) => changed.get(call.number) ?? call);
}
