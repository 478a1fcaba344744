import { paymentTermsOf } from './dataset/index.ts';
import type { CallPrice, CallPrices } from './model/call-price.ts';
import type { Contract } from './model/contract.ts';
import type { Dataset, Reference } from './model/dataset.ts';
import type { PaymentTerms } from './model/payment-terms.ts';
import { type Instant, instant } from './model/units.ts';
import { type CallPricer, callPricer, periodsLookedBack } from './payment/index.ts';
import { periodAfter, periodAt } from './performance/index.ts';

/** A contract whose payment terms price its calls. */
export interface PricedContract {
  readonly contract: Contract;
  readonly terms: PaymentTerms;
}

/** Contracts with payment terms in the policy's currency: nothing is converted (decision 11). */
export function pricedContracts(reference: Reference): PricedContract[] {
  const terms = paymentTermsOf(reference);
  return reference.contracts.flatMap((contract) => {
    const own = terms.get(contract.code);
    const prices = own !== undefined && own.measures.length > 0 && contract.currency === reference.policy.currency;
    return prices ? [{ contract, terms: own }] : [];
  });
}

/** Calls from this instant on must be known to price those that are open: the running period, and those that it looks back at. */
export const pricedFrom = ({ contract, terms }: PricedContract, now: Instant): Instant =>
  periodAfter(contract, periodAt(contract, now), -periodsLookedBack(terms)).start;

/** Prices one contract's open calls; `dataset` is narrowed to its devices and calls here. */
export function pricerOf(dataset: Dataset, priced: PricedContract, now: Instant): CallPricer {
  const devices = dataset.devices.filter(({ contract }) => contract === priced.contract.code);
  const codes = new Set(devices.map(({ code }) => code));
  const from = pricedFrom(priced, now);
  const calls = dataset.calls.filter(
    ({ device, closedAt, fixedAt, loggedAt }) =>
      codes.has(device) && Math.max(closedAt ?? now, fixedAt ?? 0, loggedAt) >= from,
  );
  return callPricer(
    { ...dataset, devices, calls },
    priced.contract.code,
    priced.terms,
    now,
    instant(Math.min(from, now)),
  );
}

/** Prices of all open calls of a dataset whose contracts have payment terms. */
export function pricesOfDataset(dataset: Dataset, now: Instant): CallPrices {
  const prices = new Map<string, CallPrice>();
  for (const priced of pricedContracts(dataset)) {
    const pricer = pricerOf(dataset, priced, now);
    for (const number of pricer.numbers) prices.set(number, pricer.priceOf(number));
  }
  return prices;
}
