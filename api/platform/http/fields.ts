import { z } from 'zod';
import {
  type Instant,
  isEmailAddress,
  isOneLine,
  isPathStep,
  isTimeZone,
  type LocalDate,
  type Millis,
  ONE_LINE_MESSAGE,
  parseDuration,
  parseInstant,
  parseLocalDate,
} from '#engine';

/** Instants that a database column and every calendar can hold. */
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);
/** A week of work is longer than any single call; ten years leave room for whoever counts differently. */
const LONGEST = 3653 * 86_400_000;

/** A field read from text by a parser of the engine; `what` completes "Must be …". */
const read = <T>(what: string, example: string, parse: (text: string) => T | null, limit = 64) =>
  z
    .string()
    .max(limit)
    .transform((text, context): T => {
      const value = parse(text);
      if (value !== null) return value;
      context.addIssue({ code: 'custom', message: `Must be ${what}, like ${example}` });
      return z.NEVER;
    });

/** ISO 8601 with offset in, epoch milliseconds to the services. */
export const instantField = read<Instant>(
  'an instant with offset from 1970 to 2199',
  '2026-10-23T16:30:00+01:00',
  (text) => {
    const at = parseInstant(text);
    return at !== null && at >= EARLIEST && at < LATEST ? at : null;
  },
).meta({ description: 'An instant: ISO 8601 with offset.', examples: ['2026-10-23T16:30:00+01:00'] });

export const durationField = read<Millis>('a duration above zero, up to ten years', 'PT1H30M', (text) => {
  const length = parseDuration(text);
  return length !== null && length > 0 && length <= LONGEST ? length : null;
}).meta({ description: 'A length of time: ISO 8601 duration.', examples: ['PT1H30M'] });

export const dateField = read<LocalDate>('a date', '2026-10-23', (text) => parseLocalDate(text)).meta({
  description: 'A calendar date.',
  examples: ['2026-10-23'],
});

/** A human-chosen code, on one line, under which something can be reached. */
export const codeField = z
  .string()
  .min(1)
  .max(200)
  .refine(isOneLine, ONE_LINE_MESSAGE)
  .refine((text) => !isPathStep(text), 'Must be a code other than "." and "..", which addresses take for folders');
/** Text with something in it. */
export const textField = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.trim() !== '', 'Must have text in it');

/** Text on one line with something in it: a name, a reason, who does something. */
export const lineField = (max: number) => textField(max).refine(isOneLine, ONE_LINE_MESSAGE);

/** An IANA time zone. */
export const zoneField = z
  .string()
  .max(100)
  .refine((zone) => isTimeZone(zone), 'Must be an IANA time zone, like Europe/London');

/** One e-mail address. */
export const emailField = z.string().max(320).refine(isEmailAddress, 'Must be an e-mail address');

/** `true` or `false` in a query. */
export const flagField = z.enum(['true', 'false']).transform((text) => text === 'true');

export const limitField = (most: number, usual: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `Must be a whole number from 1 to ${most}`)
    .transform(Number)
    .refine((count) => count >= 1 && count <= most, `Must be a whole number from 1 to ${most}`)
    .default(usual);

export const cursorField = z.string().max(400).meta({ description: '`next` of the page before.' });

/** Instants as they leave: UTC. */
export const instantOut = z
  .string()
  .meta({ description: 'Instant in UTC, ISO 8601.', examples: ['2026-10-23T15:30:00Z'] });

/** `GET …?expand=` and the like have no fields: anything given is a mistake. */
export const noQuery = z.strictObject({});

/** Entries of a journal, in order. */
export const journal = z.array(
  z.object({
    id: z.string(),
    kind: z.string(),
    at: instantOut,
    who: z.string(),
    why: z.string().nullable(),
    details: z.unknown(),
  }),
);
