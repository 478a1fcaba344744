import { sql } from 'kysely';
import { type Call, callFromJournal, type Instant, type Interval, type ScopeKind, type Tally } from '#engine';
import { type Em, kysely } from './database.ts';
import { type StoredCall, toCall, toStoredCall } from './tables/calls.ts';
import { callFacts, performanceTallies, type StoredFacts, type StoredTally } from './tables/performance.ts';
import { type Row, type Table, toRecord, toRow } from './tables/table.ts';

/** Versions of the reference tables: as they are, and as the figures were last made with; null: never. */
export interface FigureVersions {
  readonly reference: string;
  readonly figures: string | null;
}

const VERSIONS = sql`(select value::text from settings where key = 'reference_version') as reference,
  (select value #>> '{}' from settings where key = 'figures_version') as figures`;
const versionsOf = (row: Row | undefined): FigureVersions => ({
  reference: String(row?.reference ?? 0),
  figures: row?.figures === null || row?.figures === undefined ? null : String(row.figures),
});

export async function readFigureVersions(em: Em): Promise<FigureVersions> {
  const { rows } = await sql<Row>`select ${VERSIONS}`.execute(kysely(em));
  return versionsOf(rows[0]);
}

/**
 * Has others who would settle failures on the same devices, or in the same zones, wait until the transaction ends: what
 * overlaps is counted once. In one order everywhere.
 */
export async function lockForFigures(
  em: Em,
  devices: readonly string[],
  zones: readonly string[],
): Promise<FigureVersions> {
  const { rows } = await sql<Row>`select ${VERSIONS},
    (select count(*) from (select from devices where code = any(${[...devices]}::text[]) order by code for no key update) d),
    (select count(*) from (select from zones where code = any(${[...zones]}::text[]) order by code for no key update) z)`.execute(
    kysely(em),
  );
  return versionsOf(rows[0]);
}

/** Stored facts of some calls, and those of others whose failures overlap these, or the stretch given. */
export interface FactsRead {
  readonly own: readonly StoredFacts[];
  readonly others: readonly StoredFacts[];
}

/** `overlapping` null: no failure comes, though one may go. `devices` are those whose failures may overlap. */
export async function readFacts(
  em: Em,
  calls: readonly { readonly territory: string; readonly number: string }[],
  devices: readonly { readonly territory: string; readonly code: string }[],
  overlapping: Interval | null,
): Promise<FactsRead> {
  const from = overlapping?.start ?? null;
  const to = overlapping?.end ?? null;
  const { rows } = await sql<Row & { own: boolean }>`with own as (
      select f.* from unnest(${calls.map((each) => each.territory)}::text[], ${calls.map((each) => each.number)}::text[])
        as c (territory, number) join call_facts f using (territory, number)),
    reach as (select least(min(down_from), ${from}::bigint) as start, greatest(max(down_to), ${to}::bigint) as "end" from own)
    select true as own, o.* from own o
    union all
    select false, f.* from unnest(${devices.map((each) => each.territory)}::text[], ${devices.map(({ code }) => code)}::text[])
      as d (territory, device) join call_facts f using (territory, device), reach
    where f.down_to > reach.start and f.down_from < reach."end"
      and not exists (select from own o where o.territory = f.territory and o.number = f.number)`.execute(kysely(em));
  const all = rows.map((row) => ({ own: row.own, facts: toRecord(callFacts, row) }));
  return {
    own: all.filter(({ own }) => own).map(({ facts }) => facts),
    others: all.filter(({ own }) => !own).map(({ facts }) => facts),
  };
}

/** Where facts and tallies are written: the tables themselves, or temporary ones to be compared with them. */
export interface FigureTables {
  readonly facts: string;
  readonly tallies: string;
}
export const FIGURE_TABLES: FigureTables = { facts: 'call_facts', tallies: 'performance_tallies' };

export interface FiguresWritten {
  /** Calls whose facts go and don't come again. */
  readonly gone: readonly { readonly territory: string; readonly number: string }[];
  readonly facts: readonly StoredFacts[];
  /** By how much the tallies change. */
  readonly tallies: readonly Tally[];
}

