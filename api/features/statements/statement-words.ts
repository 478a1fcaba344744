import { formatLocal, parseInstant } from '#engine';
import type { StatementDocument } from './statement-document.ts';
import type { LineView } from './statement-view.ts';

export const periodText = ({ period, first_day, last_day, time_zone }: StatementDocument): string =>
  `${period}: ${first_day} to ${last_day} (${time_zone})`;

export function statusText(document: StatementDocument): string {
  const { version, provisional, now } = document;
  const as = `as known at ${wallClock(document)(now)}`;
  if (version !== null) return `closed, version ${version}, ${as}`;
  return provisional ? `provisional, ${as}: the period still runs` : `${as}; the period is not closed yet`;
}

const TITLES: Readonly<Record<LineView['kind'], string>> = {
  ...{ fee: 'Base fee', measure: 'Measure', 'non-duplication': 'Charged once', cap: 'Cap', rounding: 'Rounding' },
};

/** What a line is about: its measure, else what kind of line it is. */
export const lineTitle = ({ measure, kind }: Pick<LineView, 'measure' | 'kind'>): string => measure ?? TITLES[kind];

/** What a failure did: `fix missed, due 2026-10-23 11:30 +01:00`, `down`; of a mean `fix after 3.25 h, due …`. */
export function clockText(
  { clock, deadline, hours_late, hours }: StatementDocument['lines'][number]['evidence'][number],
  wall: (instant: string | null) => string,
): string {
  if (clock === null) return 'down';
  // Statements that were frozen before means had evidence of their own lack the hours.
  if (hours != null) return `${clock} after ${hours} h, due ${wall(deadline)}`;
  return `${clock} missed, due ${wall(deadline)}${hours_late > 0 ? `, ${hours_late} h late` : ''}`;
}

/** An instant as the wall clock of the contract shows it, for people: `2026-10-23 16:30 +01:00`. */
export const wallClock =
  ({ time_zone }: Pick<StatementDocument, 'time_zone'>) =>
  (instant: string | null): string => {
    const at = instant === null ? null : parseInstant(instant);
    return at === null ? '' : formatLocal(at, time_zone);
  };
