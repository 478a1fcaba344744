/**
 * Something wrong with what was given, said so that whoever gave it can mend it.
 * Problems are data, never thrown: all of them are collected and returned at once.
 */
export interface Problem {
  /** Stable, documented in docs/reference/errors.md: `unknown-code`, `device-retired`, … */
  readonly code: string;
  /** Dataset file (`calls.csv`), where the problem lies in one. */
  readonly file?: string;
  /** Row as a spreadsheet counts it: the header is row 1. */
  readonly row?: number;
  /** Column of a table or field of a request (`holds[1].from`). */
  readonly field?: string;
  /** The offending value as it was given, shortened where it is long. */
  readonly value?: string;
  readonly message: string;
  /** What to do to mend it, as an instruction. */
  readonly action: string;
}

/** Either a value or every problem that stands in its way; never both. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const failed = (problems: readonly Problem[]): Result<never> => ({ ok: false, problems });
