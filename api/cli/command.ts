import type { Result } from '#engine';
import type { Arguments, CommandShape } from './arguments.ts';

export interface Command {
  /** As typed, for the help text. */
  readonly usage: string;
  readonly summary: string;
  readonly shape: CommandShape;
  /** Does the work and prints its answer; the value is the exit code. */
  readonly run: (given: Arguments) => Promise<Result<number>>;
}
