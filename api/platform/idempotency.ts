import { createHash } from 'node:crypto';
import { Refusal } from '../problem.ts';

/** A key with what it was sent with: the same key may only come again with the same request. */
export interface IdempotencyKey {
  readonly key: string;
  /** SHA-256 of method, path, query and body. */
  readonly fingerprint: string;
}

const VISIBLE_ASCII = /^[\x21-\x7e]{1,255}$/;

/** The key of a request; null: none was sent. Refuses a header that is no key. */
export function idempotencyKey(
  header: string | string[] | undefined,
  request: { readonly method: string; readonly url: string; readonly body: unknown },
  /** Keys are of one client: two may choose the same. */
  client: string | null = null,
): IdempotencyKey | null {
  if (header === undefined) return null;
  if (typeof header !== 'string' || !VISIBLE_ASCII.test(header)) {
    throw new Refusal('bad-idempotency-key', 'The Idempotency-Key has 1 to 255 visible ASCII characters.');
  }
  const body = Buffer.isBuffer(request.body) ? request.body : JSON.stringify(request.body ?? null);
  const hash = createHash('sha256').update(`${request.method} ${request.url}\n`).update(body);
  return { key: client === null ? header : `${client}:${header}`, fingerprint: hash.digest('hex') };
}
