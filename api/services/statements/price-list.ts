import { setImmediate } from 'node:timers/promises';
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
import type { Em, Store } from '../../store/index.ts';
import type { Day } from '../desk.ts';
import type { Figures } from '../figures/figures.ts';
import { datasetFor } from './make-statement.ts';

/** What is needed to price calls. */
export interface PriceSources {
  readonly store: Pick<Store, 'em'>;
  readonly figures: Figures;
  readonly log: { error(fields: object, message: string): void };
}

/** What the lateness of open calls loses by payment terms, kept for a minute: the order and the planner go by it. */
export interface PriceList {
  /** Has the day's book know the prices; calls that came in since they were worked out have none until the next time. */
  refresh(sources: PriceSources, day: Day): Promise<void>;
}

/** A price changes with each call of its contract, mostly by little. */
const FRESH = 60_000;
/** Over so many open calls class and priority decide alone. */
const PRICED_AT_MOST = 20_000;
/** Milliseconds of work between two turns of the event loop. */
const SLICE = 5;

export function createPriceList(): PriceList {
  let held: { readonly prices: CallPrices; readonly at: number; readonly reference: string } | null = null;
  let running: Promise<void> | null = null;
  const isFresh = ({ book, referenceVersion }: Day): boolean =>
    held !== null && held.reference === referenceVersion && book.now >= held.at && book.now - held.at < FRESH;

  return {
    async refresh(sources, day) {
      const { book, referenceVersion } = day;
      if (!isFresh(day)) {
        running ??= (async () => {
          const at = book.now;
          try {
            held = { prices: await priceAll(sources, day), at, reference: referenceVersion };
          } catch (error) {
            // Plans go on by class and priority.
            sources.log.error({ error: String(error) }, 'calls could not be priced by payment terms');
            held = { prices: new Map(), at, reference: referenceVersion };
          } finally {
            running = null;
          }
        })();
        await running;
      }
      if (held !== null && book.prices !== held.prices) book.price(held.prices);
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
