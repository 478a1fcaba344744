import type {
  Calendar,
  Call,
  Contract,
  Dataset,
  Device,
  Model,
  PriorityRule,
  Regime,
  RegimeRule,
  ReliabilityTarget,
  Site,
  SpecialDay,
} from '#engine';

/** The dataset's rows by their codes: what a plain program looks things up in. */
export interface PlainTables {
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly contracts: ReadonlyMap<string, Contract>;
  readonly models: ReadonlyMap<string, Model>;
  readonly sites: ReadonlyMap<string, Site>;
  readonly devices: ReadonlyMap<string, Device>;
  readonly regimes: ReadonlyMap<string, Regime>;
  readonly calls: ReadonlyMap<string, Call>;
  /** By `contract C` or `customer C`. */
  readonly regimeRules: ReadonlyMap<string, readonly RegimeRule[]>;
  /** By `dimension code`. */
  readonly priorityRules: ReadonlyMap<string, readonly PriorityRule[]>;
  readonly specialDays: ReadonlyMap<string, readonly SpecialDay[]>;
  /** By `device D`, `group G`, `model M` or `zone Z`. */
  readonly reliabilityTargets: ReadonlyMap<string, readonly ReliabilityTarget[]>;
}

export function plainTables(dataset: Dataset): PlainTables {
  const byCode = <T extends { readonly code: string }>(rows: readonly T[]) =>
    new Map(rows.map((row) => [row.code, row]));
  return {
    calendars: byCode(dataset.calendars),
    contracts: byCode(dataset.contracts),
    models: byCode(dataset.models),
    sites: byCode(dataset.sites),
    devices: byCode(dataset.devices),
    regimes: byCode(dataset.regimes),
    calls: new Map(dataset.calls.map((call) => [call.number, call])),
    regimeRules: Map.groupBy(dataset.regimeRules, ({ contract, customer }) =>
      contract === null ? `customer ${customer}` : `contract ${contract}`,
    ),
    priorityRules: Map.groupBy(dataset.priorityRules, ({ dimension, code }) => `${dimension} ${code}`),
    specialDays: Map.groupBy(dataset.specialDays, ({ site }) => site),
    reliabilityTargets: Map.groupBy(dataset.reliabilityTargets, scopeOf),
  };
}

/** The scope of a reliability target, as text. */
export const scopeOf = ({ device, group, model, zone }: ReliabilityTarget): string =>
  device !== null
    ? `device ${device}`
    : group !== null
      ? `group ${group}`
      : model !== null
        ? `model ${model}`
        : `zone ${zone}`;

/** The scopes that a device belongs to. */
export const scopesOf = ({ code, groups, model, zone }: Device): string[] => [
  `device ${code}`,
  ...groups.map((group) => `group ${group}`),
  `model ${model}`,
  ...(zone === null ? [] : [`zone ${zone}`]),
];
