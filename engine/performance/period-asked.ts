import type { Contract, PaymentPeriod } from '../model/contract.ts';
import type { Problem, Result } from '../model/problem.ts';
import { failed, ok } from '../model/problem.ts';
import { DAY, type Instant, type Interval, type LocalDate } from '../model/units.ts';
import { addDays, localDateAt, parseInstant, parseLocalDate, startOfDay } from '../time/index.ts';
import { parsePeriodCode, periodAt } from './payment-period.ts';

/** A period as somebody asks for it, in text: a code, or both ends; nothing: the payment period that runs. */
export interface PeriodAsked {
  /** `2026-10`, `2026-Q4` or `2026`, whatever the contract's own periods are. */
  readonly period?: string | undefined;
  /** A date in the contract's zone, both inclusive, or an instant, `[from, to)`. */
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Figures are asked for years, not for ages, and coverage is compiled no further ahead. */
const LONGEST = 20 * 366 * DAY;
/** How far from now a period may end, in milliseconds: of statements as of figures. */
export const FURTHEST_AHEAD = 3 * 366 * DAY;
/** No figures are of earlier days: 1 January 1970, in UTC less a day for the zones east of it. */
const EARLIEST = -DAY;

/** The period `[start, end)` that is asked for. Problems, code `bad-value`: one for each field that is wrong. */
export function periodAsked(contract: Contract, asked: PeriodAsked, now: Instant): Result<Interval> {
  const { period, from, to } = asked;
  if (period !== undefined) {
    if (from !== undefined || to !== undefined)
      return failed([wrong('period', period, 'A period has its own ends.', 'Leave out from and to, or the period.')]);
    const found = parsePeriodCode({ ...contract, paymentPeriod: kindOf(period) }, period);
    if (found !== null) return bounded({ start: found.start, end: found.end }, now, 'period', period);
    return failed([
      wrong('period', period, 'This is no period.', 'Give a month, quarter or year: 2026-10, 2026-Q4, 2026.'),
    ]);
  }
  if (from === undefined && to === undefined) {
    const { start, end } = periodAt(contract, now);
    return ok({ start, end });
  }
  const start = endOf(contract, from, 'from');
  const end = endOf(contract, to, 'to');
  if (typeof start !== 'number' || typeof end !== 'number')
    return failed([start, end].filter((each): each is Problem => typeof each !== 'number'));
  if (start >= end)
    return failed([wrong('to', to!, 'The period ends before it begins.', 'Give a `to` that is not before `from`.')]);
  return bounded({ start, end }, now, 'to', to!);
}

function bounded(period: Interval, now: Instant, field: string, value: string): Result<Interval> {
  if (period.end - period.start > LONGEST)
    return failed([wrong(field, value, 'The period is longer than 20 years.', 'Ask for a shorter one.')]);
  if (period.start < EARLIEST)
    return failed([wrong(field, value, 'The period begins before 1970.', 'Ask for a later one.')]);
  if (period.end > now + FURTHEST_AHEAD)
    return failed([wrong(field, value, 'The period ends more than 3 years from now.', 'Ask for an earlier end.')]);
  return ok(period);
}

function endOf({ timeZone }: Contract, text: string | undefined, field: 'from' | 'to'): Instant | Problem {
  const action =
    'Give a date such as 2026-10-23, or an instant such as 2026-10-23T16:30:00+01:00; or a period: 2026-10.';
  if (text === undefined) return wrong(field, '', `\`${field}\` is missing.`, action);
  const date = parseLocalDate(text);
  if (date !== null) return startOfDay(field === 'from' ? date : addDays(date, 1), timeZone);
  return parseInstant(text) ?? wrong(field, text, 'This is neither a date nor an instant with offset.', action);
}

const wrong = (field: string, value: string, message: string, action: string): Problem => ({
  code: 'bad-value',
  field,
  value: value.slice(0, 100),
  message,
  action,
});

const kindOf = (code: string): PaymentPeriod =>
  code.includes('Q') ? 'quarter' : code.includes('-') ? 'month' : 'year';

export const STEPS = ['day', 'week', 'month'] as const;
export type Step = (typeof STEPS)[number];

/**
 * A period cut at the days, Mondays or firsts of months of a zone, in order; the first and last may be parts of one. For a
 * curve over time.
 */
export function stepsOf({ start, end }: Interval, zone: string, step: Step): Interval[] {
  const steps: Interval[] = [];
  for (let from = start; from < end; ) {
    const next = startOfDay(nextCut(localDateAt(from, zone), step), zone);
    const to = next < end ? next : end;
    if (to > from) steps.push({ start: from, end: to });
    from = to;
  }
  return steps;
}

function nextCut(date: LocalDate, step: Step): LocalDate {
  const next = addDays(date, 1);
  if (step === 'day') return next;
  const cut = step === 'week' ? isMonday : isFirst;
  for (let day = next; ; day = addDays(day, 1)) if (cut(day)) return day;
}

const isFirst = (date: LocalDate): boolean => date.endsWith('-01');
const isMonday = (date: LocalDate): boolean => new Date(`${date}T00:00:00Z`).getUTCDay() === 1;
