import type { Problem } from '#engine';
import { ERRORS } from './errors.ts';

/** One item of `errors` in a reply: what is wrong, where, and what to do. */
export type ProblemItem = Problem;

/** A reply that refuses: problem+json (RFC 9457) with a stable code and every error at once. */
export class Refusal extends Error {
  readonly code: string;
  readonly statusCode: number;
  readonly items: readonly ProblemItem[];
  readonly headers: Readonly<Record<string, string>>;

  /** `detail` is one sentence about this case; `items` all that is wrong, where there is more to say. */
  constructor(
    code: string,
    detail: string,
    items: readonly ProblemItem[] = [],
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.code = code;
    this.statusCode = ERRORS.get(code)?.status ?? 500;
    this.items = items;
    this.headers = headers;
  }
}

/** Refuses with all problems; the reply's own code is the problem's where there is one alone, else `code`. */
export function refusal(code: string, problems: readonly Problem[]): Refusal {
  const [first] = problems;
  const single = problems.length === 1 && first !== undefined && ERRORS.get(first.code)?.status != null;
  const own = single ? first.code : code;
  const detail =
    problems.length === 1 && first !== undefined ? first.message : `${problems.length} things are wrong: see errors.`;
  return new Refusal(own, detail, problems);
}

/** The body of a problem+json reply. */
export interface ProblemBody {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly action: string;
  readonly instance?: string;
  readonly errors: readonly ProblemItem[];
}

export function problemBody(refused: Refusal, instance?: string): ProblemBody {
  const entry = ERRORS.get(refused.code);
  return {
    type: `/errors#${refused.code}`,
    title: entry?.title ?? 'Something went wrong',
    status: refused.statusCode,
    code: refused.code,
    detail: refused.message,
    action: entry?.action ?? '',
    ...(instance === undefined ? {} : { instance }),
    errors: refused.items,
  };
}

const SHOWN = 120;

/** A value as it was given, shortened; never throws, whatever it is. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return value.length > SHOWN ? `${value.slice(0, SHOWN)}…` : value;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value !== null && typeof value === 'object') return 'an object';
  return String(value);
}

/**
 * Texts that no database can store, found anywhere in a part of a request: NUL, and halves of surrogate pairs.
 * Walks without recursion, so that deep nesting can't overflow the stack.
 */
export function characterProblems(part: unknown, name: string): Problem[] {
  const problems: Problem[] = [];
  const open: [path: string, value: unknown][] = [[name, part]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, value] = next;
    if (typeof value === 'string' && !storable(value)) problems.push(badCharacters(path, value));
    else if (value !== null && typeof value === 'object' && !ArrayBuffer.isView(value)) {
      for (const [key, inner] of Object.entries(value)) {
        if (!storable(key)) problems.push(badCharacters(path, key));
        open.push([path === '' ? key : `${path}.${key}`, inner]);
      }
    }
    if (problems.length >= 100) break;
  }
  return problems;
}

const storable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

const badCharacters = (path: string, value: string): Problem => ({
  code: 'bad-characters',
  field: path.toWellFormed().replaceAll('\0', '�'),
  value: shown(value.toWellFormed().replaceAll('\0', '�')),
  message: 'The text has NUL or half of a surrogate pair in it.',
  action: 'Send valid Unicode text without NUL.',
});
