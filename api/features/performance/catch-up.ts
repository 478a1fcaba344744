import { type Reference, settledFacts, tallyChange, type Yardstick } from '#engine';
import {
  addStale,
  analyzeFigures,
  claimReference,
  clearFigures,
  clearStale,
  contractsKeeping,
  type Em,
  endedCallsOn,
  FIGURE_TABLES,
  type FigureTables,
  journalCallsOn,
  readFigureVersions,
  readMarks,
  type StaleDevice,
  writeFigures,
  writeMarks,
} from '../../store/index.ts';
import { deviceMark, type Marks, marksOf } from './marks.ts';
import { contractBuckets, placeOf } from './settle.ts';
import type { Yardsticks } from './yardsticks.ts';

/**
 * Takes in what has changed in the reference tables since the figures were made: devices, sites, special days, rules,
 * regimes, calendars. Devices whose clocks go by something else are noted as stale, to be counted anew afterwards
 * (`countStaleDevices`); contracts of which a device counts elsewhere are counted here, as a whole. In the transaction of `em`, or one of its own where that
 * has none; nobody else changes a call or the tables until it ends.
 * @returns how many contracts.
 */
export async function catchUp(yardsticks: Yardsticks, em: Em): Promise<number> {
  if (!em.isInTransaction()) return em.fork().transactional((within) => catchUp(yardsticks, within as Em));
  const known = await readFigureVersions(em);
  // Nobody need wait where there is nothing to do.
  if (known.figures === known.reference) return 0;
  // Compiled and marked while nobody waits; done once more where somebody was faster.
  let { reference } = (await yardsticks.reaching(em, known.reference, {})).terms;
  let after = marksOf(reference);
  await claimReference(em);
  const { reference: version, figures } = await readFigureVersions(em);
  if (figures === version) return 0;
  if (version !== known.reference) {
    ({ reference } = (await yardsticks.reaching(em, version, {})).terms);
    after = marksOf(reference);
  }
  const before = await readMarks(em);
  const calendars = [...after.calendar].filter(([code, mark]) => before.calendar.get(code) !== mark);
  const gone = [...before.calendar.keys()].filter((code) => !after.calendar.has(code));
  // Before the first time nothing is kept that could be out of date.
  const keeping =
    before.calendar.size === 0 ? [] : await contractsKeeping(em, [...calendars.map(([code]) => code), ...gone]);
  const other = [...after.contract].filter(([code, mark]) => before.contract.get(code) !== mark).map(([code]) => code);
  const removed = [...before.contract.keys()].filter((code) => !after.contract.has(code));
  const isFirst = before.contract.size === 0;
  const { whole, stale } = touchedBy(before, after, new Set(other), new Set(keeping));
  if (isFirst) await clearStale(em, null);
  await clearFigures(em, isFirst ? null : [...whole, ...removed]);
  await clearStale(em, [...whole, ...removed]);
  for (const contract of whole) await countContract(yardsticks, em, version, reference, contract, FIGURE_TABLES);
  await addStale(em, stale);
  await writeMarks(em, before, after);
  if (isFirst) await analyzeFigures(em);
  return whole.size + new Set(stale.map(({ contract }) => contract)).size;
}

/**
 * Contracts that are counted as a whole, since devices of theirs count elsewhere than before, and devices of others whose
 * clocks go by something else. `other`: contracts of which anything has changed; `keeping`: those with calls that keep terms
 * of a calendar that has.
 */
function touchedBy(before: Marks, after: Marks, other: ReadonlySet<string>, keeping: ReadonlySet<string>) {
  const whole = new Set<string>();
  const stale: StaleDevice[] = [];
  // Before marks of devices were kept, nothing is known of them.
  const unknown = before.device.size === 0;
  if (unknown) for (const contract of [...other, ...keeping]) if (after.contract.has(contract)) whole.add(contract);
  for (const [device, mark] of unknown ? [] : after.device) {
    const former = before.device.get(device);
    const { contract, place, terms } = deviceMark(mark);
    if (former === mark && !keeping.has(contract)) continue;
    if (former === undefined) stale.push({ device, contract });
    else {
      const was = deviceMark(former);
      if (was.contract !== contract || was.place !== place)
        for (const each of [contract, was.contract]) if (after.contract.has(each)) whole.add(each);
      if (was.terms !== terms || keeping.has(contract)) stale.push({ device, contract });
    }
  }
  return { whole, stale: stale.filter(({ contract }) => !whole.has(contract)) };
}

/** Devices whose calls are read at a time. */
const CHUNK = 300;
/** Rows of one statement. */
const ROWS = 20_000;

/**
 * Counts all calls of a contract into tables that hold nothing of it: as they stand in their table, or as their journals
 * have them.
 */
export async function countContract(
  yardsticks: Yardsticks,
  em: Em,
  version: string,
  reference: Reference,
  contract: string,
  into: FigureTables,
  source: 'calls' | 'journal' = 'calls',
): Promise<void> {
  let yardstick = await yardsticks.reaching(em, version, {});
  const codes = reference.devices.filter((device) => device.contract === contract).map(({ code }) => code);
  for (const chunk of together(yardstick, codes)) {
    const calls = await (source === 'journal' ? journalCallsOn : endedCallsOn)(em, chunk);
    yardstick = await yardsticks.reaching(em, version, { calls });
    const facts = calls.flatMap((call) => {
      const found = settledFacts(yardstick, call);
      return found === null ? [] : [{ ...found, ...placeOf(yardstick, found.device) }];
    });
    const tallies = tallyChange(yardstick, { removed: [], added: facts, others: [] }, contractBuckets(yardstick));
    for (let k = 0; k < Math.max(facts.length, tallies.length); k += ROWS) {
      const part = { facts: facts.slice(k, k + ROWS), tallies: tallies.slice(k, k + ROWS) };
      await writeFigures(em, { gone: [], ...part }, into);
    }
  }
}

/** Devices in parts of some hundreds; those that are judged as one are in one part. */
function together(yardstick: Yardstick, codes: readonly string[]): string[][] {
  const { devices } = yardstick.terms.reference;
  const seen = new Set<string>();
  const parts: string[][] = [];
  let part: string[] = [];
  for (const code of codes) {
    if (seen.has(code)) continue;
    const zone = yardstick.zoneOf(yardstick.deviceAt(code));
    const group = zone === null ? [code] : zone.devices.map((at) => devices[at]!.code);
    for (const each of group) seen.add(each);
    part.push(...group);
    if (part.length >= CHUNK) {
      parts.push(part);
      part = [];
    }
  }
  return part.length === 0 ? parts : [...parts, part];
}
