import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from './database.ts';
import { type PlanImprovement, planImprovements } from './tables/improvements.ts';
import { type Row, toRecord } from './tables/table.ts';

const one = (rows: readonly Row[]): PlanImprovement | null =>
  rows[0] === undefined ? null : toRecord(planImprovements, rows[0]);

/** The improvement that was asked for last; null: none ever was. */
export async function readImprovement(em: Em, territory: string): Promise<PlanImprovement | null> {
  const { rows } = await sql<Row>`select * from plan_improvements where territory = ${territory}`.execute(kysely(em));
  return one(rows);
}

/** One that has not ended so long after it was asked for has been given up: its processes died one after the other. */
const GIVEN_UP = 3_600_000;

/** Enters one that is asked for. null: another one of the territory has not ended yet. */
export async function enterImprovement(
  em: Em,
  asked: Pick<PlanImprovement, 'territory' | 'who' | 'askedAt' | 'milliseconds' | 'iterations'>,
): Promise<PlanImprovement | null> {
  const { territory, who, askedAt, milliseconds, iterations } = asked;
  const { rows } = await sql<Row>`insert into plan_improvements as p
      (territory, run, who, asked_at, milliseconds, iterations, found)
    values (${territory}, 1, ${who}, ${askedAt}::bigint, ${milliseconds}::bigint, ${iterations}::integer, '[]')
    on conflict (territory) do update set run = p.run + 1, who = excluded.who, asked_at = excluded.asked_at,
      milliseconds = excluded.milliseconds, iterations = excluded.iterations, found = '[]', began_at = null,
      finished_at = null, stop = null, outcome = null, progress = null, from_version = null, to_version = null
    where p.finished_at is not null or p.asked_at < ${askedAt - GIVEN_UP}::bigint returning *`.execute(kysely(em));
  return one(rows);
}

/** Ends all that are under way: what they have found is of another dataset. The search hears of it and stops. */
export async function endImprovements(em: Em, at: Instant): Promise<void> {
  await sql`update plan_improvements set finished_at = ${at}::bigint, outcome = 'discarded', found = '[]'
    where finished_at is null`.execute(kysely(em));
}

/** What may change of one that has not ended. */
export type ImprovementChange = Partial<
  Pick<
    PlanImprovement,
    'beganAt' | 'finishedAt' | 'stop' | 'outcome' | 'progress' | 'found' | 'fromVersion' | 'toVersion'
  >
>;

/** Changes it, unless it has ended or another one has been asked for. null: it has, and nothing was changed. */
export async function changeImprovement(
  em: Em,
  { territory, run }: Pick<PlanImprovement, 'territory' | 'run'>,
  change: ImprovementChange,
): Promise<PlanImprovement | null> {
  const json = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;
  const number = (value: Instant | number | null) => sql`${value}::bigint`;
  const sets = [sql`run = run`];
  if (change.beganAt !== undefined) sets.push(sql`began_at = ${number(change.beganAt)}`);
  if (change.finishedAt !== undefined) sets.push(sql`finished_at = ${number(change.finishedAt)}`);
  if (change.stop !== undefined) sets.push(sql`stop = ${change.stop}`);
  if (change.outcome !== undefined) sets.push(sql`outcome = ${change.outcome}`);
  if (change.progress !== undefined) sets.push(sql`progress = ${json(change.progress)}`);
  if (change.found !== undefined) sets.push(sql`found = ${json(change.found)}`);
  if (change.fromVersion !== undefined) sets.push(sql`from_version = ${number(change.fromVersion)}::integer`);
  if (change.toVersion !== undefined) sets.push(sql`to_version = ${number(change.toVersion)}::integer`);
  const { rows } = await sql<Row>`update plan_improvements set ${sql.join(sets)}
    where territory = ${territory} and run = ${run} and finished_at is null returning *`.execute(kysely(em));
  return one(rows);
}
