import { fromPairs, type Intervals, intersect } from '../time/index.ts';
import type { Buckets } from './buckets.ts';
import type { CallFacts } from './call-facts.ts';
import { downStretches } from './failure.ts';
import { scaledWeight } from './ratio.ts';
import { SCOPE_KINDS, type ScopeKind } from './scope.ts';
import { createTallySheet, type Tally } from './tally-sheet.ts';
import type { JudgedZone, Yardstick } from './yardstick.ts';
import { zoneDowntime } from './zone-availability.ts';

/** Facts that go and come; the same call may be in both. */
export interface FactsChange {
  readonly removed: readonly CallFacts[];
  readonly added: readonly CallFacts[];
  /**
   * Facts that stay, in as far as their failures overlap those that go or come, on the same devices, or on devices of the
   * zones that these are judged with: with them a stretch of downtime is counted once.
   */
  readonly others: readonly CallFacts[];
}

/**
 * By how much a change of facts changes what is counted, for each scope and bucket. Facts of devices that are not
 * known count for nothing. Adding all facts to none gives the tallies themselves. `kinds` are those of the scopes asked for.
 */
export function tallyChange(
  yardstick: Yardstick,
  { removed, added, others }: FactsChange,
  bucketsOf: (contract: string) => Buckets,
  kinds: readonly ScopeKind[] = SCOPE_KINDS,
): Tally[] {
  const { devices } = yardstick.terms.reference;
  const sheet = createTallySheet(yardstick, kinds);

  function countClocks(facts: CallFacts, sign: 1 | -1): void {
    const at = yardstick.deviceAt(facts.device);
    if (at < 0) return;
    const buckets = bucketsOf(devices[at]!.contract);
    const scopes = sheet.scopesOf(at);
    for (const clock of ['respond', 'fix'] as const) {
      const by = clock === 'respond' ? facts.respondBy : facts.fixBy;
      const outcome = facts[clock];
      if (by === null || outcome === null) continue;
      const column = COLUMNS[clock][facts.excused ? 'excused' : outcome];
      for (const bucket of buckets.at(by)) for (const scope of scopes) scope.of(bucket)[column] += sign;
    }
  }
  for (const facts of removed) countClocks(facts, -1);
  for (const facts of added) countClocks(facts, 1);

  const went = failuresByDevice(yardstick, removed);
  const came = failuresByDevice(yardstick, added);
  const stayed = failuresByDevice(yardstick, others);
  const zones = new Set<JudgedZone>();
  for (const at of new Set([...went.keys(), ...came.keys()])) {
    const zone = yardstick.zoneOf(at);
    if (zone !== null && kinds.includes('zone')) zones.add(zone);
    const window = windowOf([went.get(at), came.get(at)]);
    const before = downIn(yardstick, at, [stayed.get(at), went.get(at)], window);
    const after = downIn(yardstick, at, [stayed.get(at), came.get(at)], window);
    const device = devices[at]!;
    const weight = scaledWeight(device.weight);
    countDown(bucketsOf(device.contract), before, after, (bucket, by) => {
      const weighted = BigInt(by) * weight;
      for (const scope of sheet.scopesOf(at))
        if (scope.kind !== 'zone' || zone === null) scope.of(bucket).down += weighted;
    });
  }
  for (const zone of zones) {
    const window = windowOf(zone.devices.flatMap((at) => [went.get(at), came.get(at)]));
    const downWith = (those: ReadonlyMap<number, Stretches>): Intervals =>
      zoneDowntime(
        zone.devices.map((at) => ({
          service: yardstick.coveredWithin(at, window),
          down: downIn(yardstick, at, [stayed.get(at), those.get(at)], window),
        })),
        zone.required,
      );
    // A zone is of one contract; its sites may be in several territories, so the first of them keeps its tallies.
    const at = zone.devices[0]!;
    countDown(bucketsOf(devices[at]!.contract), downWith(went), downWith(came), (bucket, by) => {
      sheet.scope(at, 'zone', zone.code).of(bucket).down += BigInt(by) * scaledWeight(1);
    });
  }
  return sheet.all();
}

const COLUMNS = {
  respond: { met: 'respondMet', missed: 'respondMissed', open: 'respondOpen', excused: 'respondExcused' },
  fix: { met: 'fixMet', missed: 'fixMissed', open: 'fixOpen', excused: 'fixExcused' },
} as const;

type Stretches = [start: number, end: number][];

function failuresByDevice(yardstick: Yardstick, facts: readonly CallFacts[]): Map<number, Stretches> {
  const byDevice = new Map<number, Stretches>();
  for (const { device, downFrom, downTo, restored } of facts) {
    if (downFrom === null || downTo === null) continue;
    const at = yardstick.deviceAt(device);
    if (at < 0) continue;
    const list = byDevice.get(at);
    const stretches = downStretches({ start: downFrom, end: downTo, restored });
    if (list === undefined) byDevice.set(at, stretches);
    else list.push(...stretches);
  }
  return byDevice;
}

/** Where a change of these failures can change downtime. */
const windowOf = (lists: readonly (Stretches | undefined)[]): Intervals =>
  fromPairs(lists.flatMap((list) => list ?? []));

/** Downtime of a device by some failures, within a window. */
function downIn(
  yardstick: Yardstick,
  at: number,
  lists: readonly (Stretches | undefined)[],
  window: Intervals,
): Intervals {
  const first = window.start[0] ?? 0;
  const last = window.end.at(-1) ?? 0;
  const cut = lists.flatMap((list) =>
    (list ?? []).map(([start, end]) => [Math.max(start, first), Math.min(end, last)] as const),
  );
  const down = fromPairs(cut);
  return down.start.length === 0 ? down : intersect(yardstick.coveredWithin(at, down), window);
}

function countDown(
  buckets: Buckets,
  before: Intervals,
  after: Intervals,
  count: (bucket: string, by: number) => void,
): void {
  const sums = new Map(buckets.split(after));
  if (before.start.length > 0)
    for (const [bucket, sum] of buckets.split(before)) sums.set(bucket, (sums.get(bucket) ?? 0) - sum);
  for (const [bucket, by] of sums) if (by !== 0) count(bucket, by);
}
