import { sql } from 'kysely';
import type { Instant, LocalDate } from '#engine';
import { type Em, kysely } from './database.ts';

/** Has other processes that would raise maintenance in the territory wait until the transaction ends. */
export async function claimMaintenance(em: Em, territory: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext(${`maintenance ${territory}`}))`.execute(kysely(em));
}

/** When each device of a territory had its last maintenance finished; those that never had any are not in it. */
export async function lastMaintenance(em: Em, territory: string): Promise<Map<string, Instant>> {
  const { rows } = await sql<{ device: string; at: Instant }>`select device, max(fixed_at) as at from calls
    where territory = ${territory} and type = 'maintenance' and fixed_at is not null
      and coalesce(status, '') <> 'cancelled' group by device`.execute(kysely(em));
  return new Map(rows.map(({ device, at }) => [device, at]));
}

/** Due dates of each device for which a call has been raised, with its number. */
export async function raisedMaintenance(em: Em, territory: string): Promise<Map<string, Map<LocalDate, string>>> {
  const { rows } = await sql<{ device: string; due_on: LocalDate; call: string }>`select device, due_on, call
    from maintenance_raised where territory = ${territory}`.execute(kysely(em));
  const raised = new Map<string, Map<LocalDate, string>>();
  for (const { device, due_on, call } of rows) {
    const own = raised.get(device) ?? new Map<LocalDate, string>();
    raised.set(device, own.set(due_on, call));
  }
  return raised;
}

/** Notes that a call has been raised for a due date. Fails where one was. */
export async function noteMaintenance(
  em: Em,
  raised: {
    readonly territory: string;
    readonly device: string;
    readonly dueOn: LocalDate;
    readonly call: string;
    readonly at: Instant;
  },
): Promise<void> {
  const { territory, device, dueOn, call, at } = raised;
  await sql`insert into maintenance_raised (territory, device, due_on, call, "at")
    values (${territory}, ${device}, ${dueOn}, ${call}, ${at}::bigint)`.execute(kysely(em));
}
