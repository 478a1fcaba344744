import type { Reference } from '../model/dataset.ts';
import type { Codes, CodeTable } from './rules.ts';

/** Gives each code of each table its position as dense index. */
export function indexCodes(reference: Reference): Codes {
  return {
    customers: codeTable(reference.customers.map(codeOf)),
    contracts: codeTable(reference.contracts.map(codeOf)),
    sites: codeTable(reference.sites.map(codeOf)),
    zones: codeTable(reference.zones.map(codeOf)),
    models: codeTable(reference.models.map(codeOf)),
    devices: codeTable(reference.devices.map(codeOf)),
    calendars: codeTable(reference.calendars.map(codeOf)),
    regimes: codeTable(reference.regimes.map(codeOf)),
    groups: codeTable([...new Set(reference.devices.flatMap((device) => device.groups))]),
    reliabilityTargets: codeTable(reference.reliabilityTargets.map(codeOf)),
  };
}

const codeOf = (record: { readonly code: string }): string => record.code;

function codeTable(codes: readonly string[]): CodeTable {
  const indexOf = new Map(codes.map((code, index) => [code, index]));
  return { codes, indexOf, last: { code: null, index: -1 } };
}

/** Index of a code, -1 where there is none. One code is asked for again and again as a call is taken in: the last is kept. */
export function indexIn(table: CodeTable, code: string | null): number {
  if (code === null) return -1;
  const { last } = table;
  if (last.code !== code) {
    last.code = code;
    last.index = table.indexOf.get(code) ?? -1;
  }
  return last.index;
}

/** Lists in one: `offset[i]` to `offset[i + 1] - 1` are the entries of list `i`. */
export function packLists(lists: readonly (readonly number[])[]): { offset: Int32Array; entries: Int32Array } {
  const offset = new Int32Array(lists.length + 1);
  for (const [k, list] of lists.entries()) offset[k + 1] = offset[k]! + list.length;
  const entries = new Int32Array(offset[lists.length]!);
  for (const [k, list] of lists.entries()) entries.set(list, offset[k]!);
  return { offset, entries };
}
