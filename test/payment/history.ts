import type { Call } from '../../engine/model/call.ts';
import type { Contract } from '../../engine/model/contract.ts';
import type { Reference } from '../../engine/model/dataset.ts';
import { formatMoney } from '../../engine/model/money.ts';
import { instant, millis, minor } from '../../engine/model/units.ts';
import { type Statement, statementOf } from '../../engine/payment/index.ts';
import { measureContract, parsePeriodCode } from '../../engine/performance/index.ts';
import { at, call, contract, reference, regime } from '../sla/world.ts';
import { termsOf } from './pay.ts';

export const HOUR = 3_600_000;

/** A contract of 10,000.00 a month; devices covered day and night, respond in an hour, fix in four. */
export const town = (more: Partial<Reference> = {}, of: Partial<Contract> = {}): Reference =>
  reference({
    contracts: [{ ...contract('C1'), currency: 'GBP', timeZone: 'UTC', baseFee: minor(10_000_00), ...of }],
    regimes: [regime('R', { calendar: 'ALWAYS', respondWithin: millis(HOUR), fixWithin: millis(4 * HOUR) })],
    ...more,
  });

/** A fault of so many hours, reported at an instant, answered after half of it. */
export function fault(number: string, loggedAt: string, hours: number | null, more: Partial<Call> = {}): Call {
  const from = at(loggedAt);
  return call(number, loggedAt, {
    respondedAt: hours === null ? null : instant(from + (hours * HOUR) / 2),
    fixedAt: hours === null ? null : instant(from + hours * HOUR),
    ...more,
  });
}

export function stated(
  tables: Reference,
  calls: readonly Call[],
  terms: unknown,
  period: string,
  now: string,
): Statement & { readonly amounts: readonly string[] } {
  const measures = measureContract({ ...tables, calls }, 'C1', { now: at(now), from: at('2026-01-01T00:00Z') })!;
  const statement = statementOf(measures, termsOf(terms), parsePeriodCode(measures.contract, period)!);
  const amounts = statement.lines.map(
    ({ kind, measure, amount }) => `${measure ?? kind} ${formatMoney(amount, statement.currency)}`,
  );
  return { ...statement, amounts };
}
