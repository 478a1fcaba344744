import type { DateOrInstant } from '../../model/special-day.ts';
import type { CalendarPeriod, Instant, LocalDate, Millis } from '../../model/units.ts';
import { DAY } from '../../model/units.ts';
import {
  formatDuration,
  formatInstant,
  formatPeriod,
  parseDuration,
  parseInstant,
  parseLocalDate,
  parsePeriod,
} from '../../time/index.ts';
import { BadCell, type Kind } from './kind.ts';

/** Instants of a dataset lie in these years: a slip of the pen must not compile a timeline of eight thousand years. */
const FIRST_INSTANT = Date.UTC(1900, 0, 1);
const END_OF_INSTANTS = Date.UTC(2200, 0, 1);
const LONGEST_DURATION = 36_525 * DAY;

const INSTANT_ACTION = 'Write an instant with its offset, as 2026-10-23T16:30:00+01:00.';

/** ISO 8601 with offset. */
export const instant: Kind<Instant> = {
  read: (text) => {
    const value = parseInstant(text);
    if (value === null)
      return new BadCell('bad-instant', `"${text}" is not an instant with an offset.`, INSTANT_ACTION);
    if (value < FIRST_INSTANT || value >= END_OF_INSTANTS)
      return new BadCell('out-of-range', `Instants lie in the years 1900 to 2199; ${text} does not.`, INSTANT_ACTION);
    return value;
  },
  write: formatInstant,
};

/** `YYYY-MM-DD`. */
export const date: Kind<LocalDate> = {
  read: (text) =>
    parseLocalDate(text) ?? new BadCell('bad-date', `"${text}" is not a calendar date.`, 'Write a date as 2026-10-23.'),
  write: (value) => value,
};

/** ISO 8601 duration, a day being 24 hours; at least, or above, zero. */
export function duration(bound: 'zero or more' | 'above zero'): Kind<Millis> {
  return {
    read: (text) => {
      const value = parseDuration(text);
      if (value === null)
        return new BadCell(
          'bad-duration',
          `"${text}" is not an ISO 8601 duration.`,
          'Write a duration as PT4H, PT1H30M or P30D.',
        );
      if (value < 0 || (value === 0 && bound === 'above zero'))
        return new BadCell('out-of-range', `A duration here is ${bound}; ${text} is not.`, 'Write a longer duration.');
      if (value > LONGEST_DURATION)
        return new BadCell(
          'out-of-range',
          `A duration is at most 100 years; ${text} is not.`,
          'Write a shorter duration.',
        );
      return value;
    },
    write: formatDuration,
  };
}

/** ISO 8601 period in calendar units, above zero. */
export const period: Kind<CalendarPeriod> = {
  read: (text) => {
    const value = parsePeriod(text);
    if (value === null)
      return new BadCell(
        'bad-period',
        `"${text}" is not a period in years, months, weeks or days.`,
        'Write a period as P1Y, P6M or P90D.',
      );
    const days = value.years * 366 + value.months * 31 + value.days;
    if (days <= 0 || days > 366_000)
      return new BadCell(
        'out-of-range',
        `A period is above zero and at most 1,000 years; ${text} is not.`,
        'Write a period as P1Y, P6M or P90D.',
      );
    return value;
  },
  write: formatPeriod,
};

/** A local date or an instant. */
export const dateOrInstant: Kind<DateOrInstant> = {
  read: (text, context) => {
    const localDate = parseLocalDate(text);
    if (localDate !== null) return { date: localDate };
    const value = instant.read(text, context);
    if (!(value instanceof BadCell)) return { instant: value };
    return value.code === 'out-of-range'
      ? value
      : new BadCell(
          'bad-instant',
          `"${text}" is neither a date nor an instant with an offset.`,
          `Write a date as 2026-10-23, or an instant as 2026-10-23T16:30:00+01:00.`,
        );
  },
  write: (value) => ('date' in value ? value.date : formatInstant(value.instant)),
};
