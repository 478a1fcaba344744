/** `error`: surely a mistake; `warning`: most likely one; `note`: worth knowing. Terms pass without errors and warnings. */
export const SEVERITIES = ['error', 'warning', 'note'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const FINDING_CODES = [
  'band-gap',
  'band-open-end',
  'band-overlap',
  'band-contradiction',
  'band-unreachable',
  'discontinuity',
  'worse-pays-more',
  'steps-unreachable',
  'tier-unreachable',
  'contradictory-measures',
  'bonus-uncapped',
  'abatement-uncapped',
  'cap-unreachable',
  'group-of-one',
  'group-mixed',
  'scope-empty',
] as const;
export type FindingCode = (typeof FINDING_CODES)[number];

/** What would be paid at a value: a decimal string with the contract's decimals, a bonus positive. */
export interface Side {
  readonly value: string;
  readonly pays: string;
}

/** Something that a contract manager should look at in payment terms. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly contract: string;
  /** null: of the terms as a whole. */
  readonly measure: string | null;
  /** JSON path within the contract's terms: `measures[0].rule.bands[1]`. */
  readonly path: string;
  /** Value of the metric at which it is; null: at none in particular. */
  readonly at: string | null;
  /** What would be paid on both sides of it. */
  readonly below: Side | null;
  readonly above: Side | null;
  readonly message: string;
  readonly action: string;
}

/** What a check tells, short of where it looked. */
export type Told = Omit<Finding, 'contract' | 'measure' | 'path' | 'at' | 'below' | 'above'> &
  Partial<Pick<Finding, 'path' | 'at' | 'below' | 'above'>>;
export type Tell = (told: Told) => void;
