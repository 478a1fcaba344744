/** A payment period as the API names it: `2026-10`, `2026-Q4` or `2026`. */
export type PeriodKind = 'month' | 'quarter' | 'year';

/** Whether a text names a period. */
export const isPeriod = (text: string): boolean => /^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]))?$/.test(text);

/** The period that contains a local date (`2026-10-23`). */
export function periodOf(date: string, kind: PeriodKind): string {
  const [year = '', month = '01'] = date.split('-');
  if (kind === 'year') return year;
  if (kind === 'month') return `${year}-${month}`;
  return `${year}-Q${Math.ceil(Number(month) / 3)}`;
}

/** The periods that some local dates lie in, of the kind of another, each once, in order; those between them too, `most` at most. */
export function periodsOf(dates: readonly string[], like: string, most: number): string[] {
  const kind = !like.includes('-') ? 'year' : like.includes('Q') ? 'quarter' : 'month';
  const named = dates.filter((date) => /^\d{4}-\d\d-\d\d/.test(date)).map((date) => periodOf(date.slice(0, 10), kind));
  const last = named.toSorted().at(-1);
  const periods: string[] = [];
  for (
    let next = named.toSorted()[0];
    next !== undefined && last !== undefined && next <= last;
    next = periodBefore(next, -1)
  ) {
    if (periods.length === most) break;
    periods.push(next);
  }
  return periods;
}

/** The period so many before (negative: after) another. */
export function periodBefore(period: string, count: number): string {
  const [year = '', part] = period.split('-');
  if (part === undefined) return String(Number(year) - count);
  if (part.startsWith('Q')) {
    const index = Number(year) * 4 + Number(part.slice(1)) - 1 - count;
    return `${Math.floor(index / 4)}-Q${(index % 4) + 1}`;
  }
  const index = Number(year) * 12 + Number(part) - 1 - count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}