/** Writes facts, and adds to the tallies, in one statement. */
export async function writeFigures(
  em: Em,
  { gone, facts, tallies }: FiguresWritten,
  into: FigureTables = FIGURE_TABLES,
): Promise<void> {
  const names = ({ columns }: Table<never> | Table<unknown>) => sql.join(columns.map(({ name }) => sql.ref(name)));
  const set = callFacts.columns
    .filter(({ name }) => name !== 'territory' && name !== 'number')
    .map(({ name }) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`);
  const add = SUMS.map((name) => sql`${sql.ref(name)} = t.${sql.ref(name)} + ${sql.ref(`excluded.${name}`)}`);
  const text = (rows: readonly object[]) => JSON.stringify(rows);
  const stored = tallies.map((tally) => toRow(performanceTallies, { ...tally, down: String(tally.down) }));
  await sql`with gone as (
      delete from ${sql.table(into.facts)} f using json_to_recordset(${text(gone)}::json) as g (territory text, number text)
      where f.territory = g.territory and f.number = g.number),
    come as (
      insert into ${sql.table(into.facts)} (${names(callFacts)})
      select ${names(callFacts)} from json_populate_recordset(null::call_facts, ${text(facts.map((each) => toRow(callFacts, each)))}::json)
      on conflict (territory, number) do update set ${sql.join(set)})
    insert into ${sql.table(into.tallies)} as t (${names(performanceTallies)})
    select ${names(performanceTallies)}
    from json_populate_recordset(null::performance_tallies, ${text(stored)}::json)
    order by territory, contract, kind, bucket, code
    on conflict (territory, contract, kind, bucket, code) do update set ${sql.join(add)}`.execute(kysely(em));
}

/** Columns that are summed up. */
export const SUMS = [
  'respond_met',
  'respond_missed',
  'respond_excused',
  'fix_met',
  'fix_missed',
  'fix_excused',
  'down',
];

/** Tells the planner of queries what the tables hold now, after they were filled at once. */
export async function analyzeFigures(em: Em): Promise<void> {
  await sql`analyze call_facts, performance_tallies`.execute(kysely(em));
}

/** Forgets all figures of some contracts; null: of all. */
export async function clearFigures(em: Em, contracts: readonly string[] | null): Promise<void> {
  const which = contracts === null ? sql`true` : sql`contract = any(${[...contracts]}::text[])`;
  for (const table of [FIGURE_TABLES.facts, FIGURE_TABLES.tallies])
    await sql`delete from ${sql.table(table)} where ${which}`.execute(kysely(em));
}

/** Sums of a scope, in all the buckets asked for, or in one of them. */
export interface TallySum extends Omit<StoredTally, 'territory' | 'contract' | 'down'> {
  readonly down: bigint;
}

export interface TalliesAsked {
  readonly contract: string;
  readonly territories: readonly string[];
  readonly kind: ScopeKind;
  /** null: every code of the kind. */
  readonly codes: readonly string[] | null;
  readonly buckets: readonly string[];
  /** false: one sum a code, `bucket` empty. */
  readonly byBucket: boolean;
}

export async function readTallies(em: Em, asked: TalliesAsked): Promise<TallySum[]> {
  const bucket = asked.byBucket ? sql`bucket` : sql`''`;
  const code = asked.codes === null ? sql`true` : sql`code = any(${[...asked.codes]}::text[])`;
  const sums = SUMS.map((name) => sql`sum(${sql.ref(name)}) as ${sql.ref(name)}`);
  const { rows } = await sql<Row>`select code, ${bucket} as bucket, ${sql.join(sums)} from performance_tallies
    where territory = any(${[...asked.territories]}::text[]) and contract = ${asked.contract} and kind = ${asked.kind}
      and bucket = any(${[...asked.buckets]}::text[]) and ${code}
    group by 1, 2`.execute(kysely(em));
  return rows.map((row) => {
    const number = (name: string) => Number(row[name]);
    return {
      kind: asked.kind,
      code: row.code as string,
      bucket: row.bucket as string,
      respondMet: number('respond_met'),
      respondMissed: number('respond_missed'),
      respondExcused: number('respond_excused'),
      fixMet: number('fix_met'),
      fixMissed: number('fix_missed'),
      fixExcused: number('fix_excused'),
      down: BigInt(row.down as string),
    };
  });
}

/**
 * `call_facts f` of a contract whose failures reach into a stretch, however many come after it: by class of length (see
 * migration length_of_downtime). The longest class lasts 119 years.
 */
export const downWithin = (contract: string, territories: readonly string[], { start, end }: Interval) =>
  // `offset 0` keeps the planner from joining what is to be looked up class by class.
  sql`generate_series(0, 20) as k (class) cross join lateral (
    select * from call_facts c where c.down_class = k.class
      and c.territory = any(${[...territories]}::text[]) and c.contract = ${contract}
      and c.down_to > ${start}::bigint and c.down_to < ${end}::bigint + (3600000::bigint << k.class)
      and c.down_from < ${end}::bigint
    offset 0) as f`;

/** Facts of a contract with a deadline, or a part of their downtime, in a stretch. */
export async function factsTouching(
  em: Em,
  contract: string,
  territories: readonly string[],
  { start, end }: Interval,
): Promise<StoredFacts[]> {
  const within = sql`territory = any(${[...territories]}::text[]) and contract = ${contract}`;
  const { rows } = await sql<Row>`
    select * from call_facts where ${within} and respond_by >= ${start}::bigint and respond_by < ${end}::bigint
    union select * from call_facts where ${within} and fix_by >= ${start}::bigint and fix_by < ${end}::bigint
    union select f.* from ${downWithin(contract, territories, { start, end })}`.execute(kysely(em));
  return rows.map((row) => toRecord(callFacts, row));
}

/** Facts whose failures reach into a stretch, on some devices. */
export async function factsDown(
  em: Em,
  devices: readonly { readonly territory: string; readonly code: string }[],
  stretch: Interval,
): Promise<StoredFacts[]> {
  const { others } = await readFacts(em, [], devices, stretch);
  return [...others];
}

/** Open calls on the devices of a contract. */
export async function openCallsOf(em: Em, contract: string): Promise<StoredCall[]> {
  const { rows } = await sql<Row>`select c.* from devices d join calls c on c.device = d.code
    where d.contract = ${contract} and c.ended_at is null order by c.number`.execute(kysely(em));
  return rows.map(toStoredCall);
}

/** Calls on some devices that have ended, without what figures don't look at. */
export async function endedCallsOn(em: Em, devices: readonly string[]): Promise<Call[]> {
  const { rows } = await sql<Row>`select number, device, type, logged_at, occurred_at, service_affecting, status,
      resource, pinned, responded_at, fixed_at, closed_at, holds, restored, duplicate_of, earlier_report, excuse, kept_terms
    from calls where ended_at is not null and duplicate_of is null and device = any(${[...devices]}::text[])`.execute(
    kysely(em),
  );
  return rows.map(toCall);
}

/**
 * Calls on some devices as their journals have them: each entry tells what it changed. Of those that were logged before
 * entries did so, as they stand. Which calls there are, and on which device, is read off their rows.
 */
export async function journalCallsOn(em: Em, devices: readonly string[]): Promise<Call[]> {
  const { rows } = await sql<Row & { entries: { kind: string; data: Record<string, unknown> }[] | null }>`select c.*,
      (select json_agg(json_build_object('kind', e.kind, 'data', case when e.kind = 'imported' then e.data
          else json_build_object('set', e.data -> 'set')::jsonb end) order by e.id)
        from call_events e where e.territory = c.territory and e.call = c.number
          and (e.kind = 'imported' or e.data ? 'set')) as entries
    from calls c where c.device = any(${[...devices]}::text[])`.execute(kysely(em));
  return rows.map((row) => callFromJournal(row.entries ?? []) ?? toCall(row));
}

/** The earliest `logged_at` of any call; null: there are none. */
export async function firstLogged(em: Em): Promise<Instant | null> {
  const { rows } = await sql<{ first: Instant | null }>`select min(logged_at) as first from calls`.execute(kysely(em));
  return rows[0]?.first ?? null;
}
