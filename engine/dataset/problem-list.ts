import type { Problem } from '../model/problem.ts';

/** Problems listed of one dataset; the rest are counted. */
export const MAX_PROBLEMS = 1_000;
const MAX_SUGGESTIONS = 25;
const MAX_VALUE_LENGTH = 120;

/** An offending value, short enough to be read in a message. */
export function shorten(value: string): string {
  return value.length <= MAX_VALUE_LENGTH ? value : `${value.slice(0, MAX_VALUE_LENGTH).toWellFormed()}…`;
}

/** A long value is shortened in the message that quotes it too. */
function shortened(problem: Problem): Problem {
  const { value, message } = problem;
  if (value === undefined || value.length <= MAX_VALUE_LENGTH) return problem;
  const short = shorten(value);
  return { ...problem, value: short, message: message.replaceAll(value, () => short) };
}

/** Collects every problem of a dataset, lists the first `MAX_PROBLEMS` and counts the rest. */
export class ProblemList {
  readonly #listed: Problem[] = [];
  #count = 0;
  /** Rows with problems by file; row 1, the header, where the file as a whole has one. */
  readonly #rows = new Map<string, Set<number>>();

  add(problem: Problem): void {
    this.#count++;
    if (problem.file !== undefined) {
      const rows = this.#rows.get(problem.file) ?? new Set();
      this.#rows.set(problem.file, rows.add(problem.row ?? 1));
    }
    if (this.#listed.length < MAX_PROBLEMS) this.#listed.push(shortened(problem));
  }

  /** Whether it is worth searching what was meant: a search takes its time, and a few suggestions show the pattern. */
  get suggests(): boolean {
    return this.#count < MAX_SUGGESTIONS;
  }

  get count(): number {
    return this.#count;
  }

  /** Whether a problem lies in a row of a file or in the file as a whole; without a row: anywhere in it. */
  concerns(file: string, row?: number): boolean {
    const rows = this.#rows.get(file);
    return rows !== undefined && (row === undefined || rows.has(row) || rows.has(1));
  }

  /** The problems by file, in the order of `files`, and row; those of no file first, the count of the unlisted last. */
  sorted(files: readonly string[]): Problem[] {
    const place = new Map(files.map((file, index) => [file, index]));
    const rank = (problem: Problem) => (problem.file === undefined ? -1 : (place.get(problem.file) ?? files.length));
    const problems = this.#listed.toSorted((a, b) => rank(a) - rank(b) || (a.row ?? 0) - (b.row ?? 0));
    const unlisted = this.#count - this.#listed.length;
    if (unlisted > 0)
      problems.push({
        code: 'more-problems',
        message: `${unlisted} further problem${unlisted === 1 ? ' is' : 's are'} not listed.`,
        action: 'Mend those listed and try again.',
      });
    return problems;
  }
}
