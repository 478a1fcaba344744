import { expect, test } from 'vitest';
import { endOfTerm, noticePeriodAt } from '../../engine/sla/index.ts';
import { at, contract, date } from './world.ts';

const months = (n: number) => ({ years: 0, months: n, days: 0 });

test('the end of a term is inclusive; the day after lies in the next', () => {
  const one = contract('C', { endsOn: date('2026-01-31'), autoRenew: true, renewalTerm: months(1) });
  expect(endOfTerm(one, date('2026-01-31'))).toBe('2026-01-31');
  expect(endOfTerm(one, date('2026-02-01'))).toBe('2026-02-28');
});

test('renewals are counted from the first end, so that the end of the month does not drift', () => {
  const one = contract('C', { endsOn: date('2026-01-31'), autoRenew: true, renewalTerm: months(1) });
  expect(endOfTerm(one, date('2026-03-05'))).toBe('2026-03-31');
});

test('a contract that does not renew keeps its end, one without an end has none', () => {
  expect(endOfTerm(contract('C', { endsOn: date('2026-01-31') }), date('2027-01-01'))).toBe('2026-01-31');
  expect(endOfTerm(contract('C'), date('2027-01-01'))).toBeNull();
});

test('a notice period of P30D is the last thirty days of the term, in the contract’s zone', () => {
  const one = contract('C', { endsOn: date('2026-12-31'), noticePeriod: { years: 0, months: 0, days: 30 } });
  expect(noticePeriodAt(one, at('2026-12-01T23:59:00Z'))).toBeNull();
  expect(noticePeriodAt(one, at('2026-12-02T00:00:00Z'))).toBe('2026-12-31');
  expect(noticePeriodAt(one, at('2027-01-01T00:00:00Z'))).toBeNull();
});
