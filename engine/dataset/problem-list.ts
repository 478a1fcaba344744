import type { Problem } from '../model/problem.ts';

/** Problems listed of one dataset; the rest are counted. */
export const MAX_PROBLEMS = 1_000;
const MAX_VALUE_LENGTH = 120;

/** An offending value, short enough to be read in a message. */
export function shorten(value: string): string {
  return value.length <= MAX_VALUE_LENGTH ? value : `${value.slice(0, MAX_VALUE_LENGTH).toWellFormed()}…`;
}

/** Collects every problem of a dataset, lists the first `MAX_PROBLEMS` and counts the rest. */
export class ProblemList {
  readonly #listed: Problem[] = [];
  #count = 0;

  add(problem: Problem): void {
    this.#count++;
    if (this.isFull) return;
    this.#listed.push(problem.value === undefined ? problem : { ...problem, value: shorten(problem.value) });
  }

  /** Whether further problems are only counted: then suggestions need not be searched. */
  get isFull(): boolean {
    return this.#listed.length >= MAX_PROBLEMS;
  }

  get count(): number {
    return this.#count;
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
