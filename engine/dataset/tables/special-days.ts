import { DAY_ACCESS, SPECIAL_DAY_EFFECTS, type SpecialDay } from '../../model/special-day.ts';
import { level } from '../kinds/number.ts';
import { code, line, oneOf } from '../kinds/text.ts';
import { dateOrInstant } from '../kinds/time.ts';
import { optional, required, type Table } from '../table.ts';

type Row = Omit<SpecialDay, 'row'>;

/**
 * A regime or level of a non-service-affecting day is kept but decides nothing: such a day has no coverage.
 * Whether `from` lies before `to` takes the site's zone where one is a date: see references.ts.
 */
export const specialDays: Table<Row> = {
  name: 'special_days',
  key: null,
  columns: {
    site: required(code, { references: 'sites' }),
    from: required(dateOrInstant),
    to: required(dateOrInstant),
    effect: required(oneOf(SPECIAL_DAY_EFFECTS)),
    regime: optional(code, { references: 'regimes' }),
    level: optional(level),
    label: optional(line),
    access: optional(oneOf(DAY_ACCESS), { extension: true }),
  },
};
