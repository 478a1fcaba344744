import type { z } from 'zod';
import type { ProblemList } from './problem-list.ts';

type Issue = z.core.$ZodIssue;
type Path = readonly PropertyKey[];

/** `prices.high.fix.step`, `lent[0].on`. */
export function formatPath(path: Path): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text === '' ? String(key) : `${text}.${String(key)}`),
    '',
  );
}

/** What stands at a path, as JSON text; undefined where nothing does. */
export function valueAt(source: unknown, path: Path): string | undefined {
  let value = source;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  if (typeof value === 'string') return value;
  try {
    return JSON.stringify(value);
  } catch {
    return '…'; // nested too deep to be shown
  }
}

/** Reads the text of a JSON file; undefined when it is not JSON, which is reported. */
export function parseJson(file: string, text: string, problems: ProblemList): unknown {
  let source: unknown;
  try {
    source = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    problems.add({
      code: 'bad-json',
      file,
      message: `The file is not JSON: ${error instanceof Error ? error.message : 'it cannot be read'}.`,
      action: 'Correct it where the message says.',
    });
    return undefined;
  }
  if (source === null)
    problems.add({
      code: 'bad-type',
      file,
      value: 'null',
      message: 'The file holds null, not an object.',
      action: 'Write an object, or leave the file out.',
    });
  return source;
}

/** Escapes of NUL and of half a surrogate pair, which no database text can hold. */
const UNSTORABLE = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f]..)/i;

/** Checks the shape of a value that came as JSON; undefined when a problem was reported. */
export function checkShape<T>(
  file: string,
  source: unknown,
  schema: z.ZodType<T>,
  problems: ProblemList,
): T | undefined {
  const parsed = schema.safeParse(source);
  if (parsed.success) {
    if (!UNSTORABLE.test(JSON.stringify(source))) return parsed.data;
    problems.add({
      code: 'not-text',
      file,
      message: 'A text in the file holds a NUL character or half a character.',
      action: 'Remove the escapes \\u0000 and \\ud800 to \\udfff that stand alone.',
    });
    return undefined;
  }
  for (const issue of parsed.error.issues) reportIssue(file, source, issue, issue.path, problems);
  return undefined;
}

function reportIssue(file: string, source: unknown, issue: Issue, path: Path, problems: ProblemList): void {
  if (issue.code === 'unrecognized_keys') {
    for (const key of issue.keys) {
      const at = [...path, key];
      problems.add({
        code: 'unknown-field',
        file,
        field: formatPath(at),
        ...optionalValue(valueAt(source, at)),
        message: `There is no field "${key}"${path.length === 0 ? '' : ` in ${formatPath(path)}`}.`,
        action: 'Remove it, or correct its name: the published JSON Schema lists the fields.',
      });
    }
    return;
  }
  const branch = issue.code === 'invalid_union' ? nearestBranch(issue.errors) : null;
  if (branch !== null) {
    for (const inner of branch) reportIssue(file, source, inner, [...path, ...inner.path], problems);
    return;
  }
  const value = valueAt(source, path);
  const field = formatPath(path);
  const missing = value === undefined && path.length > 0;
  problems.add({
    code: missing ? 'missing-field' : codeOf(issue),
    file,
    ...(field === '' ? {} : { field }),
    ...optionalValue(value),
    message: missing ? `${field} is missing.` : `${field || 'The file'}: ${issue.message}.`,
    action: missing ? `Add ${field}.` : 'Correct it: the published JSON Schema tells what may stand there.',
  });
}

const optionalValue = (value: string | undefined) => (value === undefined ? {} : { value });

function codeOf(issue: Issue): string {
  if (issue.code === 'custom') return typeof issue.params?.code === 'string' ? issue.params.code : 'bad-value';
  if (issue.code === 'invalid_type') return 'bad-type';
  if (issue.code === 'too_small' || issue.code === 'too_big') return 'out-of-range';
  return 'bad-value';
}

/** Of several shapes the one that the value comes nearest to: whose first problem lies deepest; null where all fail at once. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const depth = (issues: readonly Issue[]) => Math.min(...issues.map(({ path }) => path.length));
  const deep = branches.filter((issues) => issues.length > 0 && depth(issues) > 0);
  return deep.toSorted((a, b) => depth(b) - depth(a))[0] ?? null;
}
