import { failed, ok, type Result } from '#engine';
import type { Arguments } from './arguments.ts';

/** A flag that takes one of some words; null: it was not given. Problem: `bad-flag`. */
export function choice<T extends string>(given: Arguments, flag: string, words: readonly T[]): Result<T | null> {
  const text = given.text(flag);
  if (text === undefined) return ok(null);
  const found = words.find((word) => word === text);
  if (found !== undefined) return ok(found);
  return failed([
    {
      code: 'bad-flag',
      field: `--${flag}`,
      value: text,
      message: `--${flag} does not take this value.`,
      action: `Give --${flag} one of ${words.join(', ')}.`,
    },
  ]);
}
