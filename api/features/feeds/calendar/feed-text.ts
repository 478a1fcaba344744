import ical, { ICalEventStatus, ICalEventTransparency } from 'ical-generator';
import { asOneLine, type Instant } from '#engine';
import type { EntryState } from '../../../store/index.ts';

/** What stands in a calendar, before it is known whether it is news. */
export interface Entry {
  readonly uid: string;
  readonly start: Instant;
  /** Exclusive. */
  readonly end: Instant;
  readonly summary: string;
  readonly description: string;
  readonly place: { readonly title: string; readonly latitude: number; readonly longitude: number } | null;
  readonly status: 'CONFIRMED' | 'TENTATIVE';
  /** Whether the time is taken. */
  readonly busy: boolean;
}

/**
 * A calendar as iCalendar (RFC 5545). The library writes the calendar's name and the UIDs as they are given, so a line
 * break in one would begin a line of its own, with whatever property its author likes.
 * @param told sequence and last change of each entry, by UID
 */
export function feedText(
  name: string,
  entries: readonly Entry[],
  told: ReadonlyMap<string, Pick<EntryState, 'sequence' | 'modifiedAt'>>,
): string {
  const calendar = ical({
    name: escapedText(asOneLine(name)),
    prodId: { company: 'Turnout', product: 'Turnout', language: 'EN' },
    ttl: 300,
  });
  for (const entry of entries) {
    const { sequence, modifiedAt } = told.get(entry.uid)!;
    const modified = new Date(modifiedAt);
    calendar.createEvent({
      id: escapedText(asOneLine(entry.uid)),
      sequence,
      stamp: modified,
      lastModified: modified,
      start: new Date(entry.start),
      end: new Date(entry.end),
      summary: asOneLine(entry.summary),
      description: plainLines(entry.description),
      status: ICalEventStatus[entry.status],
      transparency: entry.busy ? ICalEventTransparency.OPAQUE : ICalEventTransparency.TRANSPARENT,
      ...locationOf(entry.place),
    });
  }
  return calendar.toString();
}

/** The library takes no place without a title. */
function locationOf(place: Entry['place']) {
  const title = place === null ? '' : asOneLine(place.title);
  if (place === null || title === '') return {};
  return { location: { title, geo: { lat: place.latitude, lon: place.longitude } } };
}

/** A value of type TEXT (RFC 5545, section 3.3.11) that is on one line. */
const escapedText = (text: string): string => text.replace(/[\\;,]/g, (sign) => `\\${sign}`);

/** Text of several lines without other control characters; the library writes each break as `\n`. */
const plainLines = (text: string): string =>
  text
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((each) => each.replace(/\p{Cc}+/gu, ' '))
    .join('\n');
