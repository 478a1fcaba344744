import type { FastifyRequest, FastifySchemaCompiler } from 'fastify';
import type { ZodType, z } from 'zod';
import { type ProblemItem, type Refusal, refusal, shown } from '../../problem.ts';

type Issue = z.core.$ZodIssue;

/** The parts of a request, in the order in which Fastify checks them and stops at the first that is wrong. */
const PARTS = ['params', 'body', 'querystring'] as const;
type Part = (typeof PARTS)[number];

/** A part of a request that is wrong; the parts after it have not been looked at. */
class InvalidPart extends Error {
  readonly part: Part;
  readonly problems: readonly ProblemItem[];

  constructor(part: Part, problems: readonly ProblemItem[]) {
    super(`The ${part} of the request is not valid.`);
    this.part = part;
    this.problems = problems;
  }
}

/** Checks a part of a request by its zod schema. */
export const validate: FastifySchemaCompiler<ZodType> =
  ({ schema, httpPart }) =>
  (data: unknown) => {
    const checked = check(httpPart as Part, schema, data);
    return checked.problems.length > 0
      ? { error: new InvalidPart(httpPart as Part, checked.problems) }
      : { value: checked.value };
  };

function check(part: Part, schema: ZodType, data: unknown): { value?: unknown; problems: ProblemItem[] } {
  if (part === 'body' && (data === undefined || data === null)) return { problems: [NO_BODY] };
  const parsed = schema.safeParse(data);
  if (parsed.success) return { value: parsed.data, problems: [] };
  return { problems: parsed.error.issues.flatMap((issue) => problemsOf(issue, data)) };
}

const NO_BODY: ProblemItem = {
  code: 'empty-body',
  field: 'body',
  message: 'The body is missing.',
  action: 'Send a JSON object, with Content-Type: application/json.',
};

/** Everything that is wrong with a request, where a part of it is: path, body and query at once. Else null. */
export function invalidRequest(error: unknown, request: FastifyRequest): Refusal | null {
  if (!(error instanceof InvalidPart)) return null;
  const schemas = (request.routeOptions.schema ?? {}) as { readonly [part in Part]?: ZodType };
  const given = { params: request.params, body: request.body, querystring: request.query };
  const unseen = PARTS.slice(PARTS.indexOf(error.part) + 1);
  const others = unseen.flatMap((part) => {
    const schema = schemas[part];
    return schema === undefined ? [] : check(part, schema, given[part]).problems;
  });
  return refusal('invalid-request', [...error.problems, ...others]);
}

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
