/** What a cell needs to know of its row or dataset to be read or written. */
export interface CellContext {
  /** ISO 4217 currency of the amounts in the row; null: not known (a problem already told elsewhere). */
  readonly currency: string | null;
}

/** A cell that can't be read, with the problem's code, what is wrong and what to do. */
export class BadCell {
  readonly code: string;
  readonly message: string;
  readonly action: string;
  /** The offending part of the cell, where not all of it is wrong. */
  readonly value: string | undefined;

  constructor(code: string, message: string, action: string, value?: string) {
    this.code = code;
    this.message = message;
    this.action = action;
    this.value = value;
  }
}

/** How one kind of cell is read and written; `read(write(value))` is the value again. */
export interface Kind<T> {
  /** Reads a trimmed cell that is not blank. */
  read(text: string, context: CellContext): T | BadCell;
  write(value: T, context: CellContext): string;
  /** Codes that the value names, where the column refers to another table. */
  codes?(value: T): readonly string[];
}
