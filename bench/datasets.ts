import { type Call, type Dataset, type Instant, instant, parseDataset } from '#engine';
import { generateDataset, realDataset } from '#fixtures';
import { plainStandsInOrder, plainStatus } from './baseline/plain-status.ts';

/** A Wednesday afternoon, in no change of the clocks. */
export const NOW: Instant = instant(Date.UTC(2026, 5, 10, 14, 30));
/** Above this, generated calls are copied: writing and reading the text of a million would take longer than all else. */
const MOST_GENERATED = 100_000;
/** Some generated calls await approval or are done with: so many more are asked for, and those too many dropped. */
const MORE = 1.4;
/** Older calls would all be late whatever anybody plans. */
const BACKLOG_DAYS = 3;
/** Each copy of a call is logged so much before the one it is a copy of. */
const EARLIER = 97_000;

/** A dataset in which exactly `count` calls stand in the order at `NOW`, from the seeded generator. */
export function openDataset(count: number, seed = 1, days = 60): Dataset {
  const copies = Math.ceil(count / MOST_GENERATED);
  const each = Math.ceil(count / copies);
  const files = generateDataset({ seed, days, calls: Math.ceil(each * MORE), now: NOW, openShare: 1 });
  const dataset = firstOpen(parsed(files), each);
  return copies === 1 ? dataset : firstOpen(copied(dataset, copies), count);
}

/** Calls of the last three days, with nothing started, given, pinned or held yet: what a planner finds one morning. */
export const unplannedDataset = (count: number, seed = 1): Dataset => unplanned(openDataset(count, seed, BACKLOG_DAYS));

export const unplanned = (dataset: Dataset): Dataset => ({
  ...dataset,
  // Class and priority price lateness for all ways alike: the plain one knows no payment terms.
  paymentTerms: null,
  calls: dataset.calls.map((call) => ({
    ...call,
    status: call.status === null || isEnd(call) ? call.status : 'open',
    resource: null,
    pinned: false,
    respondedAt: null,
    holds: [],
    plannedStart: null,
    keptTerms: null,
  })),
});

const isEnd = ({ status }: Call): boolean => status === 'cancelled' || status === 'fixed' || status === 'closed';

/** One territory of so many calls and resources. */
export function territoryDataset(calls: number, resources: number): Dataset {
  const size = { territories: 1, resources, sites: Math.ceil(calls / 4), devices: calls };
  const all = { seed: 1, days: BACKLOG_DAYS, calls: Math.ceil(calls * MORE), now: NOW, openShare: 1 };
  const files = generateDataset({ ...all, ...size });
  return unplanned(firstOpen(parsed(files), calls));
}

/** The real call log, and the instant at which most of its calls are open; null: its raw files are not there. */
export function realLog(): { readonly dataset: Dataset; readonly now: Instant } | null {
  const files = realDataset();
  if (files === null) return null;
  const dataset = parsed(files);
  const changes = dataset.calls
    .flatMap(({ loggedAt, fixedAt }) => [
      { at: loggedAt, by: 1 },
      ...(fixedAt === null ? [] : [{ at: fixedAt, by: -1 }]),
    ])
    .sort((a, b) => a.at - b.at || a.by - b.by);
  let open = 0;
  let most = 0;
  let now = instant(0);
  for (const { at, by } of changes) {
    open += by;
    if (open > most) [most, now] = [open, at];
  }
  return { dataset, now };
}

function parsed(files: ReadonlyMap<string, string>): Dataset {
  const result = parseDataset(files);
  if (!result.ok) throw new Error(`A dataset of the benchmark has problems: ${result.problems[0]?.message}`);
  return result.value.dataset;
}

/** Drops the open calls over `count`; past ones stay. Calls that await approval are as if approved. */
function firstOpen(dataset: Dataset, count: number): Dataset {
  const contracts = new Map(dataset.contracts.map((contract) => [contract.code, contract]));
  const devices = new Map(dataset.devices.map((device) => [device.code, contracts.get(device.contract)!]));
  let open = 0;
  const calls = dataset.calls
    .map((call): Call => {
      const waits = plainStatus(call, devices.get(call.device)!, NOW) === 'awaiting-approval';
      return waits ? { ...call, status: 'open' } : call;
    })
    .filter((call) => {
      if (!plainStandsInOrder(plainStatus(call, devices.get(call.device)!, NOW))) return true;
      open += 1;
      return open <= count;
    });
  if (open < count) throw new Error(`Only ${open} of ${count} generated calls are open.`);
  return { ...dataset, calls };
}

/**
 * So many copies of a dataset in one: sites, devices, zones, groups and calls have twins of other codes, with the rules
 * that name them; contracts, models, territories and resources are shared. Copies are logged a little earlier each.
 */
function copied(dataset: Dataset, copies: number): Dataset {
  const range = Array.from({ length: copies }, (_, k) => k);
  const times = <T>(rows: readonly T[], copy: (row: T, k: number) => T): T[] =>
    range.flatMap((k) => (k === 0 ? rows : rows.map((row) => copy(row, k))));
  const named = (code: string | null, k: number) => (code === null ? null : `${code}~${k}`);
  /** Rules that name nothing that is copied are kept once. */
  const rules = <T extends { readonly row: number }>(rows: readonly T[], copy: (row: T, k: number) => T | null): T[] =>
    range.flatMap((k) => (k === 0 ? rows : rows.map((row) => copy(row, k)).filter((row) => row !== null)));
  return {
    ...dataset,
    sites: times(dataset.sites, (site, k) => ({ ...site, code: `${site.code}~${k}` })),
    zones: times(dataset.zones, (zone, k) => ({ ...zone, code: `${zone.code}~${k}` })),
    devices: times(dataset.devices, (device, k) => ({
      ...device,
      code: `${device.code}~${k}`,
      site: `${device.site}~${k}`,
      zone: named(device.zone, k),
      groups: device.groups.map((group) => `${group}~${k}`),
    })),
    regimeRules: rules(dataset.regimeRules, (rule, k) =>
      rule.site === null && rule.zone === null
        ? null
        : { ...rule, site: named(rule.site, k), zone: named(rule.zone, k) },
    ),
    priorityRules: rules(dataset.priorityRules, (rule, k) =>
      rule.dimension === 'site' || rule.dimension === 'zone' ? { ...rule, code: `${rule.code}~${k}` } : null,
    ),
    reliabilityTargets: rules(dataset.reliabilityTargets, (target, k) =>
      target.model !== null
        ? null
        : {
            ...target,
            code: `${target.code}~${k}`,
            device: named(target.device, k),
            group: named(target.group, k),
            zone: named(target.zone, k),
          },
    ),
    specialDays: times(dataset.specialDays, (day, k) => ({ ...day, site: `${day.site}~${k}` })),
    calls: times(dataset.calls, (call, k) => ({
      ...call,
      number: `${call.number}~${k}`,
      device: `${call.device}~${k}`,
      duplicateOf: named(call.duplicateOf, k),
      loggedAt: instant(call.loggedAt - k * EARLIER),
      occurredAt: call.occurredAt === null ? null : instant(call.occurredAt - k * EARLIER),
    })),
  };
}
