import {
  type Evidence,
  formatInstant,
  formatMoney,
  type Instant,
  type Minor,
  type OpenStake,
  type Statement,
  type StatementLine,
} from '#engine';

const at = (instant: Instant | null): string | null => (instant === null ? null : formatInstant(instant));

/** A statement as it leaves: instants in ISO 8601, money as decimal strings, names in snake_case. */
export function statementView(statement: Statement) {
  const { currency } = statement;
  const money = (amount: Minor): string => formatMoney(amount, currency);
  return {
    contract: statement.contract,
    customer: statement.customer,
    currency,
    time_zone: statement.timeZone,
    period: statement.period.code,
    first_day: statement.firstDay,
    last_day: statement.lastDay,
    start: formatInstant(statement.period.start),
    end: formatInstant(statement.period.end),
    now: formatInstant(statement.now),
    provisional: statement.provisional,
    base_fee: money(statement.baseFee),
    days_in_force: statement.daysInForce,
    days_of_period: statement.daysOfPeriod,
    bonus: money(statement.bonus),
    abatement: money(statement.abatement),
    rounding: money(statement.rounding),
    total: money(statement.total),
    lines: statement.lines.map((line) => lineView(line, currency)),
  };
}
export type StatementView = ReturnType<typeof statementView>;

export function lineView(line: StatementLine, currency: string) {
  return {
    kind: line.kind,
    measure: line.measure,
    name: line.name,
    scope: line.scope,
    metric: line.metric,
    effect: line.effect,
    measured: line.measured,
    looked_up: line.lookedUp,
    unit: line.unit,
    rule: line.rule,
    band: line.band,
    points: line.points,
    basis:
      line.basis === null
        ? null
        : {
            met: line.basis.met,
            missed: line.basis.missed,
            open: line.basis.open,
            service_hours: line.basis.serviceHours,
            down_hours: line.basis.downHours,
            devices: line.basis.devices,
          },
    amount: formatMoney(line.amount, currency),
    evidence: line.evidence.map((each) => evidenceView(each, currency)),
  };
}
export type LineView = ReturnType<typeof lineView>;

const evidenceView = (evidence: Evidence, currency: string) => ({
  calls: [...evidence.calls],
  device: evidence.device,
  site: evidence.site,
  clock: evidence.clock,
  deadline: at(evidence.deadline),
  event: at(evidence.event),
  from: at(evidence.from),
  to: at(evidence.to),
  times: evidence.times,
  hours_late: evidence.hoursLate,
  hours: evidence.hours,
  counted: evidence.counted,
  points: evidence.points,
  amount: evidence.amount === null ? null : formatMoney(evidence.amount, currency),
});

export const openStakeView = (stake: OpenStake, currency: string) => ({
  call: stake.call,
  device: stake.device,
  site: stake.site,
  clock: stake.clock,
  by: formatInstant(stake.by),
  planned_finish: at(stake.planned),
  total_at_best: formatMoney(stake.atBest, currency),
  total_at_worst: formatMoney(stake.atWorst, currency),
  at_stake: formatMoney(stake.atStake, currency),
});
