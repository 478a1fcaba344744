import { CALL_CLASSES, type Call, type CallClass, type Dataset, type Levels } from '#engine';
import { plainClocks } from './plain-clocks.ts';
import { plainRaised, plainTips } from './plain-reliability.ts';
import { plainLevels, plainSpecialDay } from './plain-rules.ts';
import { plainStandsInOrder, plainStatus } from './plain-status.ts';
import { type PlainTables, plainTables } from './plain-tables.ts';

/** An open call as an object, with all that the default policy compares. */
export interface PlainCall {
  readonly call: Call;
  readonly regime: string;
  readonly respondBy: number | null;
  readonly fixBy: number | null;
  readonly due: number | null;
  readonly class: CallClass;
  readonly levels: Levels;
  readonly priority: number;
}

/**
 * The order of section 9 the plain way: an object a call, Luxon walking the calendar for each deadline, `Array.sort`
 * with a comparator over the default policy. It shares no code with the engine, and must give the same order: the
 * benchmark's baseline, and an independent witness of what the engine answers.
 */
export const plainOrder = (dataset: Dataset, now: number): PlainCall[] => plainCalls(dataset, now).sort(comparePlain);

/** The calls that stand in the order, in no order. */
export function plainCalls(dataset: Dataset, now: number): PlainCall[] {
  const tables = plainTables(dataset);
  const tips = plainTips(dataset, tables, now);
  return dataset.calls
    .filter((call) => {
      const { contract } = tables.devices.get(call.device)!;
      return plainStandsInOrder(plainStatus(call, tables.contracts.get(contract)!, now));
    })
    .map((call): PlainCall => {
      const device = tables.devices.get(call.device)!;
      const original = originalOf(tables, call);
      const levels = plainLevels(tables, device, call.loggedAt);
      const deferred = plainSpecialDay(tables, device.site, now)?.effect === 'non-service-affecting';
      return {
        call,
        ...plainClocks(tables, original, tables.devices.get(original.device)!, now),
        class: classOf(call, deferred, plainRaised(tables, tips, call)),
        levels,
        priority: Math.min(levels.contract, levels.site, levels.zone, levels.model),
      };
    });
}

/** A duplicate shows the clocks of the call whose failure it reports again (decision 4); others stand for themselves. */
function originalOf(tables: PlainTables, call: Call): Call {
  const seen = new Set<Call>([call]);
  let original = call;
  while (original.duplicateOf !== null) {
    const next = tables.calls.get(original.duplicateOf);
    if (next === undefined || seen.has(next)) return call;
    seen.add(next);
    original = next;
  }
  return original;
}

function classOf({ type, emergency, raisedTo }: Call, deferred: boolean, raised: boolean): CallClass {
  if (emergency !== null) return 'emergency';
  if (deferred) return 'deferred';
  if (raised || raisedTo !== null) return 'high';
  return type === 'maintenance' || type === 'installation' ? 'planned' : 'normal';
}

/** `class, priority, due, contract, site, zone, model, logged_at, number`: the default policy. */
export function comparePlain(a: PlainCall, b: PlainCall): number {
  return (
    CALL_CLASSES.indexOf(a.class) - CALL_CLASSES.indexOf(b.class) ||
    a.priority - b.priority ||
    compareDue(a.due, b.due) ||
    a.levels.contract - b.levels.contract ||
    a.levels.site - b.levels.site ||
    a.levels.zone - b.levels.zone ||
    a.levels.model - b.levels.model ||
    a.call.loggedAt - b.call.loggedAt ||
    (a.call.number < b.call.number ? -1 : 1)
  );
}

/** None sorts last. */
function compareDue(a: number | null, b: number | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return a - b;
}
