import type { Call } from './model/call.ts';
import type { Dataset } from './model/dataset.ts';
import type { PaymentTerms } from './model/payment-terms.ts';
import type { Regime } from './model/regime.ts';
import type { SpecialDay } from './model/special-day.ts';
import type { Instant } from './model/units.ts';
import { type DatasetStatement, type StatementSubject, statementOfDataset } from './statement-of-dataset.ts';

/** What would have been otherwise; what is left out stays as it is. */
export interface Supposition {
  readonly terms?: PaymentTerms;
  /** By code: other targets, or another calendar. Calls that keep the terms of such a regime have its new ones. */
  readonly regimes?: ReadonlyMap<string, Partial<Pick<Regime, 'respondWithin' | 'fixWithin' | 'clock' | 'calendar'>>>;
  /** In the place of all special days of the sites named in them. */
  readonly specialDays?: { readonly sites: readonly string[]; readonly days: readonly SpecialDay[] };
}

/**
 * The statement that the same history would have given under other terms, other targets or other special days. Nothing
 * is changed: the real one stands beside it.
 */
export function whatIf(
  dataset: Dataset,
  subject: StatementSubject,
  now: Instant,
  supposed: Supposition,
): DatasetStatement {
  const other = supposedDataset(dataset, supposed);
  return statementOfDataset(other, { ...subject, terms: supposed.terms ?? subject.terms }, now, null);
}

function supposedDataset(dataset: Dataset, { regimes, specialDays }: Supposition): Dataset {
  const days =
    specialDays === undefined
      ? dataset.specialDays
      : [...dataset.specialDays.filter(({ site }) => !specialDays.sites.includes(site)), ...specialDays.days];
  const changedSites = new Set(specialDays?.sites);
  const siteOf = new Map(dataset.devices.map(({ code, site }) => [code, site]));
  return {
    ...dataset,
    regimes: dataset.regimes.map((regime) => ({ ...regime, ...regimes?.get(regime.code) })),
    specialDays: days,
    calls: dataset.calls.map((call) => {
      // Where special days are others, the rules say what the call would have been logged under.
      if (changedSites.has(siteOf.get(call.device) ?? '')) return { ...call, keptTerms: null };
      return withTargets(call, regimes);
    }),
  };
}

function withTargets(call: Call, regimes: Supposition['regimes']): Call {
  const kept = call.keptTerms;
  const changed = kept === null ? undefined : regimes?.get(kept.regime);
  return kept === null || changed === undefined ? call : { ...call, keptTerms: { ...kept, ...changed } };
}
