import { sql } from 'kysely';
import { type Em, kysely } from '../../store/index.ts';
import type { Belonging } from './actor.ts';
import type { RouteScope } from './route-access.ts';

/** What a scoped request is about. */
export type Subject =
  | {
      readonly kind: Extract<RouteScope, 'call' | 'contract' | 'territory' | 'resource' | 'site' | 'device'>;
      readonly code: string;
    }
  | { readonly kind: 'site-and-model'; readonly site: string };

interface Row {
  readonly customer: string | null;
  readonly contract: string | null;
  readonly territory: string | null;
  readonly resources: readonly string[] | null;
}

const NO_RESOURCES = sql`null::text[]`;

const QUERIES = {
  // A technician sees the calls of their plan, and those they have worked on.
  call: (code: string) => sql<Row>`select o.customer, c.contract, c.territory, array(
      select v.resource from visits v where v.territory = c.territory and v.call = c.number
      union select a.resource from allocations a where a.territory = c.territory and a.call = c.number
      union select c.resource where c.resource is not null) as resources
    from calls c left join contracts o on o.code = c.contract where c.number = ${code}`,
  contract: (
    code: string,
  ) => sql<Row>`select customer, code as contract, null as territory, ${NO_RESOURCES} as resources
    from contracts where code = ${code}`,
  territory: (
    code: string,
  ) => sql<Row>`select null as customer, null as contract, code as territory, ${NO_RESOURCES} as resources
    from territories where code = ${code}`,
  resource: (code: string) => sql<Row>`select null as customer, null as contract, territory, array[code] as resources
    from resources where code = ${code}`,
  site: (code: string) => sql<Row>`select customer, null as contract, territory, ${NO_RESOURCES} as resources
    from sites where code = ${code}`,
  device: (code: string) => sql<Row>`select s.customer, d.contract, s.territory, ${NO_RESOURCES} as resources
    from devices d join sites s on s.code = d.site where d.code = ${code}`,
} as const;

/** Where a subject belongs; null: there is no such thing. */
export async function belongingOf(em: Em, subject: Subject): Promise<Belonging | null> {
  const query = subject.kind === 'site-and-model' ? QUERIES.site(subject.site) : QUERIES[subject.kind](subject.code);
  const { rows } = await query.execute(kysely(em));
  const [row] = rows;
  return row === undefined ? null : { ...row, resources: row.resources ?? [] };
}
