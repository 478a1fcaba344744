import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Entry, feedText } from '../../api/features/feeds/calendar/feed-text.ts';
import { type Instant, instant } from '../../engine/model/units.ts';

/** Properties that a feed may have (RFC 5545, RFC 7986, and the two that calendar programs read beside them). */
const KNOWN =
  /^(BEGIN|END|VERSION|PRODID|NAME|X-WR-CALNAME|REFRESH-INTERVAL|X-PUBLISHED-TTL|UID|SEQUENCE|DTSTAMP|DTSTART|DTEND|SUMMARY|LOCATION|GEO|DESCRIPTION|STATUS|TRANSP|CREATED|LAST-MODIFIED|URL)[;:]/;

/** What people write, and what somebody writes who wants an entry of their own in another's calendar. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('\r\nBEGIN:VEVENT', '\nUID:evil', '\r\nATTENDEE:mailto:evil@example.org', '\rEND:VEVENT\r'),
      fc.constantFrom('\u2028SUMMARY:x', '\u2029', '\u0085', '\0', '\u001b[2J', '\t', '\u007f', '\\', ';', ',', ':'),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
    ),
    { maxLength: 5 },
  )
  .map((parts) => parts.join(''));
const at = fc.integer({ min: 0, max: 100_000 }).map((minutes) => instant(Date.UTC(2026, 5, 1) + minutes * 60_000));
const entry: fc.Arbitrary<Entry> = fc.record({
  uid: hostile,
  start: at,
  end: at.map((time) => (time + 1e10) as Instant),
  summary: hostile,
  description: hostile,
  place: fc.option(
    fc.record({
      title: hostile,
      latitude: fc.double({ min: -90, max: 90, noNaN: true }),
      longitude: fc.double({ min: -180, max: 180, noNaN: true }),
    }),
    { nil: null },
  ),
  status: fc.constantFrom('CONFIRMED', 'TENTATIVE'),
  busy: fc.boolean(),
});

it('each unfolded line of a calendar feed begins with a known property, whatever stands in it', () => {
  fc.assert(
    fc.property(
      hostile,
      fc.uniqueArray(entry, { maxLength: 4, selector: ({ uid }) => uid }),
      at,
      (name, entries, modifiedAt) => {
        const told = new Map(entries.map(({ uid }) => [uid, { sequence: 0, modifiedAt }]));
        const text = feedText(name, entries, told);
        const lines = text.replaceAll('\r\n ', '').split('\r\n');
        for (const line of lines) expect(line).toMatch(KNOWN);
        // Some programs end a line at any of these.
        expect(lines.join('')).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(entries.length);
        expect(lines.filter((line) => line.startsWith('UID:'))).toHaveLength(entries.length);
      },
    ),
    { numRuns: 500 },
  );
});
