import type { FastifySchemaCompiler } from 'fastify';
import type { ZodType, z } from 'zod';
import { type ProblemItem, Refusal, refusal, shown } from '../problem.ts';

type Issue = z.core.$ZodIssue;

/** Checks a part of a request by its zod schema; every error of that part is reported at once. */
export const validate: FastifySchemaCompiler<ZodType> =
  ({ schema, httpPart }) =>
  (data: unknown) => {
    if (httpPart === 'body' && (data === undefined || data === null)) {
      return { error: new Refusal('empty-body', 'The body is missing.') };
    }
    const parsed = schema.safeParse(data);
    if (parsed.success) return { value: parsed.data };
    return {
      error: refusal(
        'invalid-request',
        parsed.error.issues.flatMap((issue) => problemsOf(issue, data)),
      ),
    };
  };

function problemsOf(issue: Issue, data: unknown): ProblemItem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      code: 'unknown-field',
      field: fieldOf([...issue.path, key]),
      value: shown(valueAt(data, [...issue.path, key])),
      message: `There is no field ${shown(key)} here.`,
      action: 'Leave it out or correct its name.',
    }));
  }
  const value = valueAt(data, issue.path);
  const missing = value === undefined;
  return [
    {
      code: missing ? 'missing-field' : codeOf(issue),
      field: fieldOf(issue.path),
      ...(missing ? {} : { value: shown(value) }),
      message: missing ? 'A required field is missing.' : messageOf(issue),
      action: actionOf(issue, missing),
    },
  ];
}

function codeOf(issue: Issue): string {
  if (issue.code === 'invalid_type') return 'wrong-type';
  if (issue.code === 'too_big') return 'too-long';
  if (issue.code === 'too_small') return 'too-short';
  return 'bad-value';
}

const messageOf = (issue: Issue): string => (issue.message.endsWith('.') ? issue.message : `${issue.message}.`);

function actionOf(issue: Issue, missing: boolean): string {
  if (missing) return 'Give it.';
  if (issue.code === 'invalid_type') return `Give a value of type ${issue.expected}.`;
  if (issue.code === 'invalid_value') return `Give one of: ${issue.values.map(String).join(', ')}.`;
  if (issue.code === 'too_big') return `Give at most ${issue.maximum}.`;
  if (issue.code === 'too_small') return `Give at least ${issue.minimum}.`;
  return 'Give a value as the message says.';
}

const fieldOf = (path: readonly PropertyKey[]): string =>
  path.reduce<string>((field, part) => {
    if (typeof part === 'number') return `${field}[${part}]`;
    return field === '' ? shown(String(part)) : `${field}.${shown(String(part))}`;
  }, '');

function valueAt(data: unknown, path: readonly PropertyKey[]): unknown {
  let value = data;
  for (const part of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
