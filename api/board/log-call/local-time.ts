import type { Times } from '../time/times.ts';

/** The instant of a `datetime-local` field (`2026-10-23T16:30`) read in the zone of the page, as ISO 8601; null: none. */
export function instantOfLocal(text: string, times: Times): string | null {
  const asUtc = Date.parse(`${text}Z`);
  if (Number.isNaN(asUtc)) return null;
  // Twice, since the offset is that of the instant and not of the guess.
  const guess = asUtc - times.offset(asUtc) * 60_000;
  return new Date(asUtc - times.offset(guess) * 60_000).toISOString();
}
