import { randomUUID } from 'node:crypto';
import type { Instant } from '#engine';
import { Refusal } from '../../problem.ts';
import { type Em, readSetting } from '../../store/index.ts';
import { CredentialEntity, GrantEntity, PrincipalEntity } from '../../store/tables/identity.ts';
import type { GrantScope, RoleGrant } from './actor.ts';
import { decoyHash, hashPassword, MIN_PASSWORD_LENGTH, passwordMatches } from './passwords.ts';
import type { Role } from './roles.ts';

export interface NewPrincipal {
  readonly kind: 'person' | 'machine';
  readonly name: string;
  readonly email?: string | null;
  readonly password?: string | null;
  readonly oidc?: { readonly issuer: string; readonly subject: string } | null;
  readonly grants: readonly RoleGrant[];
}

/** A principal with its grants. */
export interface PrincipalView {
  readonly id: string;
  readonly kind: 'person' | 'machine';
  readonly name: string;
  readonly email: string | null;
  readonly disabledAt: Instant | null;
  readonly grants: readonly RoleGrant[];
}

/** People of the demo have addresses of this domain, and no password. */
export const DEMO_DOMAIN = '@demo.invalid';

export const isDemoPerson = ({ email }: { readonly email: string | null }): boolean =>
  email?.endsWith(DEMO_DOMAIN) === true;

/** Whether no person can log in yet; people of the demo and machines do not count. */
export const isWithoutPeople = async (em: Em): Promise<boolean> =>
  (await listPrincipals(em)).every((each) => each.kind === 'machine' || isDemoPerson(each));

/** Whether the data are those of the demo: a replacing import ends that. */
export const isDemoData = async (em: Em): Promise<boolean> => (await readSetting<boolean>(em, 'demo_on')) === true;

/**
 * Adds a person or a machine.
 * @throws Refusal `weak-password` or `email-taken`
 */
export async function createPrincipal(em: Em, asked: NewPrincipal, now: Instant): Promise<string> {
  const email = asked.email?.trim() || null;
  if (email !== null && (await principalByEmail(em, email)) !== null)
    throw new Refusal('email-taken', `Somebody else logs in as ${email}.`);
  const id = randomUUID();
  em.create(PrincipalEntity, {
    ...{ id, kind: asked.kind, name: asked.name.trim(), email, createdAt: now, disabledAt: null },
    ...{ oidcIssuer: asked.oidc?.issuer ?? null, oidcSubject: asked.oidc?.subject ?? null },
  });
  await em.flush();
  await setGrants(em, id, asked.grants);
  if (asked.password) await setPassword(em, id, asked.password, now);
  return id;
}

/** @throws Refusal `weak-password` */
export async function setPassword(em: Em, principal: string, password: string, now: Instant): Promise<void> {
  if (password.length < MIN_PASSWORD_LENGTH)
    throw new Refusal('weak-password', `A password has at least ${MIN_PASSWORD_LENGTH} characters.`);
  const passwordHash = await hashPassword(password);
  await em.upsert(CredentialEntity, { principal, passwordHash, changedAt: now });
}

/** Puts these grants in the place of all that the principal has. */
export async function setGrants(em: Em, principal: string, grants: readonly RoleGrant[]): Promise<void> {
  await em.nativeDelete(GrantEntity, { principal });
  for (const { role, scope } of grants) {
    const scopeCode = scope.kind === 'everything' ? null : scope.code;
    em.create(GrantEntity, { principal, role, scopeKind: scope.kind, scopeCode });
  }
  await em.flush();
}

export async function disablePrincipal(em: Em, id: string, now: Instant): Promise<void> {
  const changed = await em.nativeUpdate(PrincipalEntity, { id }, { disabledAt: now });
  if (changed === 0) throw principalNotFound(id);
}

export async function listPrincipals(em: Em): Promise<PrincipalView[]> {
  const principals = await em.find(PrincipalEntity, {}, { orderBy: { createdAt: 'asc', id: 'asc' } });
  const grants = await em.find(GrantEntity, {}, { orderBy: { id: 'asc' } });
  return principals.map((each) =>
    viewOf(
      each,
      grants.filter(({ principal }) => principal === each.id),
    ),
  );
}

/** An enabled principal; null: there is none. People of the demo are there only while its data are. */
export async function findPrincipal(em: Em, id: string): Promise<PrincipalView | null> {
  const found = await em.findOne(PrincipalEntity, { id, disabledAt: null });
  if (found === null) return null;
  if (isDemoPerson({ email: found.email ?? null }) && !(await isDemoData(em))) return null;
  return viewOf(found, await em.find(GrantEntity, { principal: id }, { orderBy: { id: 'asc' } }));
}

/** The person who logs in by this address and password; null: nobody. Takes as long where there is no such person. */
export async function personByPassword(em: Em, email: string, password: string): Promise<string | null> {
  const found = await principalByEmail(em, email);
  const credential = found === null ? null : await em.findOne(CredentialEntity, { principal: found.id });
  const matches = await passwordMatches(credential?.passwordHash ?? (await decoyHash), password);
  return matches && credential !== null && found !== null && found.disabledAt === null ? found.id : null;
}

/** The person of an OpenID Connect subject. A known e-mail address is linked at the first login. */
export async function personByOidc(
  em: Em,
  { issuer, subject, email }: { readonly issuer: string; readonly subject: string; readonly email: string | null },
): Promise<string | null> {
  const known = await em.findOne(PrincipalEntity, { oidcIssuer: issuer, oidcSubject: subject, disabledAt: null });
  if (known !== null) return known.id;
  const byEmail = email === null ? null : await principalByEmail(em, email);
  if (byEmail === null || byEmail.disabledAt !== null || byEmail.oidcSubject !== null) return null;
  byEmail.oidcIssuer = issuer;
  byEmail.oidcSubject = subject;
  await em.flush();
  return byEmail.id;
}

export const principalNotFound = (id: string): Refusal =>
  new Refusal('principal-not-found', `Nobody has the id ${id.slice(0, 100)}.`);

const principalByEmail = (em: Em, email: string) =>
  em.findOne(PrincipalEntity, { email: { $ilike: email.replace(/[\\%_]/g, '\\$&') } });

interface GrantRow {
  readonly role: string;
  readonly scopeKind: string;
  readonly scopeCode?: string | null | undefined;
}

function viewOf(
  row: {
    id: string;
    kind: 'person' | 'machine';
    name: string;
    email?: string | null | undefined;
    disabledAt?: Instant | null | undefined;
  },
  grants: readonly GrantRow[],
): PrincipalView {
  const { id, kind, name, email = null, disabledAt = null } = row;
  return { id, kind, name, email, disabledAt, grants: grants.map(grantOf) };
}

const grantOf = ({ role, scopeKind, scopeCode }: GrantRow): RoleGrant => ({
  role: role as Role,
  scope: (scopeKind === 'everything' ? { kind: scopeKind } : { kind: scopeKind, code: scopeCode }) as GrantScope,
});
