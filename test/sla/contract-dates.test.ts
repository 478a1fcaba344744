import { expect, test } from 'vitest';
import { contractDates, noticePeriodAt } from '../../engine/sla/index.ts';
import { at, contract, date } from './world.ts';

const days = (n: number) => ({ years: 0, months: 0, days: n });
const yearly = contract('C', { endsOn: date('2026-12-31'), autoRenew: true, noticePeriod: days(30) });

test('notice can be given up to the day before the notice period', () => {
  expect(contractDates(yearly, date('2026-12-01'))).toEqual({
    termEndsOn: '2026-12-31',
    noticeBy: '2026-12-01',
    renewsOn: '2027-01-01',
    daysLeft: 0,
    next: 'notice',
  });
  // The next day lies in it, as entitlement warns.
  expect(contractDates(yearly, date('2026-12-02'))).toMatchObject({ next: 'renewal', daysLeft: 29 });
  expect(noticePeriodAt(yearly, at('2026-12-02T12:00:00Z'))).toBe('2026-12-31');
});

test('after its renewal a contract has the dates of its next term', () =>
  expect(contractDates(yearly, date('2027-01-01'))).toMatchObject({
    termEndsOn: '2027-12-31',
    noticeBy: '2027-12-01',
  }));

test('one that does not renew ends; without an end, before its beginning or past its end there is nothing to tell', () => {
  const fixed = contract('C', { startsOn: date('2026-01-01'), endsOn: date('2026-01-31') });
  expect(contractDates(fixed, date('2026-01-31'))).toMatchObject({ next: 'end', daysLeft: 0, renewsOn: null });
  expect(contractDates(fixed, date('2026-02-01'))).toBeNull();
  expect(contractDates(fixed, date('2025-12-31'))).toBeNull();
  expect(contractDates(contract('C'), date('2027-01-01'))).toBeNull();
});
