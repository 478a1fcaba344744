import type { Instant } from '#engine';
import type { Em, Store, Writer } from '../../store/index.ts';
import { withoutBudget } from '../resilience/budget.ts';
import { catchUp } from './catch-up.ts';
import { countAllStale, countStaleDevices } from './count-stale.ts';
import { type SettledCall, settleCalls } from './settle.ts';
import { createYardsticks, type Yardsticks } from './yardsticks.ts';

/** The figures that are kept up as calls change. */
export interface Figures {
  readonly yardsticks: Yardsticks;
  /** Takes in calls that have changed; run at the end of the transaction that changed them. */
  readonly settle: Writer<SettledCall>;
  /** Takes in a change of the reference tables, in the transaction that made it, or in one of its own. */
  catchUp(em: Em): Promise<number>;
  /** Counts devices anew that are stale, of a contract or of all, in transactions of its own, for as long as it may. */
  countStale(store: Pick<Store, 'transaction'>, contract: string | null, goesOn?: () => boolean): Promise<void>;
  /** The same within a transaction, to the end. */
  countAllStale(em: Em, contract: string | null): Promise<void>;
  /**
   * Has all figures brought up to date beside other work; asked again meanwhile, it goes on until nothing is left. Ends when
   * it does; never fails.
   */
  bringUpToDate(of: UpToDateSources): Promise<void>;
  /** A transaction that wrote the reference tables was rolled back. */
  forget(): void;
}

export interface UpToDateSources {
  readonly store: Pick<Store, 'em' | 'transaction'>;
  readonly log: { warn(fields: object, message: string): void };
  readonly stopping: () => boolean;
}

export function createFigures(clock: () => Instant): Figures {
  const yardsticks = createYardsticks(clock);
  let running: Promise<void> | null = null;
  let again = false;
  const round = async ({ store, stopping }: UpToDateSources): Promise<void> => {
    do {
      again = false;
      try {
        await catchUp(yardsticks, store.em());
      } catch (error) {
        yardsticks.forget();
        throw error;
      }
      await countStaleDevices(yardsticks, store, null, () => !stopping());
    } while (again && !stopping());
  };
  return {
    countStale: (store, contract, goesOn) => countStaleDevices(yardsticks, store, contract, goesOn),
    countAllStale: (em, contract) => countAllStale(yardsticks, em, contract),
    bringUpToDate(of) {
      again = true;
      if (of.stopping()) return Promise.resolve();
      // It is done for all, not for the request that has set it off.
      running ??= withoutBudget(() => round(of))
        .catch((error) => of.log.warn({ err: error }, 'figures could not be brought up to date'))
        .finally(() => {
          running = null;
        });
      return running;
    },
    yardsticks,
    settle: (em, items) => settleCalls(yardsticks, em, items),
    catchUp: (em) => catchUp(yardsticks, em),
    forget: () => yardsticks.forget(),
  };
}
