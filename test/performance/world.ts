import type { Call } from '../../engine/model/call.ts';
import type { Dataset, Reference } from '../../engine/model/dataset.ts';
import type { Interval } from '../../engine/model/units.ts';
import {
  type ContractMeasures,
  measureContract,
  type PerformanceScope,
  percentOf,
  periodAt,
} from '../../engine/performance/index.ts';
import { at, contract, device, reference, regime, regimeRule } from '../sla/world.ts';

export const CONTRACT: PerformanceScope = { kind: 'contract', code: 'C1' };
export const period = (start: string, end: string): Interval => ({ start: at(start), end: at(end) });
/** The calendar month of a date in London. */
export const month = (date: string): Interval => periodAt(contract('C1'), at(`${date}T12:00:00Z`));

/** A device covered day and night: respond in an hour, fix in four. */
export const world = (more: Partial<Reference> = {}): Reference =>
  reference({
    regimes: [
      regime('R', { calendar: 'ALWAYS', respondWithin: at('1970-01-01T01:00Z') as never }),
      regime('OFFICE', { calendar: 'OFFICE', respondWithin: at('1970-01-01T01:00Z') as never }),
    ],
    ...more,
  });
/** The same, covered by office hours. */
export const office = (more: Partial<Reference> = {}): Reference =>
  world({ regimeRules: [regimeRule({ regime: 'OFFICE' })], ...more });

export function measured(tables: Reference, calls: readonly Call[], now: string, until = now): ContractMeasures {
  const dataset: Dataset = { ...tables, calls };
  const from = at('2026-01-01T00:00Z');
  return measureContract(dataset, 'C1', { now: at(now), from, until: at(until) })!;
}

export const availability = (measures: ContractMeasures, scope: PerformanceScope, of: Interval): number | null =>
  percentOf(measures.availabilityOf(scope, of), 6);

export const scope = (kind: PerformanceScope['kind'], code: string): PerformanceScope => ({ kind, code });
export { device };
