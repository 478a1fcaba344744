import { isOpenAt } from '../../lifecycle/index.ts';
import type { Call } from '../../model/call.ts';
import type { Checkpoint } from '../../model/checkpoint.ts';
import type { Dataset } from '../../model/dataset.ts';
import type { Clock } from '../../model/escalation.ts';
import type { PaymentTerms } from '../../model/payment-terms.ts';
import { type Instant, instant, type Minor, minor } from '../../model/units.ts';
import { type ContractMeasures, type ContractPeriod, measureContract } from '../../performance/index.ts';
import { openLedger } from '../ledger.ts';
import { measurePeriod } from '../period-lines.ts';
import { variantsOf } from '../variants.ts';
import { asPlanned, doneAt, type PlannedTimes } from './forecast.ts';
import { type Statement, settledStatement } from './statement.ts';

/** An open call that can still change what a period pays. */
export interface OpenStake {
  readonly call: string;
  readonly device: string;
  readonly site: string;
  /** The clock whose deadline `by` is; null: its downtime counts until the period's end. */
  readonly clock: Clock | null;
  /** By when it matters: the next deadline in the period that is not past, else the period's end. */
  readonly by: Instant;
  /** When the plan has it finished; null: it is in no plan. */
  readonly planned: Instant | null;
  /** What the period would pay if it were done at once, and if it were not done in the period, all else as forecast. */
  readonly atBest: Minor;
  readonly atWorst: Minor;
  /** The difference: what is at stake. */
  readonly atStake: Minor;
}

/** How a running period is expected to end. */
export interface Outlook {
  readonly forecast: Statement;
  /** Most at stake first. */
  readonly openCalls: readonly OpenStake[];
}

/**
 * The statement that a running period will end with if the plan is kept and nothing more is reported, and the open calls
 * that can still change it. `measures` are those of the contract as of now; `planned` tells when open calls are reached
 * and finished, those that are not in it staying open. `checkpoint` is called before each open call.
 */
export function outlookOf(
  dataset: Dataset,
  measures: ContractMeasures,
  terms: PaymentTerms,
  period: ContractPeriod,
  planned: PlannedTimes,
  checkpoint: Checkpoint = () => {},
): Outlook {
  const { contract, now } = measures;
  const end = instant(Math.max(now, period.end));
  const calls = asPlanned(dataset.calls, planned, now);
  const reach = { now: end, from: measures.yardstick.from, until: end };
  const expected = measurePeriod(
    openLedger(measureContract({ ...dataset, calls }, contract.code, reach)!),
    terms,
    period,
  );
  const variants = variantsOf(expected);
  const openCalls: OpenStake[] = [];
  for (const call of measures.calls.values()) {
    if (!isOpenAt(call, now)) continue;
    checkpoint();
    const next = nextDeadline(measures, call, period);
    const best = variants.totalWith(doneAt(call, now, now, now), end);
    const worst = variants.totalWith(call, end);
    const atStake = Number(best.n - worst.n);
    if (atStake === 0) continue;
    openCalls.push({
      call: call.number,
      device: call.device,
      site: expected.ledger.device(call.device).site,
      clock: next?.clock ?? null,
      by: next?.deadline ?? period.end,
      planned: planned.get(call.number)?.finish ?? null,
      atBest: minor(Number(best.n)),
      atWorst: minor(Number(worst.n)),
      atStake: minor(atStake),
    });
  }
  openCalls.sort((a, b) => b.atStake - a.atStake || a.by - b.by || (a.call < b.call ? -1 : 1));
  return { forecast: settledStatement(expected), openCalls };
}

function nextDeadline({ clockResults, now }: ContractMeasures, call: Call, period: ContractPeriod) {
  const within = { start: instant(Math.max(now, period.start)), end: period.end };
  return clockResults({ kind: 'device', code: call.device }, within).find(
    (each) => each.call === call.number && each.outcome === 'open',
  );
}
