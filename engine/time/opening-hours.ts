/** A stretch of a local day in minutes after midnight: `0 <= from < 1440`, `from < to <= from + 1440`; over 1440: next day. */
export interface Band {
  readonly from: number;
  readonly to: number;
}

/** Weekly hours, ready to compile. Bands of a day are in order and don't overlap. */
export interface OpeningHours {
  /** Bands that begin on each weekday, Monday first. */
  readonly week: readonly (readonly Band[])[];
  /** Bands that begin on a holiday; none without a `PH` rule. */
  readonly holiday: readonly Band[];
  /** Whether every day of the week is open from midnight to midnight. */
  readonly everyDayWhole: boolean;
}

export type OpeningHoursResult =
  | { readonly ok: true; readonly hours: OpeningHours }
  | { readonly ok: false; readonly message: string };

const DAY_NAMES = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'] as const;
const HOLIDAY = 7;
const WHOLE_DAY: readonly Band[] = [{ from: 0, to: 1440 }];
const MAX_LENGTH = 1000;

export const SUPPORTED_HOURS =
  'Supported: days (Mo-Fr, Sa,Su, PH), bands (08:00-12:00,13:00-17:00; 22:00-06:00 runs over midnight), off, 24/7, ' +
  'rules separated by ";", as in "Mo-Fr 08:00-18:00; Sa 09:00-13:00; PH off".';

/**
 * Reads the subset of OpenStreetMap's `opening_hours` in domain section 2. A rule for a day replaces what earlier rules
 * said of that day wholly. The message names the part that is wrong and the notation supported.
 */
export function parseOpeningHours(text: string): OpeningHoursResult {
  const wrong = (part: string, why: string): OpeningHoursResult => {
    const shown = part.length > 60 ? `${part.slice(0, 60)}…` : part;
    return { ok: false, message: `"${shown}": ${why}. ${SUPPORTED_HOURS}` };
  };
  if (text.trim() === '') return wrong(text, 'no hours');
  if (text.length > MAX_LENGTH) return wrong(text, `longer than ${MAX_LENGTH} characters`);
  const days: (readonly Band[])[] = Array.from({ length: 8 }, () => []);
  const rules = text.split(';');
  for (const [position, written] of rules.entries()) {
    const rule = written.trim().replace(/\s*([,-])\s*/g, '$1');
    // A ";" after the last rule is how many people write; one in the middle hides a rule that is missing.
    if (rule === '' && position === rules.length - 1 && position > 0) continue;
    if (rule === '') return wrong(text, 'an empty rule beside a ";"');
    const [first, second, ...rest] = rule.split(/\s+/) as [string, string | undefined, ...string[]];
    if (rest.length > 0) return wrong(written.trim(), 'a rule is days, a space, and bands or "off"');
    const namesDays = second !== undefined || /^[A-Z]/.test(first);
    const when = namesDays ? parseDays(first) : { days: [0, 1, 2, 3, 4, 5, 6] };
    if ('error' in when) return wrong(when.part, when.error);
    const hours = namesDays ? second : first;
    if (hours === undefined) return wrong(written.trim(), 'days without bands or "off"');
    const bands = parseBands(hours);
    if ('error' in bands) return wrong(bands.part, bands.error);
    for (const day of when.days) days[day] = bands.bands;
  }
  const week = days.slice(0, HOLIDAY);
  const everyDayWhole = week.every((bands) => bands.length === 1 && bands[0]!.from === 0 && bands[0]!.to === 1440);
  return { ok: true, hours: { week, holiday: days[HOLIDAY]!, everyDayWhole } };
}

type Wrong = { readonly error: string; readonly part: string };

function parseDays(text: string): { readonly days: readonly number[] } | Wrong {
  const days: number[] = [];
  for (const part of text.split(',')) {
    if (part === 'PH') {
      days.push(HOLIDAY);
      continue;
    }
    const ends = part.split('-').map((name) => DAY_NAMES.indexOf(name as (typeof DAY_NAMES)[number]));
    const [from, to = from] = ends as [number, number | undefined];
    if (ends.length > 2 || ends.includes(-1) || to === undefined) {
      return { part, error: 'not a day or range of days (Mo, Tu, We, Th, Fr, Sa, Su, PH)' };
    }
    // Fr-Mo goes round the end of the week.
    for (let day = from; ; day = (day + 1) % 7) {
      days.push(day);
      if (day === to) break;
    }
  }
  return { days };
}

function parseBands(text: string): { readonly bands: readonly Band[] } | Wrong {
  if (text === 'off') return { bands: [] };
  if (text === '24/7') return { bands: WHOLE_DAY };
  const bands: Band[] = [];
  for (const part of text.split(',')) {
    const ends = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(part);
    if (ends === null) return { part, error: 'not a band of hours such as 08:00-18:00, "off" or "24/7"' };
    const [fromHour, fromMinute, toHour, toMinute] = ends.slice(1).map(Number) as [number, number, number, number];
    const from = fromHour * 60 + fromMinute;
    const to = toHour * 60 + toMinute;
    if (fromMinute > 59 || toMinute > 59 || from >= 1440 || to > 1440) {
      return { part, error: 'no such time of day (00:00 to 23:59; 24:00 as an end)' };
    }
    if (from === to) return { part, error: 'a band that ends when it begins (a whole day is 00:00-24:00)' };
    bands.push({ from, to: to > from ? to : to + 1440 });
  }
  bands.sort((a, b) => a.from - b.from);
  const overlaps = bands.some((band, k) => k > 0 && band.from < bands[k - 1]!.to);
  return overlaps ? { part: text, error: 'bands of one day overlap' } : { bands };
}
