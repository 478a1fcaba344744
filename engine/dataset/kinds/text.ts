import { isTimeZone, parseOpeningHours } from '../../time/index.ts';
import { nearest } from '../nearest.ts';
import { BadCell, type Kind } from './kind.ts';
import { isCurrency } from './money.ts';
import { isOneLine, notOneLine } from './one-line.ts';

/** Codes stand in database indices, whose entries are limited. */
export const MAX_CODE_LENGTH = 200;
export const MAX_TEXT_LENGTH = 20_000;

const tooLong = (what: string, limit: number, length: number) =>
  new BadCell(
    'too-long',
    `A ${what} has at most ${limit} characters; this one has ${length}.`,
    `Shorten it to ${limit} characters.`,
  );

/** Whether a code is a step in a path: clients take it out of an address before they send it. */
export const isPathStep = (text: string): boolean => text === '.' || text === '..';

/** A human-chosen code. */
export const code: Kind<string> = {
  read: (text) => {
    if (text.length > MAX_CODE_LENGTH) return tooLong('code', MAX_CODE_LENGTH, text.length);
    if (!isOneLine(text)) return notOneLine();
    return isPathStep(text)
      ? new BadCell(
          'bad-code',
          `"${text}" means a folder in an address: nothing can be reached under it.`,
          'Choose another code.',
        )
      : text;
  },
  write: (value) => value,
  codes: (value) => [value],
};

/** Code of a skill: stands in lists as `skill:level`, so it holds neither sign. */
export const skillCode: Kind<string> = {
  ...code,
  read: (text, context) =>
    /[;:]/.test(text)
      ? new BadCell('bad-code', 'A skill code holds no ";" and no ":".', 'Choose a code without these signs.')
      : code.read(text, context),
};

/** Free text, kept as it is. */
export const text: Kind<string> = {
  read: (value) => (value.length > MAX_TEXT_LENGTH ? tooLong('text', MAX_TEXT_LENGTH, value.length) : value),
  write: (value) => value,
};

/** Free text on one line: a name, an address, a reason. */
export const line: Kind<string> = {
  ...text,
  read: (value, context) => (isOneLine(value) ? text.read(value, context) : notOneLine()),
};

/** One of a closed list of words. */
export function oneOf<const T extends string>(values: readonly T[]): Kind<T> {
  const allowed = new Set<string>(values);
  return {
    read: (value) => {
      if (allowed.has(value)) return value as T;
      const close = nearest(value, values);
      return new BadCell(
        'unknown-value',
        `"${value}" is not one of ${values.join(', ')}.`,
        close === null ? `Write one of ${values.join(', ')}.` : `Write ${close}, if that is meant.`,
      );
    },
    write: (value) => value,
  };
}

const TRUTH = new Map([
  ['true', true],
  ['yes', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['0', false],
]);

/** `true`, `yes`, `1` or `false`, `no`, `0`, in any case. */
export const boolean: Kind<boolean> = {
  read: (value) =>
    TRUTH.get(value) ??
    TRUTH.get(value.toLowerCase()) ??
    new BadCell('bad-boolean', `"${value}" is neither true nor false.`, 'Write true or false.'),
  write: (value) => (value ? 'true' : 'false'),
};

/** ISO 4217 code, upper case. */
export const currency: Kind<string> = {
  read: (value) =>
    isCurrency(value)
      ? value
      : new BadCell(
          'bad-currency',
          `"${value}" is not an ISO 4217 currency.`,
          'Write its three capital letters, as GBP or EUR.',
        ),
  write: (value) => value,
};

/** IANA name. */
export const timeZone: Kind<string> = {
  read: (value) =>
    isTimeZone(value)
      ? value
      : new BadCell(
          'bad-time-zone',
          `"${value}" is not an IANA time zone.`,
          'Write a name as Europe/London or America/New_York.',
        ),
  write: (value) => value,
};

/** `opening_hours` notation, the subset of domain section 2; kept as text. */
export const openingHours: Kind<string> = {
  read: (value) => {
    if (value.length > MAX_TEXT_LENGTH) return tooLong('text', MAX_TEXT_LENGTH, value.length);
    const parsed = parseOpeningHours(value);
    return parsed.ok
      ? value
      : new BadCell('bad-hours', parsed.message, 'Write weekly hours as Mo-Fr 08:00-18:00; Sa 09:00-13:00; PH off.');
  },
  write: (value) => value,
};
