/** A code of the catalogue: what it means, what to do, and the HTTP status of a reply that has it as its own. */
export interface ErrorEntry {
  readonly code: string;
  /** Short, the same each time (`title` of problem+json). */
  readonly title: string;
  readonly meaning: string;
  readonly action: string;
  /** null: never a reply's own code, only a reason within an answer or an item of a list of errors. */
  readonly status: number | null;
}

/** A row of a catalogue file: code, status, title, meaning, action. */
export type ErrorRow = readonly [code: string, status: number | null, title: string, meaning: string, action: string];

export const entries = (rows: readonly ErrorRow[]): readonly ErrorEntry[] =>
  rows.map(([code, status, title, meaning, action]) => ({ code, status, title, meaning, action }));
