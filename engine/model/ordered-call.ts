import type { CallClass, Levels } from './priority.ts';
import type { Instant } from './units.ts';

/** What decided something about a call, with the row that holds the rule, where one does. */
export interface Because {
  /** What was decided: `regime`, `respond_by`, `fix_by`, `class`, `level.site`, … */
  readonly decides: string;
  /** Stable: `regime-rule`, `special-day`, `priority-rule`, `no-priority-rule`, `reliability-target`, … */
  readonly code: string;
  /** Dataset file and spreadsheet row of the rule. */
  readonly file?: string;
  readonly row?: number;
  /** One sentence in plain words, with the numbers in it. */
  readonly text: string;
}

/** An open call in its place (domain, sections 5 to 9). */
export interface OrderedCall {
  readonly number: string;
  readonly contract: string;
  readonly territory: string;
  /** The regime whose targets and clock kind were fixed when the call was logged. */
  readonly regime: string;
  /** null: the regime has no such target, or it is never reached. */
  readonly respondBy: Instant | null;
  readonly fixBy: Instant | null;
  /** The next deadline still running; null: none (no target, or a hold has stopped the clocks). */
  readonly due: Instant | null;
  readonly class: CallClass;
  /** The most urgent of the four levels. */
  readonly priority: number;
  readonly levels: Levels;
  /** 1 is first. */
  readonly position: number;
}
