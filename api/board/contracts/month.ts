const DAY = 86_400_000;
const WEEKDAY = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', weekday: 'short' });

/** The first month of a period: `2026-10` of `2026-10` and `2026-Q4`, `2026-01` of `2026`. */
export function monthOf(period: string): string {
  const [year = '', part = '01'] = period.split('-');
  if (!part.startsWith('Q')) return `${year}-${part}`;
  return `${year}-${String((Number(part.slice(1)) - 1) * 3 + 1).padStart(2, '0')}`;
}

/** A day of a calendar page. */
export interface CalendarDay {
  /** `2026-10-23`. */
  readonly date: string;
  /** `Mon`. */
  readonly weekday: string;
  readonly inMonth: boolean;
}

/** Whole weeks, Monday to Sunday, that hold a month (`2026-10`). */
export function daysOfMonth(month: string): CalendarDay[] {
  const first = Date.parse(`${month}-01T00:00:00Z`);
  const start = first - ((new Date(first).getUTCDay() + 6) % 7) * DAY;
  const days: CalendarDay[] = [];
  for (let k = 0; k % 7 !== 0 || k === 0 || dateOf(start + k * DAY).startsWith(month); k++) {
    const date = dateOf(start + k * DAY);
    days.push({ date, weekday: WEEKDAY.format(start + k * DAY), inMonth: date.startsWith(month) });
  }
  return days;
}

const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10);
