import { sql } from 'kysely';
import type { Instant } from '#engine';

/** Open calls that the plan has given to somebody are allocated. `calls c`. */
export const PLANNED = sql`from allocations a where a.territory = c.territory and a.call = c.number and c.ended_at is null`;

/**
 * The status of `calls c` at an instant as people see it: `statusAt` of the engine (rule 12.1), with a call that the plan
 * has placed as allocated, in SQL so that lists narrow by what they show. A property test compares the two.
 */
export function statusSql(now: Instant) {
  const happened = (column: string) => sql`coalesce(${sql.ref(column)} <= ${now}::bigint, false)`;
  const responded = happened('c.responded_at');
  // A status of an end counts from its instant, where that is known.
  const instantOfEnd = sql`case c.status when 'cancelled' then c.closed_at when 'closed' then coalesce(c.closed_at, c.fixed_at)
    else coalesce(c.fixed_at, c.closed_at) end`;
  const needsApproval = sql`exists (select from contracts k, jsonb_array_elements(k.approval_over) as over
    where k.code = c.contract and c.estimated_time > over::bigint)`;
  const held = sql`exists (select from jsonb_array_elements(c.holds) as hold where (hold ->> 'from')::bigint <= ${now}::bigint
    and coalesce(${now}::bigint < (hold ->> 'to')::bigint, true))`;
  // Its own instants speak against it: the hold is over or still to come, or nobody has arrived yet.
  const contradicted = sql`(c.status = 'on-hold' and jsonb_array_length(c.holds) > 0
    or c.status = 'on-site' and c.responded_at is not null and not ${responded})`;
  const own = sql`case
    when c.logged_at > ${now}::bigint then 'logged'
    when ${happened('c.closed_at')} then 'closed'
    when ${happened('c.fixed_at')} then 'fixed'
    when c.status in ('fixed', 'closed', 'cancelled') and ${instantOfEnd} is null then c.status
    when c.status = 'awaiting-approval' or (c.status is null and ${needsApproval}) then 'awaiting-approval'
    when ${held} then 'on-hold'
    when c.status in ('fixed', 'closed', 'cancelled') then case when ${responded} then 'on-site' else 'open' end
    when c.status is not null and not ${contradicted} then c.status
    when ${responded} then 'on-site'
    when c.resource is not null then 'allocated'
    else 'open' end`;
  return sql`(select case when own in ('logged', 'open', 'reopened') and exists (select ${PLANNED}) then 'allocated' else own end
    from (select ${own} as own) as stated)`;
}
