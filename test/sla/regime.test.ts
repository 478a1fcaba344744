import { describe, expect, test } from 'vitest';
import type { RegimeRule } from '../../engine/model/regime.ts';
import { specificity } from '../../engine/sla/regime/match-rules.ts';
import { call, contract, date, device, reference, regime, regimeRule, ruleOne, site } from './world.ts';

const MONDAY_NOON = '2026-06-01T12:00:00+01:00';
const REGIMES = ['R', 'A', 'B', 'X'].map((code) => regime(code));

const world = (regimeRules: RegimeRule[], more = {}) =>
  reference({ regimes: REGIMES, regimeRules, devices: [device('D1', { zone: 'Z1' })], ...more });
const winner = (rules: RegimeRule[], loggedAt = MONDAY_NOON) => ruleOne(world(rules), call('1', loggedAt)).regime;

describe('domain section 5: which regime applies', () => {
  test('a rule applies only when every scope that it names equals the call’s', () => {
    expect(winner([regimeRule({ site: 'S2' }), regimeRule({ zone: 'Z2' }), regimeRule({ model: 'M2' })])).toBeNull();
    expect(winner([regimeRule({ site: 'S1', model: 'M2', regime: 'A' }), regimeRule({ regime: 'B' })])).toBe('B');
  });

  test('a rule that names a zone does not apply to a device in none', () => {
    const one = reference({ regimeRules: [regimeRule({ zone: 'Z1' })] });
    expect(ruleOne(one, call('1', MONDAY_NOON)).regime).toBeNull();
  });

  test('site counts 8, zone 4, model 2, contract 1, customer 0', () => {
    expect(specificity(regimeRule({ contract: null, customer: 'CU' }))).toBe(0);
    expect(specificity(regimeRule({}))).toBe(1);
    expect(specificity(regimeRule({ model: 'M1' }))).toBe(3);
    expect(specificity(regimeRule({ zone: 'Z1' }))).toBe(5);
    expect(specificity(regimeRule({ site: 'S1' }))).toBe(9);
  });

  test('customer and site (8) beats contract, zone and model (7)', () => {
    const bySite = regimeRule({ contract: null, customer: 'CU', site: 'S1', regime: 'A' });
    const byRest = regimeRule({ zone: 'Z1', model: 'M1', validFrom: date('2026-05-01'), regime: 'B' });
    expect(winner([bySite, byRest])).toBe('A');
  });

  test('contract beats customer', () => {
    expect(winner([regimeRule({ regime: 'A' }), regimeRule({ contract: null, customer: 'CU', regime: 'B' })])).toBe(
      'A',
    );
  });

  test('of equally specific rules the later valid_from wins, and one with none loses to any', () => {
    const older = regimeRule({ validFrom: date('2026-01-01'), regime: 'A' });
    const newer = regimeRule({ validFrom: date('2026-05-01'), regime: 'B' });
    expect(winner([newer, older, regimeRule({ regime: 'X' })])).toBe('B');
  });

  test('then the lower row, the one further down the table', () => {
    expect(winner([regimeRule({ regime: 'A' }), regimeRule({ regime: 'B' })])).toBe('B');
  });

  test('valid_from and valid_to are local dates of the site, both inclusive', () => {
    const rules = [regimeRule({ validFrom: date('2026-06-02'), validTo: date('2026-06-03') })];
    expect(winner(rules, '2026-06-01T23:59:59+01:00')).toBeNull();
    expect(winner(rules, '2026-06-02T00:00:00+01:00')).toBe('R');
    expect(winner(rules, '2026-06-03T23:59:59+01:00')).toBe('R');
    expect(winner(rules, '2026-06-04T00:00:00+01:00')).toBeNull();
  });

  test('the date is that of the site’s own zone', () => {
    const rules = [regimeRule({ validFrom: date('2026-06-02') })];
    const tokyo = world(rules, { sites: [site('S1', { timeZone: 'Asia/Tokyo' })] });
    expect(ruleOne(tokyo, call('1', '2026-06-01T15:00:00Z')).regime).toBe('R');
    expect(ruleOne(tokyo, call('1', '2026-06-01T14:59:59Z')).regime).toBeNull();
  });

  test('weekly hours hold the local time of logged_at: an opening is inside, a closing not', () => {
    const rules = [regimeRule({ regime: 'A' }), regimeRule({ site: 'S1', hours: 'Mo-Fr 08:00-18:00', regime: 'B' })];
    expect(winner(rules, '2026-06-01T07:59:59+01:00')).toBe('A');
    expect(winner(rules, '2026-06-01T08:00:00+01:00')).toBe('B');
    expect(winner(rules, '2026-06-01T18:00:00+01:00')).toBe('A');
    expect(winner(rules, '2026-06-06T12:00:00+01:00')).toBe('A');
  });

  test('hours over midnight belong to the day on which they start', () => {
    const rules = [regimeRule({ hours: 'Fr 22:00-06:00' })];
    expect(winner(rules, '2026-06-06T05:00:00+01:00')).toBe('R');
    expect(winner(rules, '2026-06-05T05:00:00+01:00')).toBeNull();
  });

  test('a customer’s rule serves all its contracts, another customer’s none', () => {
    const mine = regimeRule({ contract: null, customer: 'CU' });
    const theirs = regimeRule({ contract: null, customer: 'OTHER', site: 'S1', regime: 'A' });
    const customers = [
      { code: 'CU', name: '' },
      { code: 'OTHER', name: '' },
    ];
    const two = world([mine, theirs], { customers, contracts: [contract('C1'), contract('C2')] });
    expect(ruleOne(two, call('1', MONDAY_NOON)).regime).toBe('R');
  });

  test('the rule that decided is named with its file and row', () => {
    const rule = regimeRule({ site: 'S1', hours: 'Mo-Fr 08:00-18:00' });
    expect(ruleOne(world([rule]), call('1', MONDAY_NOON)).because[0]).toEqual({
      decides: 'regime',
      code: 'regime-rule',
      file: 'regime_rules.csv',
      row: rule.row,
      text:
        `Rule in row ${rule.row} of regime_rules.csv: contract C1 at site S1, in Mo-Fr 08:00-18:00 has regime R ` +
        '(specificity 9), and applied at 2026-06-01 12:00 +01:00.',
    });
  });
});
