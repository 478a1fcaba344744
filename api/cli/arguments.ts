import { parseArgs } from 'node:util';
import { failed, type Instant, ok, type Problem, parseInstant, type Result } from '#engine';

/** What a flag holds, for its error message and its parsing. */
export type FlagKind = 'instant' | 'count' | 'threads' | 'seconds' | 'text' | 'switch';

export interface CommandShape {
  /** Names of the positional arguments, all required. */
  readonly positionals: readonly string[];
  readonly flags: Readonly<Record<string, FlagKind>>;
  readonly required?: readonly string[];
  /** Flags of which at most one may be given. */
  readonly exclusive?: readonly (readonly string[])[];
}

export interface Arguments {
  readonly positionals: readonly string[];
  readonly instant: (flag: string) => Instant | undefined;
  readonly number: (flag: string) => number | undefined;
  readonly text: (flag: string) => string | undefined;
  readonly has: (flag: string) => boolean;
}

const EXPECTED: Readonly<Record<FlagKind, string>> = {
  instant: 'an instant with offset, such as 2026-10-23T16:30:00+01:00',
  count: 'a whole number, 0 or more',
  threads: 'a whole number from 1 to 256',
  seconds: 'a number of seconds over 0',
  text: 'a text',
  switch: 'nothing after it',
};

const usage = (code: string, field: string, value: string, message: string, action: string): Problem => ({
  code,
  field,
  value,
  message,
  action,
});

/** Reads a command's arguments; every problem at once, none thrown. */
export function readArguments(argv: readonly string[], shape: CommandShape): Result<Arguments> {
  const options = Object.fromEntries(
    Object.entries(shape.flags).map(([name, kind]) => [
      name,
      { type: kind === 'switch' ? 'boolean' : 'string' } as const,
    ]),
  );
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const problems: Problem[] = [];
  const parsed = new Map<string, number | string | boolean>();
  for (const token of tokens) {
    if (token.kind === 'option' && !(token.name in shape.flags)) {
      const known = Object.keys(shape.flags).map((name) => `--${name}`);
      problems.push(
        usage(
          'unknown-flag',
          token.rawName,
          String(token.value ?? ''),
          `There is no flag ${token.rawName}.`,
          `Use one of ${known.join(', ')}.`,
        ),
      );
    }
  }
  for (const [name, kind] of Object.entries(shape.flags)) {
    const given = values[name];
    if (given === undefined) {
      if (shape.required?.includes(name)) {
        problems.push(
          usage('flag-missing', `--${name}`, '', `--${name} is missing.`, `Add --${name} with ${EXPECTED[kind]}.`),
        );
      }
      continue;
    }
    const value = kind === 'switch' ? true : parseFlag(kind, given);
    if (value === null) {
      problems.push(
        usage(
          'bad-flag',
          `--${name}`,
          String(given),
          `--${name} does not take this value.`,
          `Give --${name} ${EXPECTED[kind]}.`,
        ),
      );
    } else parsed.set(name, value);
  }
  for (const [index, name] of shape.positionals.entries()) {
    if (!positionals[index]) {
      problems.push(usage('argument-missing', name, '', `${name} is missing.`, `Name ${name} after the command.`));
    }
  }
  for (const group of shape.exclusive ?? []) {
    const given = group.filter((name) => values[name] !== undefined).map((name) => `--${name}`);
    if (given.length > 1) {
      problems.push(
        usage(
          'flags-exclusive',
          given.join(' '),
          '',
          `${given.join(' and ')} contradict each other.`,
          'Give one of them.',
        ),
      );
    }
  }
  for (const extra of positionals.slice(shape.positionals.length)) {
    problems.push(
      usage(
        'argument-too-many',
        'arguments',
        extra,
        'This argument is one too many.',
        `Give ${shape.positionals.join(' ') || 'flags'} alone.`,
      ),
    );
  }
  if (problems.length > 0) return failed(problems);
  return ok({
    positionals,
    instant: (flag) => parsed.get(flag) as Instant | undefined,
    number: (flag) => parsed.get(flag) as number | undefined,
    text: (flag) => parsed.get(flag) as string | undefined,
    has: (flag) => parsed.has(flag),
  });
}

function parseFlag(kind: FlagKind, given: string | boolean | (string | boolean)[]): number | string | null {
  if (typeof given !== 'string' || given === '') return null;
  switch (kind) {
    case 'instant':
      return parseInstant(given);
    case 'count':
      return /^\d{1,15}$/.test(given) ? Number(given) : null;
    case 'threads':
      return /^\d{1,3}$/.test(given) && Number(given) >= 1 && Number(given) <= 256 ? Number(given) : null;
    case 'seconds':
      return /^\d+(\.\d+)?$/.test(given) && Number(given) > 0 && Number(given) <= 86_400 ? Number(given) : null;
    default:
      return given;
  }
}
