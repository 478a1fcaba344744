import { createHash } from 'node:crypto';
import { Refusal } from '../problem.ts';

/** ETag of a record that has no version of its own: by what it holds, in whatever order the database gives it back. */
export const etagOf = (record: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(record, sorted)).digest('base64url').slice(0, 22)}"`;

const sorted = (_key: string, value: unknown): unknown =>
  value === null || typeof value !== 'object' || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));

/** Whether an `If-Match` names the version that stands. */
export const matches = (ifMatch: string, current: string): boolean =>
  ifMatch.trim() === '*' || ifMatch.split(',').some((each) => each.trim().replace(/^W\//, '') === current);

/**
 * Checks `If-Match` before a record is replaced.
 * @param current null: there is none yet, so that no version of it was seen
 * @throws Refusal `precondition-failed`
 */
export function requireMatch(ifMatch: string | null, current: string | null, what: string): void {
  if (ifMatch === null || (current !== null && matches(ifMatch, current))) return;
  throw new Refusal(
    'precondition-failed',
    current === null ? `${what} is gone.` : `${what} has changed: its version is ${current}.`,
    [],
    current === null ? {} : { etag: current },
  );
}
