import type { StatementDocument } from './statement-document.ts';

export const periodText = ({ period, first_day, last_day, time_zone }: StatementDocument): string =>
  `${period}: ${first_day} to ${last_day} (${time_zone})`;

export function statusText({ version, provisional, now }: StatementDocument): string {
  const as = `as known at ${now}`;
  if (version !== null) return `closed, version ${version}, ${as}`;
  return provisional ? `provisional, ${as}: the period still runs` : `${as}; the period is not closed yet`;
}

/** What a failure did: `fix missed, due 2026-10-23T10:30:00Z`, `down`. */
export function clockText({
  clock,
  deadline,
  hours_late,
}: StatementDocument['lines'][number]['evidence'][number]): string {
  if (clock === null) return 'down';
  return `${clock} missed, due ${deadline ?? ''}${hours_late > 0 ? `, ${hours_late} h late` : ''}`;
}
