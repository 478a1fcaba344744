import { SCOPE_KINDS, scopeCodes, settledFacts, type Tally, tallyChange, type Yardstick } from '#engine';
import {
  type Em,
  endedCallsOn,
  factsOn,
  holdReference,
  lockForFigures,
  nextStale,
  readFigureVersions,
  removeStale,
  type Store,
  talliesOf,
  writeFigures,
} from '../../store/index.ts';
import { checkBudget } from '../resilience/budget.ts';
import { contractBuckets, neighbours, placeOf } from './settle.ts';
import type { Yardsticks } from './yardsticks.ts';

/** Devices counted in one transaction: calls that end on others do not wait for it. */
const AT_ONCE = 5;

/**
 * Counts devices anew whose figures are stale, a few in each transaction, until none is left, or there is no time left.
 * Nobody waits for it but calls that end on these devices at that moment. `contract` null: whatever contract they are under.
 */
export async function countStaleDevices(
  yardsticks: Yardsticks,
  store: Pick<Store, 'transaction'>,
  contract: string | null,
  goesOn: () => boolean = () => true,
): Promise<void> {
  while (goesOn()) if ((await store.transaction((em) => countSome(yardsticks, em, contract))) === 0) return;
}

/** The same within a transaction, all of them. */
export async function countAllStale(yardsticks: Yardsticks, em: Em, contract: string | null): Promise<void> {
  while ((await countSome(yardsticks, em, contract)) > 0) checkBudget();
}

/** @returns how many; 0: there are none, or the tables have changed since and are to be caught up with first */
async function countSome(yardsticks: Yardsticks, em: Em, contract: string | null): Promise<number> {
  await holdReference(em);
  const versions = await readFigureVersions(em);
  if (versions.figures !== versions.reference) return 0;
  const stale = await nextStale(em, contract, AT_ONCE);
  if (stale.length === 0) return 0;
  const first = await yardsticks.reaching(em, versions.reference, {});
  const near = neighbours(first, stale);
  const codes = near.devices.map(({ code }) => code);
  await lockForFigures(em, codes, near.zones);

  const calls = await endedCallsOn(em, codes);
  const yardstick = await yardsticks.reaching(em, versions.reference, { calls });
  const facts = calls.flatMap((call) => {
    const found = settledFacts(yardstick, call);
    return found === null ? [] : [{ ...found, ...placeOf(yardstick, found.device) }];
  });
  const stored = await factsOn(em, near.devices);
  const come = new Set(facts.map(({ number }) => number));
  const added = tallyChange(yardstick, { removed: [], added: facts, others: [] }, contractBuckets(yardstick));
  await writeFigures(em, {
    gone: stored.filter(({ number }) => !come.has(number)),
    facts,
    tallies: summed([...added, ...(await countedBefore(em, yardstick, codes, stored))]),
  });
  // Those that are no more, too.
  await removeStale(em, [...new Set([...stale, ...codes])]);
  return stale.length;
}

/**
 * What some devices count for at present, with the sign turned: their own sums, taken out of all that they are in. How
 * these were measured need not be known for that. Their places must be what they were.
 */
async function countedBefore(
  em: Em,
  yardstick: Yardstick,
  codes: readonly string[],
  stored: Awaited<ReturnType<typeof factsOn>>,
): Promise<Tally[]> {
  const { reference } = yardstick.terms;
  const bucketsOf = contractBuckets(yardstick);
  const names = new Set<string>();
  for (const { contract, respondBy, fixBy, downFrom, downTo } of stored) {
    const buckets = bucketsOf(contract);
    for (const at of [respondBy, fixBy]) if (at !== null) for (const name of buckets.at(at)) names.add(name);
    if (downFrom !== null && downTo !== null && downFrom < downTo)
      for (const [name] of buckets.split({ start: Float64Array.of(downFrom), end: Float64Array.of(downTo) }))
        names.add(name);
  }
  const at = codes.map((code) => yardstick.deviceAt(code));
  const placed = codes.map((code) => ({ ...placeOf(yardstick, code), code }));
  const zones = [...new Set(at.flatMap((device) => yardstick.zoneOf(device) ?? []))];
  const zonePlaces = zones.map(({ code, devices }) => {
    return { ...placeOf(yardstick, reference.devices[devices[0]!]!.code), code };
  });
  const own = await talliesOf(em, 'device', placed, [...names]);
  const ofZones = await talliesOf(em, 'zone', zonePlaces, [...names]);
  const taken: Tally[] = [];
  for (const tally of own) {
    const index = yardstick.deviceAt(tally.code);
    const device = reference.devices[index]!;
    for (const kind of SCOPE_KINDS)
      for (const code of scopeCodes(device, kind)) {
        const down = kind === 'zone' && yardstick.zoneOf(index) !== null ? 0n : -tally.down;
        taken.push({ ...minus(tally), kind, code, down });
      }
  }
  for (const tally of ofZones) taken.push({ ...minus(tally), ...NOTHING, down: -tally.down });
  return taken;
}

const NOTHING = {
  ...{ respondMet: 0, respondMissed: 0, respondOpen: 0, respondExcused: 0 },
  ...{ fixMet: 0, fixMissed: 0, fixOpen: 0, fixExcused: 0 },
};

const minus = (tally: Awaited<ReturnType<typeof talliesOf>>[number]): Tally => ({
  ...tally,
  ...{ respondMet: -tally.respondMet, respondMissed: -tally.respondMissed, respondExcused: -tally.respondExcused },
  ...{ fixMet: -tally.fixMet, fixMissed: -tally.fixMissed, fixExcused: -tally.fixExcused },
  ...{ respondOpen: 0, fixOpen: 0 },
});

/** One for each scope and bucket: a statement changes no row twice. */
function summed(tallies: readonly Tally[]): Tally[] {
  const byKey = new Map<string, Tally>();
  for (const tally of tallies) {
    const key = JSON.stringify([tally.territory, tally.contract, tally.kind, tally.bucket, tally.code]);
    const sum = byKey.get(key);
    if (sum === undefined) {
      byKey.set(key, { ...tally });
      continue;
    }
    for (const column of Object.keys(NOTHING) as (keyof typeof NOTHING)[]) sum[column] += tally[column];
    sum.down += tally.down;
  }
  return [...byKey.values()];
}
