import { randomUUID } from 'node:crypto';
import type { Instant } from '#engine';
import { Refusal } from '../../problem.ts';
import type { Em } from '../../store/index.ts';
import { ApiKeyEntity } from '../../store/tables/identity.ts';
import { randomToken, sha256 } from './tokens.ts';

/** Every key begins so: scanners of repositories and logs find it. */
export const KEY_PREFIX = 'tk_';
/** A key's last use is written at most so often, ms. */
const LAST_USE_EVERY = 60_000;

export interface ApiKeyView {
  readonly id: string;
  readonly principal: string;
  readonly name: string;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly expiresAt: Instant | null;
  readonly lastUsedAt: Instant | null;
  readonly revokedAt: Instant | null;
}

/** Makes a key. The secret is in the answer and nowhere else: only its hash is stored. */
export async function createApiKey(
  em: Em,
  asked: {
    readonly principal: string;
    readonly name: string;
    readonly createdBy: string;
    readonly expiresAt: Instant | null;
  },
  now: Instant,
): Promise<{ readonly id: string; readonly secret: string }> {
  const id = randomUUID();
  const secret = `${KEY_PREFIX}${randomToken()}`;
  em.create(ApiKeyEntity, {
    ...asked,
    id,
    secretHash: sha256(secret),
    createdAt: now,
    lastUsedAt: null,
    revokedAt: null,
  });
  await em.flush();
  return { id, secret };
}

/** The principal of a key that is good now, with the key's id; null: none. */
export async function principalByKey(
  em: Em,
  secret: string,
  now: Instant,
): Promise<{ readonly principal: string; readonly id: string } | null> {
  const key = await em.findOne(ApiKeyEntity, { secretHash: sha256(secret), revokedAt: null });
  if (key === null || (key.expiresAt != null && key.expiresAt <= now)) return null;
  if (key.lastUsedAt == null || now - key.lastUsedAt >= LAST_USE_EVERY) {
    key.lastUsedAt = now;
    await em.flush();
  }
  return { principal: key.principal, id: key.id };
}

export async function listApiKeys(em: Em): Promise<ApiKeyView[]> {
  const keys = await em.find(ApiKeyEntity, {}, { orderBy: { createdAt: 'asc', id: 'asc' } });
  return keys.map(({ id, principal, name, createdAt, createdBy, expiresAt, lastUsedAt, revokedAt }) => ({
    ...{ id, principal, name, createdAt, createdBy },
    ...{ expiresAt: expiresAt ?? null, lastUsedAt: lastUsedAt ?? null, revokedAt: revokedAt ?? null },
  }));
}

/** @throws Refusal `api-key-not-found` */
export async function revokeApiKey(em: Em, id: string, now: Instant): Promise<void> {
  const changed = await em.nativeUpdate(ApiKeyEntity, { id, revokedAt: null }, { revokedAt: now });
  if (changed === 0) throw new Refusal('api-key-not-found', `No key ${id.slice(0, 100)} is in force.`);
}
