import { type Permission, ROLE_PERMISSIONS, type Role } from './roles.ts';

/** What a grant is limited to: one customer, contract, territory or resource, or nothing (`everything`). */
export type GrantScope =
  | { readonly kind: 'everything' }
  | { readonly kind: 'customer' | 'contract' | 'territory' | 'resource'; readonly code: string };

export interface RoleGrant {
  readonly role: Role;
  readonly scope: GrantScope;
}

/** Who makes a request: a person or a machine that has proved who it is. */
export interface Actor {
  readonly principal: string;
  readonly name: string;
  readonly kind: 'person' | 'machine';
  /** Session or API key by which it was recognised. */
  readonly credential: string;
  readonly grants: readonly RoleGrant[];
}

/** Where something belongs; a field that does not apply is null. */
export interface Belonging {
  readonly customer: string | null;
  readonly contract: string | null;
  readonly territory: string | null;
  /** Every resource that has, or had, a part in it. */
  readonly resources: readonly string[];
}

const grantsWith = (actor: Actor, permission: Permission): readonly RoleGrant[] =>
  actor.grants.filter(({ role }) => ROLE_PERMISSIONS[role].includes(permission));

/** Whether the actor has the permission anywhere. */
export const mayAnywhere = (actor: Actor, permission: Permission): boolean => grantsWith(actor, permission).length > 0;

/** Whether the actor has the permission on everything. */
export const mayEverywhere = (actor: Actor, permission: Permission): boolean =>
  grantsWith(actor, permission).some(({ scope }) => scope.kind === 'everything');

/** Whether the actor has the permission on something that belongs there. */
export const mayOn = (actor: Actor, permission: Permission, belonging: Belonging): boolean =>
  grantsWith(actor, permission).some(({ scope }) => includes(scope, belonging));

function includes(scope: GrantScope, belonging: Belonging): boolean {
  switch (scope.kind) {
    case 'everything':
      return true;
    case 'customer':
      return belonging.customer === scope.code;
    case 'contract':
      return belonging.contract === scope.code;
    case 'territory':
      return belonging.territory === scope.code;
    case 'resource':
      return belonging.resources.includes(scope.code);
  }
}

/** The scopes within which the actor has a permission, for queries. null: everywhere. */
export function scopesOf(
  actor: Actor,
  permission: Permission,
): readonly Exclude<GrantScope, { kind: 'everything' }>[] | null {
  const scopes = grantsWith(actor, permission).map(({ scope }) => scope);
  if (scopes.some(({ kind }) => kind === 'everything')) return null;
  return scopes.filter((scope) => scope.kind !== 'everything');
}
