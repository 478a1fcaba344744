import { SPECIAL_DAY_EFFECTS, type SpecialDay } from '../../model/special-day.ts';
import { level } from '../kinds/number.ts';
import { code, oneOf, text } from '../kinds/text.ts';
import { dateOrInstant } from '../kinds/time.ts';
import { optional, type Report, required, type Table } from '../table.ts';

type Row = Omit<SpecialDay, 'row'>;

/** Whether `from` lies before `to` takes the site's zone where one is a date: see references.ts. */
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
    label: optional(text),
  },
  check: checkEffect,
};

/** Without coverage there are no targets to follow and no urgency to set. */
function checkEffect(row: Partial<Row>, report: Report): void {
  if (row.effect !== 'non-service-affecting') return;
  for (const name of ['regime', 'level'] as const)
    if (row[name] !== null)
      report(
        name,
        'contradictory-values',
        `A non-service-affecting day has no ${name}.`,
        `Leave ${name} empty, or write service-affecting as the effect.`,
      );
}
