import { setImmediate, setTimeout } from 'node:timers/promises';
import {
  type CallPrice,
  type CallPrices,
  instant,
  type PricedContract,
  periodAt,
  pricedContracts,
  pricedFrom,
  pricerOf,
} from '#engine';
import type { Day } from '../../platform/desk.ts';
import type { Em, Store } from '../../store/index.ts';
import type { Figures } from '../performance/figures.ts';
import { datasetFor } from './make-statement.ts';

/** What is needed to price calls. */
export interface PriceSources {
  readonly store: Pick<Store, 'em'>;
  readonly figures: Figures;
  readonly log: { error(fields: object, message: string): void };
}

/** What the lateness of open calls loses by payment terms, kept for a minute: the order and the planner go by it. */
export interface PriceList {
  /**
   * Has the day's book know the prices; calls that came in since they were worked out have none until the next time.
   * `patience`: milliseconds to wait for the first prices there are; later ones are taken when they are ready.
   */
  refresh(sources: PriceSources, day: Day, patience?: number): Promise<void>;
}

/** A price changes with each call of its contract, mostly by little. */
const FRESH = 60_000;
/** Pricing takes at most one part in so many of a process's time. */
const REST = 10;
/** Nobody who reads the order waits longer for the first prices there are. */
const PATIENCE = 200;
/** Over so many open calls class and priority decide alone. */
const PRICED_AT_MOST = 20_000;
/** Milliseconds of work between two turns of the event loop. */
const SLICE = 5;

const NONE: CallPrices = new Map();

export function createPriceList(): PriceList {
  let held: { readonly prices: CallPrices; readonly until: number; readonly reference: string } | null = null;
  let running: Promise<void> | null = null;
  const isFresh = ({ book, referenceVersion }: Day): boolean =>
    held !== null && held.reference === referenceVersion && book.now < held.until;

  return {
    async refresh(sources, day, patience = PATIENCE) {
      const { book, referenceVersion } = day;
      if (!isFresh(day)) {
        running ??= (async () => {
          const at = book.now;
          const begun = performance.now();
          let prices: CallPrices = new Map();
          try {
            prices = await priceAll(sources, day);
          } catch (error) {
            // Plans go on by class and priority.
            sources.log.error({ error: String(error) }, 'calls could not be priced by payment terms');
          }
          const until = at + Math.max(FRESH, REST * (performance.now() - begun));
          held = { prices, until, reference: referenceVersion };
          running = null;
        })();
        if (held?.reference !== referenceVersion)
          await Promise.race([running, setTimeout(patience, undefined, { ref: false })]);
      }
      // Those of other tables, or of calls that an import has replaced, say nothing.
      const usable = held?.reference === referenceVersion ? held.prices : NONE;
      if (book.prices !== usable) book.price(usable);
    },
  };
}

async function priceAll({ store, figures }: PriceSources, { book, tables }: Day): Promise<CallPrices> {
  const prices = new Map<string, CallPrice>();
  if (book.size === 0 || book.size > PRICED_AT_MOST) return prices;
  const open = new Set(book.all().map(({ contract }) => contract));
  for (const priced of pricedContracts(tables.reference)) {
    if (!open.has(priced.contract.code)) continue;
    await priceContract(figures, store.em(), book, tables.reference, priced, prices);
  }
  return prices;
}

async function priceContract(
  figures: Figures,
  em: Em,
  { now }: Day['book'],
  reference: Day['tables']['reference'],
  priced: PricedContract,
  prices: Map<string, CallPrice>,
): Promise<void> {
  const subject = { ...priced, period: periodAt(priced.contract, now), from: instant(pricedFrom(priced, now)) };
  const pricer = pricerOf(await datasetFor(figures, em, reference, subject), priced, now);
  let begun = performance.now();
  for (const number of pricer.numbers) {
    prices.set(number, pricer.priceOf(number));
    if (performance.now() - begun < SLICE) continue;
    await setImmediate();
    begun = performance.now();
  }
}
