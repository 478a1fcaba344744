import { sql } from 'kysely';
import { DAY, type Interval } from '#engine';
import { type Em, kysely } from './database.ts';
import { downWithin } from './performance.ts';
import { type StoredCall, toStoredCall } from './tables/calls.ts';
import type { Row } from './tables/table.ts';

export interface PeriodCallsAsked {
  readonly contract: string;
  readonly territories: readonly string[];
  readonly period: Interval;
  /** Whether a temporary fix may put a deadline in the period long after the call's own. */
  readonly temporaryFixes: boolean;
}

/** A permanent fix is due within so long of its call, else it is not found. */
const LONGEST_PERMANENT = 400 * DAY;

/**
 * The calls of a contract that can count in a period, duplicates left out: those open, logged or ended in it, with a
 * deadline in it, or whose failure reaches into it. As many as the period has, however many there are before. The kept
 * figures must be up to date (`office.figures.catchUp`).
 */
export async function callsOfPeriod(
  em: Em,
  { contract, territories, period, temporaryFixes }: PeriodCallsAsked,
): Promise<StoredCall[]> {
  const { start, end } = period;
  const facts = sql`from call_facts f where f.territory = any(${[...territories]}::text[]) and f.contract = ${contract}`;
  const temporary = temporaryFixes
    ? sql`union select number from calls where contract = ${contract} and temporary_fixed_at is not null
        and logged_at >= ${start - LONGEST_PERMANENT}::bigint and logged_at < ${end}::bigint`
    : sql``;
  const { rows } = await sql<Row>`with numbers as (
      select number from calls where contract = ${contract} and logged_at >= ${start}::bigint and logged_at < ${end}::bigint
      union select number from calls where contract = ${contract} and ended_at is not null
        and ended_at >= ${start}::bigint and logged_at < ${end}::bigint
      union select c.number from devices d join calls c on c.device = d.code
        where d.contract = ${contract} and c.ended_at is null
          and coalesce((c.earlier_report ->> 'loggedAt')::bigint, c.logged_at) < ${end}::bigint
      union select f.number ${facts} and f.respond_by >= ${start}::bigint and f.respond_by < ${end}::bigint
      union select f.number ${facts} and f.fix_by >= ${start}::bigint and f.fix_by < ${end}::bigint
      union select f.number from ${downWithin(contract, territories, period)}
      ${temporary})
    select c.* from numbers n join calls c on c.number = n.number
    where c.contract = ${contract} and c.duplicate_of is null order by c.number`.execute(kysely(em));
  return rows.map(toStoredCall);
}

/** Working time of visits, milliseconds, by call; calls without any are not in it. */
export async function timeSpentOn(em: Em, contract: string, numbers: readonly string[]): Promise<Map<string, number>> {
  const { rows } = await sql<{ call: string; spent: string }>`select v.call, sum(v.time_spent) as spent
    from visits v join calls c on c.territory = v.territory and c.number = v.call
    where c.contract = ${contract} and v.call = any(${[...numbers]}::text[]) and v.time_spent is not null
    group by v.call`.execute(kysely(em));
  return new Map(rows.map(({ call, spent }) => [call, Number(spent)]));
}
