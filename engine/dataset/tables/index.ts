import type { Table } from '../table.ts';
import { calls } from './calls.ts';
import { calendars, contracts } from './contracts.ts';
import { devices, models, skills } from './devices.ts';
import { customers, sites, territories, zones } from './places.ts';
import { escalations, priorityRules, reliabilityTargets } from './priorities.ts';
import { regimeRules, regimes } from './regimes.ts';
import { absences, resources } from './resources.ts';
import { breaks, loans, onCall, shiftChanges } from './rota.ts';
import { specialDays } from './special-days.ts';

/** Every table by the name of its records in a `Dataset`, in the order of `TABLE_NAMES`. */
export const TABLES = {
  customers,
  territories,
  calendars,
  contracts,
  skills,
  models,
  sites,
  zones,
  devices,
  regimes,
  regimeRules,
  priorityRules,
  reliabilityTargets,
  specialDays,
  escalations,
  resources,
  absences,
  loans,
  shiftChanges,
  breaks,
  onCall,
  calls,
} as const;
export type TableKey = keyof typeof TABLES;
/** What a row of a table holds. */
export type RowOf<K extends TableKey> = (typeof TABLES)[K] extends Table<infer Row> ? Row : never;
