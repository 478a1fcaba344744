import { toLogin } from './login.ts';

/** Requests to the API that serves this page; paths are relative, so that a proxy may put it anywhere. */

/** A request that takes longer counts as failed: the page says so, and tries again. */
const PATIENCE = 20_000;

/** One of the problems of a refused request. */
export interface FieldProblem {
  readonly code: string;
  readonly field?: string | undefined;
  readonly value?: unknown;
  readonly message?: string | undefined;
  readonly detail?: string;
  readonly action?: string | undefined;
  readonly file?: string;
  readonly row?: number;
  readonly column?: string;
}

/** The server answered, and said no. */
export class Refused extends Error {
  readonly status: number;
  readonly code: string;
  readonly action: string | null;
  readonly problems: readonly FieldProblem[];

  constructor(
    status: number,
    body: { detail?: string; title?: string; code?: string; action?: string; errors?: FieldProblem[] },
  ) {
    super(body.detail ?? body.title ?? `The server answered ${status}.`);
    this.status = status;
    this.code = body.code ?? 'unknown';
    this.action = body.action ?? null;
    this.problems = body.errors ?? [];
  }
}

export const get = <T>(path: string): Promise<T> => ask<T>('GET', path);

/**
 * `prefer` among the headers: seconds to wait for the plan, say. A key makes sure that a request sent twice is done once;
 * whoever may send the same again after no answer came gives the same one (`idempotency-key`).
 */
export const post = <T>(path: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<T> =>
  ask<T>('POST', path, body, { 'idempotency-key': newKey(), ...headers });

/** Headers of a change of what was seen in a version: refused where it has changed since. */
export const ifMatch = (version: number | undefined): Readonly<Record<string, string>> =>
  version === undefined ? {} : { 'if-match': `"${version}"` };

/** Whether a change was refused because somebody else came first. */
export const isOvertaken = (error: unknown): boolean => error instanceof Refused && error.status === 412;

/** Random text; `crypto.randomUUID` is there on secure pages alone, and a board may be served in a house without. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

export async function ask<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
  patience = PATIENCE,
): Promise<T> {
  const raw = body instanceof Blob || typeof body === 'string';
  const response = await fetch(path, {
    method,
    headers: {
      accept: 'application/json',
      ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: raw ? body : JSON.stringify(body) }),
    signal: AbortSignal.timeout(patience),
  });
  const answer = await response.json().catch(() => ({}));
  if (response.status === 401) toLogin();
  if (!response.ok) throw new Refused(response.status, answer);
  return answer as T;
}
