import { sql } from 'kysely';
import type { Instant } from '#engine';
import { type Em, kysely } from '../../store/index.ts';
import type { GrantScope, RoleGrant } from './actor.ts';
import { createPrincipal, DEMO_DOMAIN, isDemoData, isDemoPerson, listPrincipals } from './principals.ts';
import type { Role } from './roles.ts';

export interface DemoPerson {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
}

/** As the login page lists them: those whose pages show most come first. */
const SHOWN_ORDER: readonly Role[] = [
  'dispatcher',
  'call-taker',
  'technician',
  'contract-manager',
  'finance',
  'customer',
  'administrator',
  'auditor',
];

const EVERYTHING: GrantScope = { kind: 'everything' };

/** One person of each role. The technician and the customer are tied to the first of each in the demo's data. */
export async function createDemoPeople(em: Em, now: Instant): Promise<void> {
  const first = async (table: 'resources' | 'customers'): Promise<string | null> => {
    const { rows } = await sql<{
      code: string;
    }>`select code from ${sql.table(table)} order by position limit 1`.execute(kysely(em));
    return rows[0]?.code ?? null;
  };
  const resource = await first('resources');
  const customer = await first('customers');
  const people: readonly (readonly [string, Role, GrantScope | null])[] = [
    ['Dana Price', 'dispatcher', EVERYTHING],
    ['Carl Reyes', 'call-taker', EVERYTHING],
    ['Maya Lind', 'contract-manager', EVERYTHING],
    ['Fay Osei', 'finance', EVERYTHING],
    ['Ada Quinn', 'administrator', EVERYTHING],
    ['Oren Hale', 'auditor', EVERYTHING],
    ['Tom Vale', 'technician', resource === null ? null : { kind: 'resource', code: resource }],
    ['Cleo Marsh', 'customer', customer === null ? null : { kind: 'customer', code: customer }],
  ];
  for (const [name, role, scope] of people) {
    if (scope === null) continue;
    const grants: RoleGrant[] = [{ role, scope }];
    await createPrincipal(em, { kind: 'person', name, email: `${role}${DEMO_DOMAIN}`, grants }, now);
  }
}

export async function demoPeople(em: Em): Promise<DemoPerson[]> {
  if (!(await isDemoData(em))) return [];
  const all = await listPrincipals(em);
  return all
    .filter((each) => isDemoPerson(each) && each.disabledAt === null)
    .map(({ id, name, grants }) => ({ id, name, role: grants[0]?.role ?? 'auditor' }))
    .sort((a, b) => SHOWN_ORDER.indexOf(a.role) - SHOWN_ORDER.indexOf(b.role));
}
