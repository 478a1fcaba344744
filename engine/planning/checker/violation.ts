/** A hard rule that a plan breaks, found by the checker. */
export interface Violation {
  /** Stable, see docs/reference/errors.md. */
  readonly code: string;
  readonly call?: string;
  readonly resource?: string;
  readonly text: string;
  /** It comes with a call that may not be moved (started, pinned): not the planner's doing. */
  readonly fixed: boolean;
}
