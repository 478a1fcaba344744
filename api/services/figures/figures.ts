import type { Instant } from '#engine';
import type { Em, Writer } from '../../store/index.ts';
import { catchUp } from './catch-up.ts';
import { type SettledCall, settleCalls } from './settle.ts';
import { createYardsticks, type Yardsticks } from './yardsticks.ts';

/** The figures that are kept up as calls change. */
export interface Figures {
  readonly yardsticks: Yardsticks;
  /** Takes in calls that have changed; run at the end of the transaction that changed them. */
  readonly settle: Writer<SettledCall>;
  /** Takes in a change of the reference tables, in the transaction that made it, or in one of its own. */
  catchUp(em: Em): Promise<number>;
  /** A transaction that wrote the reference tables was rolled back. */
  forget(): void;
}

export function createFigures(clock: () => Instant): Figures {
  const yardsticks = createYardsticks(clock);
  return {
    yardsticks,
    settle: (em, items) => settleCalls(yardsticks, em, items),
    catchUp: (em) => catchUp(yardsticks, em),
    forget: () => yardsticks.forget(),
  };
}
