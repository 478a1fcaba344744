import type { Hold } from '../../model/call.ts';
import type { SkillLevel } from '../../model/skill.ts';
import type { Interval } from '../../model/units.ts';
import { BadCell, type Kind } from './kind.ts';
import { level } from './number.ts';
import { isOneLine, notOneLine } from './one-line.ts';
import { instant } from './time.ts';

const MAX_LIST_LENGTH = 100_000;

/** Several values of one kind, separated by `;`; blank entries are passed over. */
export function list<T>(kind: Kind<T>): Kind<readonly T[]> {
  return {
    read: (text, context) => {
      if (text.length > MAX_LIST_LENGTH)
        return new BadCell(
          'too-long',
          `A list has at most ${MAX_LIST_LENGTH} characters; this one has ${text.length}.`,
          'Shorten the list.',
        );
      const values: T[] = [];
      for (const part of text.split(';')) {
        const entry = part.trim();
        if (entry === '') continue;
        const value = kind.read(entry, context);
        if (value instanceof BadCell) return new BadCell(value.code, value.message, value.action, value.value ?? entry);
        values.push(value);
      }
      return values;
    },
    write: (values, context) => values.map((value) => kind.write(value, context)).join(';'),
    codes: (values) => values.flatMap((value) => kind.codes?.(value) ?? []),
  };
}

/** A list whose order means nothing: kept ascending. */
export function ascending<T extends number>(kind: Kind<T>): Kind<readonly T[]> {
  const entries = list(kind);
  return {
    ...entries,
    read: (text, context) => {
      const values = entries.read(text, context);
      return values instanceof BadCell ? values : values.toSorted((a, b) => a - b);
    },
  };
}

/** `skill` (level 1) or `skill:level`. */
export const skillLevel: Kind<SkillLevel> = {
  read: (text, context) => {
    const colon = text.lastIndexOf(':');
    if (colon < 0) return { skill: text, level: 1 };
    const skill = text.slice(0, colon).trim();
    if (skill === '')
      return new BadCell('bad-code', `"${text}" names no skill.`, 'Write skill or skill:level, as lift:2.');
    const value = level.read(text.slice(colon + 1).trim(), context);
    return value instanceof BadCell ? value : { skill, level: value };
  },
  write: (value) => (value.level === 1 ? value.skill : `${value.skill}:${value.level}`),
  codes: (value) => [value.skill],
};

const HOLD_ACTION = 'Write from/to/reason, with "to" left empty while the hold lasts.';

/** `from/to/reason`. */
const hold: Kind<Hold> = {
  read: (text, context) => {
    const [from = '', to, ...rest] = text.split('/');
    const reason = rest.join('/').trim();
    if (to === undefined || reason === '') return new BadCell('bad-hold', `"${text}" is not a hold.`, HOLD_ACTION);
    if (!isOneLine(reason)) return notOneLine();
    const start = instant.read(from.trim(), context);
    if (start instanceof BadCell) return start;
    const end = to.trim() === '' ? null : instant.read(to.trim(), context);
    if (end instanceof BadCell) return end;
    if (end !== null && end <= start)
      return new BadCell('contradictory-values', `The hold "${text}" ends at or before its start.`, HOLD_ACTION);
    return { from: start, to: end, reason };
  },
  write: (value, context) =>
    `${instant.write(value.from, context)}/${value.to === null ? '' : instant.write(value.to, context)}/${value.reason}`,
};

const holdList = list(hold);

/** Holds in order of their start; the one that still lasts, if any, is the last. */
export const holds: Kind<readonly Hold[]> = {
  read: (text, context) => {
    const values = holdList.read(text, context);
    if (values instanceof BadCell) return values;
    const sorted = values.toSorted((a, b) => a.from - b.from);
    if (sorted.findIndex((one) => one.to === null) + 1 < sorted.length && sorted.some((one) => one.to === null))
      return new BadCell(
        'contradictory-values',
        'A hold without an end is followed by another hold.',
        'Give every hold but the last an end.',
      );
    return sorted;
  },
  write: holdList.write,
};

const INTERVAL_ACTION = 'Write from/to, the end after the start.';

/** `from/to`. */
const interval: Kind<Interval> = {
  read: (text, context) => {
    const [from = '', to = ''] = text.split('/');
    const start = instant.read(from.trim(), context);
    if (start instanceof BadCell) return start;
    const end = instant.read(to.trim(), context);
    if (end instanceof BadCell) return end;
    if (end <= start)
      return new BadCell('contradictory-values', `"${text}" ends at or before its start.`, INTERVAL_ACTION);
    return { start, end };
  },
  write: ({ start, end }, context) => `${instant.write(start, context)}/${instant.write(end, context)}`,
};

const intervalList = list(interval);

/** Intervals in order, none of which overlap. */
export const intervals: Kind<readonly Interval[]> = {
  read: (text, context) => {
    const values = intervalList.read(text, context);
    if (values instanceof BadCell) return values;
    const sorted = values.toSorted((a, b) => a.start - b.start);
    if (sorted.some(({ start }, k) => k > 0 && start < sorted[k - 1]!.end))
      return new BadCell(
        'contradictory-values',
        'Two of the intervals overlap.',
        'Give intervals that do not overlap.',
      );
    return sorted;
  },
  write: intervalList.write,
};
