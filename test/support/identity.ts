import type { GrantScope } from '../../api/features/identity/actor.ts';
import type { IdentityOptions } from '../../api/features/identity/index.ts';
import { createApiKey, createPrincipal } from '../../api/features/identity/index.ts';
import type { Role } from '../../api/features/identity/roles.ts';
import type { TestProcess } from './test-app.ts';

export const ACCESS: IdentityOptions = {
  sessionSecret: 'a secret of thirty-two characters or more',
  oidc: null,
  firstRun: null,
  demo: false,
  hosts: [],
  publicUrl: null,
  tiles: null,
  requestsPerMinute: 1_000_000,
};

/** Headers of a machine with one role, which the process knows from now on. */
export async function keyOf(
  { running }: TestProcess,
  role: Role,
  scope: GrantScope = { kind: 'everything' },
): Promise<{ readonly authorization: string }> {
  const { store, clock } = running.office;
  const name = `${role} ${'code' in scope ? scope.code : 'everything'}`;
  const grants = [{ role, scope }];
  const principal = await store.transaction((em) => createPrincipal(em, { kind: 'machine', name, grants }, clock()));
  const asked = { principal, name, createdBy: 'test', expiresAt: null };
  const { secret } = await createApiKey(store.em(), asked, clock());
  return { authorization: `Bearer ${secret}` };
}
