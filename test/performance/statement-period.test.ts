import { describe, expect, test } from 'vitest';
import { localDate } from '../../engine/model/units.ts';
import { statementSubject } from '../../engine/statement-of-dataset.ts';
import { at, contract, reference } from '../sla/world.ts';

const now = at('2026-06-15T12:00:00Z');
const asked = (of: ReturnType<typeof contract>, period: string | null) =>
  statementSubject(reference({ contracts: [of] }), { contract: of.code, period, now });
const life = { startsOn: localDate('2024-03-10'), endsOn: localDate('2026-05-20') };

describe('a statement is of a period in which its contract is in force', () => {
  const ended = contract('C1', life);
  test.each(['2024-03', '2026-05'])('%s holds a day of the contract', (period) => {
    expect(asked(ended, period)).toMatchObject({ ok: true, value: { period: { code: period } } });
  });

  test.each([
    ['2024-02', 'Ask for 2024-03 or later.'],
    ['2026-06', 'Ask for 2026-05 or earlier.'],
    ['1970-01', 'Ask for 2024-03 or later.'],
  ])('%s holds none', (period, action) => {
    expect(asked(ended, period)).toMatchObject({
      ok: false,
      problems: [{ code: 'bad-payment-period', field: 'period', value: period, action }],
    });
  });

  test('a contract that renews itself has no last period, but none is further than three years ahead', () => {
    const renewing = contract('C1', { ...life, autoRenew: true });
    expect(asked(renewing, '2026-06').ok).toBe(true);
    expect(asked(renewing, '2029-05').ok).toBe(true);
    expect(asked(renewing, '2029-07')).toMatchObject({ ok: false, problems: [{ action: 'Ask for an earlier one.' }] });
  });

  test.each(['0001-01', '1969-12', '2200-01', '9999-12'])('there is no period %s', (period) => {
    const old = contract('C1', { startsOn: localDate('0001-01-01'), endsOn: null });
    expect(asked(old, period)).toMatchObject({ ok: false, problems: [{ code: 'bad-payment-period' }] });
  });

  test('the period that runs is given though the contract has ended', () => {
    expect(asked(ended, null)).toMatchObject({ ok: true, value: { period: { code: '2026-06' } } });
  });
});
