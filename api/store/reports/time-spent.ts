import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from '../database.ts';
import { CALLS, CANCELLED, matches, type ReportFilter } from './report-filter.ts';

/** Time on site for a call. */
export interface TimeSpent {
  readonly contract: string;
  readonly customer: string;
  readonly call: string;
  readonly type: string;
  readonly site: string;
  readonly device: string;
  /** 1 is the first. */
  readonly visit: number;
  readonly technician: string | null;
  readonly arrived_at: Instant;
  readonly left_at: Instant;
  readonly milliseconds: number;
  readonly outcome: string | null;
}

/**
 * Visits as they were recorded; of a call that has none (it came with a dataset) one visit from the first arrival to the
 * fix, its holds counted out.
 */
const VISITS = (filter: ReportFilter) => sql`
  select k.code as contract, k.customer, c.number as call, c.type, c.site, c.device, v.visit, v.resource as technician,
    v.arrived_at, v.left_at, coalesce(v.time_spent, v.left_at - v.arrived_at) as milliseconds, v.outcome
  from visits v join calls c on c.territory = v.territory and c.number = v.call join contracts k on k.code = c.contract
    left join (select null::text as class where false) o on true
  where ${matches({ ...filter, technician: undefined })} and v.left_at is not null
    and v.arrived_at >= ${filter.from}::bigint and v.arrived_at < ${filter.to}::bigint
    ${filter.technician === undefined ? sql`` : sql`and v.resource = ${filter.technician}`}
  union all
  select k.code, k.customer, c.number, c.type, c.site, c.device, 1, c.resource, c.responded_at, c.fixed_at,
    greatest(0, c.fixed_at - c.responded_at - coalesce((select sum(greatest(0,
      least((h ->> 'to')::bigint, c.fixed_at) - greatest((h ->> 'from')::bigint, c.responded_at)))
      from jsonb_array_elements(c.holds) h), 0))::bigint, null
  from ${CALLS({ ...filter, classes: new Map() })}
  where ${matches(filter)} and c.duplicate_of is null and not ${CANCELLED} and c.fixed_at is not null
    and c.responded_at >= ${filter.from}::bigint and c.responded_at < ${filter.to}::bigint
    and not exists (select from visits v where v.territory = c.territory and v.call = c.number)`;

/** Each visit that began in the period, in order of contract and time. */
export async function reportVisits(em: Em, filter: ReportFilter, limit: number): Promise<TimeSpent[]> {
  const { rows } = await sql<TimeSpent>`select * from (${VISITS(filter)}) v
    order by contract, arrived_at, call, visit limit ${limit}`.execute(kysely(em));
  return rows;
}

export interface ContractTime {
  readonly contract: string;
  readonly customer: string;
  readonly calls: number;
  readonly visits: number;
  readonly milliseconds: number;
}

/** Time on site by contract, for the invoice. */
export async function reportContractTime(em: Em, filter: ReportFilter, limit: number): Promise<ContractTime[]> {
  const { rows } = await sql<ContractTime>`select contract, customer, count(distinct call)::int as calls,
      count(*)::int as visits, sum(milliseconds)::bigint as milliseconds
    from (${VISITS(filter)}) v group by 1, 2 order by contract limit ${limit}`.execute(kysely(em));
  return rows;
}
