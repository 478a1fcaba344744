import { type Reference, settledFacts, tallyChange, type Yardstick } from '#engine';
import {
  analyzeFigures,
  claimReference,
  clearFigures,
  contractsKeeping,
  type Em,
  endedCallsOn,
  FIGURE_TABLES,
  type FigureTables,
  journalCallsOn,
  readFigureVersions,
  readMarks,
  writeFigures,
  writeMarks,
} from '../../store/index.ts';
import { marksOf } from './marks.ts';
import { contractBuckets, placeOf } from './settle.ts';
import type { Yardsticks } from './yardsticks.ts';

/**
 * Makes the figures anew of the contracts on whose terms something has changed in the reference tables since they were
 * made: devices, sites, special days, rules, regimes, calendars. In the transaction of `em`, or one of its own where that
 * has none; nobody else changes a call or the tables until it ends.
 * @returns how many contracts.
 */
export async function catchUp(yardsticks: Yardsticks, em: Em): Promise<number> {
  if (!em.isInTransaction()) return em.fork().transactional((within) => catchUp(yardsticks, within as Em));
  const known = await readFigureVersions(em);
  // Nobody need wait where there is nothing to do.
  if (known.figures === known.reference) return 0;
  await claimReference(em);
  const { reference: version, figures } = await readFigureVersions(em);
  if (figures === version) return 0;
  const { reference } = (await yardsticks.reaching(em, version, {})).terms;
  const [before, after] = [await readMarks(em), marksOf(reference)];
  const calendars = [...after.calendar].filter(([code, mark]) => before.calendar.get(code) !== mark);
  const gone = [...before.calendar.keys()].filter((code) => !after.calendar.has(code));
  // Before the first time nothing is kept that could be out of date.
  const keeping =
    before.calendar.size === 0 ? [] : await contractsKeeping(em, [...calendars.map(([code]) => code), ...gone]);
  const other = [...after.contract].filter(([code, mark]) => before.contract.get(code) !== mark).map(([code]) => code);
  const removed = [...before.contract.keys()].filter((code) => !after.contract.has(code));
  const touched = new Set([...other, ...keeping.filter((code) => after.contract.has(code))]);
  await clearFigures(em, before.contract.size === 0 ? null : [...touched, ...removed]);
  for (const contract of touched) await countContract(yardsticks, em, version, reference, contract, FIGURE_TABLES);
  await writeMarks(em, after);
  if (before.contract.size === 0) await analyzeFigures(em);
  return touched.size;
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
