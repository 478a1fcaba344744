import {
  type Contract,
  type Millis,
  mergeDatasets,
  type Problem,
  type Reference,
  type SpecialDay,
  type Supposition,
} from '#engine';
import { csv } from '../../platform/views.ts';
import { Refusal } from '../../problem.ts';
import { checkedTerms } from './payment-terms.ts';

/** What is supposed, as it was asked. */
export interface Suppose {
  readonly terms?: unknown;
  readonly regimes?: Readonly<
    Record<
      string,
      { readonly respond_within?: Millis | null | undefined; readonly fix_within?: Millis | null | undefined }
    >
  >;
  /** Rows as they would stand in special_days.csv. */
  readonly special_days?: {
    readonly sites: readonly string[];
    readonly days: readonly Readonly<Record<string, string | undefined>>[];
  };
}

/** @throws Refusal payment-terms-refused, supposition-refused: all that is wrong with one part */
export const supposition = (reference: Reference, contract: Contract, given: Suppose): Supposition => ({
  ...(given.terms === undefined ? {} : { terms: checkedTerms(reference, contract, given.terms) }),
  ...(given.regimes === undefined ? {} : { regimes: otherTargets(reference, given.regimes) }),
  ...(given.special_days === undefined ? {} : { specialDays: otherDays(reference, given.special_days) }),
});

function otherTargets(
  { regimes }: Reference,
  given: NonNullable<Suppose['regimes']>,
): NonNullable<Supposition['regimes']> {
  const known = new Set(regimes.map(({ code }) => code));
  const unknown = Object.keys(given).filter((code) => !known.has(code));
  if (unknown.length > 0) throw refused(unknown.map((code) => unknownCode(`regimes.${code}`, code, 'regime')));
  return new Map(
    Object.entries(given).map(([code, { respond_within, fix_within }]) => [
      code,
      {
        ...(respond_within === undefined ? {} : { respondWithin: respond_within }),
        ...(fix_within === undefined ? {} : { fixWithin: fix_within }),
      },
    ]),
  );
}

/** Read as a dataset's special days are, so that the same mistakes are told. */
function otherDays(
  reference: Reference,
  { sites, days }: NonNullable<Suppose['special_days']>,
): { readonly sites: readonly string[]; readonly days: readonly SpecialDay[] } {
  const known = new Set(reference.sites.map(({ code }) => code));
  const unknown = sites.filter((site) => !known.has(site));
  if (unknown.length > 0) throw refused(unknown.map((site) => unknownCode('special_days.sites', site, 'site')));
  const columns = ['site', 'from', 'to', 'effect', 'regime', 'level', 'label'];
  const merged = mergeDatasets({ ...reference, calls: [] }, new Map([['special_days.csv', csv(columns, days)]]));
  if (!merged.ok) {
    throw refused(
      merged.problems.map(({ file: _, row, ...problem }) => ({
        ...problem,
        field: `special_days.days[${(row ?? 2) - 2}]${problem.field === undefined ? '' : `.${problem.field}`}`,
      })),
    );
  }
  const all = [...new Set([...sites, ...merged.value.dataset.specialDays.map(({ site }) => site)])];
  return { sites: all, days: merged.value.dataset.specialDays };
}

const refused = (problems: readonly Problem[]): Refusal =>
  new Refusal('supposition-refused', 'What is supposed is not valid.', problems);

const unknownCode = (field: string, value: string, kind: string): Problem => ({
  code: 'unknown-code',
  field,
  value,
  message: `There is no ${kind} ${value}.`,
  action: 'Correct the code.',
});
