import {
  type Buckets,
  type Call,
  calendarBuckets,
  type Interval,
  instant,
  isSettled,
  sameFacts,
  settledFacts,
  tallyChange,
  type Yardstick,
} from '#engine';
import {
  addStale,
  type Em,
  lockForFigures,
  readFacts,
  type StaleDevice,
  type StoredCall,
  type StoredFacts,
  staleAmong,
  writeFigures,
} from '../../store/index.ts';
import type { Yardsticks } from './yardsticks.ts';

/** A call before and after a change. `before` null: there was none. */
export interface SettledCall {
  readonly before: Call | null;
  readonly after: Pick<StoredCall, 'territory' | 'contract'> & Call;
}

/** Of open calls nothing is kept: only an end, or what changes an end, changes figures that are kept. */
export const changesFigures = ({ before, after }: SettledCall): boolean =>
  isSettled(after) || (before !== null && isSettled(before));

/** Calls of one statement. */
const CHUNK = 2000;

/**
 * Keeps the figures up with calls that have changed, in the transaction of the change: what came of each call that has
 * ended, and by how much that changes the sums of every scope that its device is in, day by day and month by month.
 */
export async function settleCalls(yardsticks: Yardsticks, em: Em, items: readonly SettledCall[]): Promise<void> {
  const latest = new Map<string, SettledCall>();
  for (const item of items) {
    if (!changesFigures(item)) continue;
    const first = latest.get(item.after.number)?.before;
    latest.set(item.after.number, first === undefined ? item : { ...item, before: first });
  }
  const changed = [...latest.values()];
  for (let k = 0; k < changed.length; k += CHUNK) await settleSome(yardsticks, em, changed.slice(k, k + CHUNK));
}

async function settleSome(yardsticks: Yardsticks, em: Em, changed: readonly SettledCall[]): Promise<void> {
  const devices = new Set(changed.flatMap(({ before, after }) => [after.device, before?.device ?? after.device]));
  const { reference, figures } = await lockForFigures(em, [...devices], []);
  if (figures !== reference) {
    // The tables are ahead of the figures: these are counted anew with what else that touches.
    await addStale(em, devicesOf(changed));
    return;
  }
  const yardstick = await yardsticks.reaching(em, reference, { calls: changed.map(({ after }) => after) });
  const near = neighbours(yardstick, devices);
  if (near.zones.length > 0) await lockForFigures(em, [], near.zones);
  const codes = near.devices.map(({ code }) => code);
  if ((await staleAmong(em, codes)).length > 0) {
    // What is counted of them is still by the tables before: they are counted as a whole, with this call.
    await addStale(em, devicesOf(changed));
    return;
  }

  const facts = changed.map(({ after }) => ({ after, facts: settledFacts(yardstick, after) }));
  const calls = changed.map(({ after }) => after);
  const stretch = hull(facts.flatMap((each) => each.facts ?? []));
  const { own, others } = await readFacts(em, calls, near.devices, stretch);
  const stored = new Map(own.map((each) => [each.number, each]));
  const removed: StoredFacts[] = [];
  const added: StoredFacts[] = [];
  const stay: StoredFacts[] = [...others];
  for (const { after, facts: now } of facts) {
    const before = stored.get(after.number) ?? null;
    if (sameFacts(before, now)) {
      if (before !== null) stay.push(before);
      continue;
    }
    if (before !== null) removed.push(before);
    if (now !== null) added.push({ ...now, ...placeOf(yardstick, now.device) });
  }
  if (removed.length === 0 && added.length === 0) return;
  const come = new Set(added.map(({ number }) => number));
  await writeFigures(em, {
    gone: removed.filter(({ number }) => !come.has(number)),
    facts: added,
    tallies: tallyChange(yardstick, { removed, added, others: stay }, contractBuckets(yardstick)),
  });
}

const devicesOf = (changed: readonly SettledCall[]): StaleDevice[] =>
  changed.map(({ after: { device, contract } }) => ({ device, contract }));

/** Territory and contract of a device. */
export function placeOf(yardstick: Yardstick, code: string): { territory: string; contract: string } {
  const { reference, rules } = yardstick.terms;
  const at = yardstick.deviceAt(code);
  return {
    territory: reference.sites[rules.deviceSite[at]!]!.territory,
    contract: reference.devices[at]!.contract,
  };
}

/** Days and months of the zone of each contract. */
export function contractBuckets(yardstick: Yardstick): (contract: string) => Buckets {
  const zones = new Map(yardstick.terms.reference.contracts.map(({ code, timeZone }) => [code, timeZone]));
  const known = new Map<string, Buckets>();
  return (contract) => {
    let buckets = known.get(contract);
    if (buckets === undefined) {
      buckets = calendarBuckets(zones.get(contract)!);
      known.set(contract, buckets);
    }
    return buckets;
  };
}

/** Devices whose failures are counted together with those of the devices given: the same, and those judged as one with them. */
export function neighbours(yardstick: Yardstick, codes: Iterable<string>) {
  const { reference } = yardstick.terms;
  const devices = new Set<number>();
  const zones = new Set<string>();
  for (const code of codes) {
    const at = yardstick.deviceAt(code);
    if (at < 0) continue;
    devices.add(at);
    const zone = yardstick.zoneOf(at);
    if (zone === null) continue;
    zones.add(zone.code);
    for (const other of zone.devices) devices.add(other);
  }
  return {
    devices: [...devices].map((at) => {
      const { code } = reference.devices[at]!;
      return { code, territory: placeOf(yardstick, code).territory };
    }),
    zones: [...zones],
  };
}

/** From the first beginning to the last end of some failures; null: there are none. */
export function hull(
  facts: readonly { readonly downFrom: number | null; readonly downTo: number | null }[],
): Interval | null {
  let start = Number.POSITIVE_INFINITY;
  let end = Number.NEGATIVE_INFINITY;
  for (const { downFrom, downTo } of facts) {
    if (downFrom === null || downTo === null) continue;
    start = Math.min(start, downFrom);
    end = Math.max(end, downTo);
  }
  return start < end ? { start: instant(start), end: instant(end) } : null;
}
