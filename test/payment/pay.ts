import { parsePaymentTerms } from '../../engine/dataset/index.ts';
import { formatMoney } from '../../engine/model/money.ts';
import type { PaymentTerms } from '../../engine/model/payment-terms.ts';
import { instant, minor } from '../../engine/model/units.ts';
import { fraction, integer } from '../../engine/payment/fraction.ts';
import { type Measured, NOTHING } from '../../engine/payment/measured.ts';
import { moneyOf } from '../../engine/payment/money-of.ts';
import type { PayEvent } from '../../engine/payment/pay-events.ts';
import { chargeMeasure } from '../../engine/payment/rules/charge-measure.ts';
import { NEVER_SHORT } from '../../engine/payment/rules/repeat-factor.ts';
import { scopeItems } from '../../engine/payment/scope-items.ts';
import { settle } from '../../engine/payment/statement/settle.ts';
import { device } from '../sla/world.ts';

const ANY = { contracts: null, site: null, zone: null, model: null, group: null };

export function termsOf(source: unknown): PaymentTerms {
  const read = parsePaymentTerms(source, 'C1', 'GBP', ANY);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.value;
}

/** Availability of so many percent. */
export const available = (percent: string): Partial<Measured> => {
  const [units, decimals = ''] = percent.split('.');
  const whole = 100n * 10n ** BigInt(decimals.length);
  return { service: fraction(whole), down: fraction(whole - BigInt(`${units}${decimals}`)) };
};
/** So many clocks met, and missed. */
export const clocks = (met: number, missed: number): Partial<Measured> => ({ met, missed });

let serial = 0;
/** An event, as many times as said. */
export const event = (over: Partial<PayEvent> = {}): PayEvent => ({
  ...{
    calls: [`CALL-${++serial}`],
    device: device('D1'),
    clock: 'fix',
    at: instant(serial),
    stretch: null,
    event: null,
  },
  ...{ times: 1, hoursLate: 0, weight: integer(1), use: integer(1), place: '' },
  ...over,
});
export const events = (count: number, over: Partial<PayEvent> = {}): Partial<Measured> => ({
  events: Array.from({ length: count }, () => event(over)),
});

/**
 * Charges measures as if so much had been measured of each: the statement's amounts in pounds. `short`: measures that
 * fell short in so many periods before, running.
 */
export function paid(
  source: { readonly measures: readonly { readonly code: string }[] },
  measured: Readonly<Record<string, Partial<Measured>>>,
  { fee = 100_000_00, short = {} }: { readonly fee?: number; readonly short?: Readonly<Record<string, number>> } = {},
) {
  const terms = termsOf(source);
  const money = moneyOf(terms, minor(fee), 'GBP');
  const [item] = scopeItems(
    { of: { site: null, zone: null, model: null, group: null, device: null }, each: null },
    'C1',
    [device('D1')],
  );
  const drafts = terms.measures.map((measure) =>
    chargeMeasure(
      measure,
      item!,
      { ...NOTHING, ...measured[measure.code] },
      money,
      terms.rounding.metricMode,
      short[measure.code] === undefined ? NEVER_SHORT : { fellShort: (back) => back <= short[measure.code]! },
    ),
  );
  const settled = settle(terms, drafts, money, 'fee');
  const pounds = (amount: number) => formatMoney(minor(amount), 'GBP');
  return {
    total: pounds(settled.total),
    bonus: pounds(settled.bonus),
    abatement: pounds(settled.abatement),
    lines: settled.lines.map(
      (line) => `${line.kind}${line.measure === null ? '' : ` ${line.measure}`} ${pounds(line.amount)}`,
    ),
    settled,
  };
}
