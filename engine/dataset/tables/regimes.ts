import { CLOCK_KINDS, type Regime, type RegimeRule } from '../../model/regime.ts';
import { percent } from '../kinds/number.ts';
import { code, oneOf, openingHours } from '../kinds/text.ts';
import { date, duration } from '../kinds/time.ts';
import { checkOneOf, checkOrder, defaulting, optional, required, type Table } from '../table.ts';

export const regimes: Table<Regime> = {
  name: 'regimes',
  key: 'code',
  columns: {
    code: required(code),
    calendar: required(code, { references: 'calendars' }),
    respondWithin: optional(duration('zero or more')),
    fixWithin: optional(duration('zero or more')),
    clock: defaulting(oneOf(CLOCK_KINDS), 'coverage'),
    availabilityTarget: optional(percent('availability_target')),
  },
};

export const regimeRules: Table<Omit<RegimeRule, 'row'>> = {
  name: 'regime_rules',
  key: null,
  columns: {
    contract: optional(code, { references: 'contracts' }),
    customer: optional(code, { references: 'customers' }),
    site: optional(code, { references: 'sites' }),
    zone: optional(code, { references: 'zones' }),
    model: optional(code, { references: 'models' }),
    validFrom: optional(date),
    validTo: optional(date),
    hours: optional(openingHours),
    regime: required(code, { references: 'regimes' }),
  },
  check: (row, report) => {
    checkOneOf(row, ['contract', 'customer'], report);
    checkOrder({ from: row.validFrom, to: row.validTo }, { from: 'valid_from', to: 'valid_to' }, report);
  },
};
