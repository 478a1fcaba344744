import { BadCell } from './kind.ts';

/** Control characters, and the two separators at which Unicode breaks a line. */
const BREAK = /[\p{Cc}\u2028\u2029]/u;
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;

/**
 * Whether a text may stand in a field of one line: a name, a code, an address, who did something. Such fields go into
 * formats that take a line break for the end of the field: iCalendar, mail headers, lists of other programs.
 */
export const isOneLine = (text: string): boolean => !BREAK.test(text);

/** The text with each run of control characters as one blank: for what was taken in before such text was refused. */
export const asOneLine = (text: string): string => text.replace(BREAKS, ' ').trim();

export const ONE_LINE_MESSAGE = 'It has a line break, a tab or another control character in it.';
export const ONE_LINE_ACTION = 'Write it on one line, without control characters.';

/** A cell of one line that has several, or a control character. */
export const notOneLine = (): BadCell => new BadCell('control-character', ONE_LINE_MESSAGE, ONE_LINE_ACTION);
