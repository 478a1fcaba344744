import { sql } from 'kysely';
import type { Instant, Interval } from '#engine';
import { type Em, kysely } from './database.ts';
import { downWithin } from './performance.ts';
import { type StoredCall, toStoredCall } from './tables/calls.ts';
import type { Row } from './tables/table.ts';

/** The place of a clock in a list of clocks by deadline. */
export interface ClockCursor {
  readonly deadline: Instant;
  readonly number: string;
  readonly clock: 'respond' | 'fix';
}

export interface ClocksAsked {
  readonly contract: string;
  readonly territories: readonly string[];
  /** null: on all devices. */
  readonly devices: readonly string[] | null;
  readonly within: Interval;
  /** null: both. */
  readonly clock: 'respond' | 'fix' | null;
  /** null: whatever came of them. */
  readonly outcome: 'met' | 'missed' | 'excused' | null;
  readonly after: ClockCursor | null;
  readonly limit: number;
}

/** Calls that have ended, each with one of its clocks whose deadline is in a stretch, in order of deadline, number and clock. */
export async function endedClocks(em: Em, asked: ClocksAsked): Promise<(ClockCursor & { call: StoredCall })[]> {
  const { contract, territories, devices, within, clock, outcome, after, limit } = asked;
  const of = (name: 'respond' | 'fix') => {
    const by = sql.ref(`f.${name}_by`);
    const wanted = [
      sql<boolean>`f.territory = any(${[...territories]}::text[]) and f.contract = ${contract}`,
      sql<boolean>`${by} >= ${within.start}::bigint and ${by} < ${within.end}::bigint`,
    ];
    if (devices !== null) wanted.push(sql`f.device = any(${[...devices]}::text[])`);
    if (outcome === 'excused') wanted.push(sql`f.excused`);
    else if (outcome !== null) wanted.push(sql`not f.excused and f.${sql.ref(name)} = ${outcome}`);
    if (after !== null) {
      wanted.push(
        sql`(${by}, f.number, ${name}::text) > (${after.deadline}::bigint, ${after.number}, ${after.clock}::text)`,
      );
    }
    return sql`(select f.territory, f.number, ${by} as deadline, ${name}::text as clock from call_facts f
      where ${sql.join(wanted, sql` and `)} order by 3, 2, 4 limit ${limit})`;
  };
  const both = clock === null ? sql`${of('respond')} union all ${of('fix')}` : of(clock);
  const { rows } =
    await sql<Row>`select p.deadline, p.clock, c.* from (${both}) p join calls c using (territory, number)
    order by p.deadline, p.number, p.clock limit ${limit}`.execute(kysely(em));
  return rows.map((row) => ({
    deadline: row.deadline as Instant,
    number: row.number as string,
    clock: row.clock as 'respond' | 'fix',
    call: toStoredCall(row),
  }));
}

/** Devices of a contract that a failure took down in a stretch, by code. */
export async function devicesDown(
  em: Em,
  contract: string,
  territories: readonly string[],
  stretch: Interval,
): Promise<string[]> {
  const { rows } = await sql<{ device: string }>`select distinct f.device
    from ${downWithin(contract, territories, stretch)}`.execute(kysely(em));
  return rows.map(({ device }) => device);
}
