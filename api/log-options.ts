import type { FastifyLoggerOptions } from 'fastify';
import type { Config } from './config.ts';

/** Fields that say something about people, wherever in a line they are. */
const PERSONAL = [
  'contact',
  'description',
  'comment',
  'text',
  'who',
  'why',
  'address',
  'email',
  'to',
  'body',
  'headers',
];

/** Lines of JSON on standard error. Nothing about people, nothing of what was sent, no value that a database complains of. */
export const logOptions = (level: Config['logLevel']): FastifyLoggerOptions & { readonly redact: object } => ({
  level,
  stream: process.stderr,
  redact: { paths: PERSONAL.flatMap((field) => [field, `*.${field}`, `*.*.${field}`]), censor: '[left out]' },
  serializers: { err: errorOf } as never,
});

/** Of an error its kind, code, message and stack. PostgreSQL's `detail` and `where` quote rows, and are left out. */
export function errorOf(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error };
  const { code, constraint, table, statusCode } = error as Error & { readonly [field: string]: unknown };
  return {
    type: error.name,
    message: error.message,
    stack: error.stack ?? '',
    ...Object.fromEntries(
      Object.entries({ code, constraint, table, statusCode }).filter(([, value]) => value !== undefined),
    ),
  };
}
