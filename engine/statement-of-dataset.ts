import { paymentTermsOf } from './dataset/index.ts';
import type { Checkpoint } from './model/checkpoint.ts';
import type { Contract } from './model/contract.ts';
import type { Dataset, Reference } from './model/dataset.ts';
import type { PaymentTerms } from './model/payment-terms.ts';
import type { Plan } from './model/plan.ts';
import { failed, ok, type Problem, type Result } from './model/problem.ts';
import { type Instant, instant } from './model/units.ts';
import {
  type Outlook,
  outlookOf,
  type PlannedTimes,
  periodsLookedBack,
  type Statement,
  statementOf,
} from './payment/index.ts';
import {
  type ContractMeasures,
  type ContractPeriod,
  FURTHEST_AHEAD,
  measureContract,
  parsePeriodCode,
  periodAfter,
  periodAt,
} from './performance/index.ts';
import { inForce } from './sla/index.ts';

export interface StatementQuestion {
  readonly contract: string;
  /** `2026-10`, `2026-Q4` or `2026`, as the contract is paid; null: the period that contains `now`. */
  readonly period: string | null;
  readonly now: Instant;
}

/** What a statement is made for: the contract, its terms, the period, and how far back calls are looked at. */
export interface StatementSubject {
  readonly contract: Contract;
  readonly terms: PaymentTerms;
  readonly period: ContractPeriod;
  /** Beginning of the earliest period that matters. */
  readonly from: Instant;
}

/** Terms of a contract that has none: the fee is paid, nothing changes it. */
export const NO_PAYMENT_TERMS: PaymentTerms = {
  ...{ bases: [], measures: [], caps: [], partialPeriod: 'by-day' },
  rounding: { mode: 'half-even', metricMode: 'half-even', money: 'line', moneyDecimals: null },
};

/** Finds contract, terms and period. Problems: `unknown-contract`, `bad-payment-period`. */
export function statementSubject(reference: Reference, asked: StatementQuestion): Result<StatementSubject> {
  const contract = reference.contracts.find(({ code }) => code === asked.contract);
  if (contract === undefined) {
    return failed([
      {
        code: 'unknown-contract',
        field: 'contract',
        value: asked.contract,
        message: `There is no contract ${asked.contract}.`,
        action: 'Check the code.',
      },
    ]);
  }
  const now = periodAt(contract, asked.now);
  const period = asked.period === null ? now : parsePeriodCode(contract, asked.period);
  if (period === null) return failed([badPeriod(contract, asked.period!, now.code)]);
  const outside = asked.period === null ? null : outsideOf(contract, period, asked.now);
  if (outside !== null) return failed([outside]);
  const terms = paymentTermsOf(reference).get(contract.code) ?? NO_PAYMENT_TERMS;
  const from = periodAfter(contract, period, -periodsLookedBack(terms)).start;
  return ok({ contract, terms, period, from });
}

const badPeriod = (contract: Contract, value: string, example: string): Problem => ({
  code: 'bad-payment-period',
  field: 'period',
  value,
  message: `Contract ${contract.code} is paid by the ${contract.paymentPeriod}; ${value} is no such period of the years 1970 to 2199.`,
  action: `Write it as ${example}.`,
});

/** Why there is no statement of a period: the contract pays nothing then, or it is too far ahead. null: there is one. */
function outsideOf(contract: Contract, { code, start, end }: ContractPeriod, now: Instant): Problem | null {
  const life = inForce(contract);
  const problem = (message: string, action: string): Problem => ({
    ...{ code: 'bad-payment-period', field: 'period', value: code, message, action },
  });
  if (end <= life.from)
    return problem(
      `Period ${code} ends before contract ${contract.code} begins on ${contract.startsOn}.`,
      `Ask for ${periodAt(contract, instant(life.from)).code} or later.`,
    );
  if (start >= life.to)
    return problem(
      `Period ${code} begins after contract ${contract.code} has ended on ${contract.endsOn}.`,
      `Ask for ${periodAt(contract, instant(life.to - 1)).code} or earlier.`,
    );
  if (end > now + FURTHEST_AHEAD)
    return problem(`Period ${code} ends more than 3 years from now.`, 'Ask for an earlier one.');
  return null;
}

export interface DatasetStatement {
  readonly subject: StatementSubject;
  readonly measures: ContractMeasures;
  readonly statement: Statement;
  /** Of a period that still runs, if a plan is given; else null. */
  readonly outlook: Outlook | null;
}

/**
 * The statement of a contract and period as known at `now`, and while the period runs how it is expected to end:
 * `planned` says when open calls are reached and finished. `dataset.calls` must hold the contract's calls that count in
 * the period and in those before that its terms look at; calls of others do no harm. `checkpoint` ends it where it throws.
 */
export function statementOfDataset(
  dataset: Dataset,
  subject: StatementSubject,
  now: Instant,
  planned: PlannedTimes | null,
  checkpoint: Checkpoint = () => {},
): DatasetStatement {
  const { contract, terms, period, from } = subject;
  const until = instant(Math.max(now, period.end));
  const measures = measureContract(dataset, contract.code, { now, from, until })!;
  checkpoint();
  const statement = statementOf(measures, terms, period);
  const runs = now >= period.start && now < period.end;
  const outlook = runs && planned !== null ? outlookOf(dataset, measures, terms, period, planned, checkpoint) : null;
  return { subject, measures, statement, outlook };
}

/** Arrival and finish of each call in a plan. */
export const plannedTimes = ({ allocations }: Pick<Plan, 'allocations'>): PlannedTimes =>
  new Map(allocations.map(({ call, arrival, finish }) => [call, { arrival, finish }]));
