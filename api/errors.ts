import { CALL_ERRORS } from './errors/calls.ts';
import type { ErrorEntry } from './errors/entry.ts';
import { HTTP_ERRORS } from './errors/http.ts';

export type { ErrorEntry } from './errors/entry.ts';

/** Every code that a reply can carry as its own, by code. What lies in a dataset or a plan is listed in ERRORS.md beside these. */
export const ERRORS: ReadonlyMap<string, ErrorEntry> = new Map(
  [...HTTP_ERRORS, ...CALL_ERRORS].map((entry) => [entry.code, entry]),
);
