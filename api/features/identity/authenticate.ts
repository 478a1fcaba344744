import type { FastifyRequest } from 'fastify';
import type { Instant } from '#engine';
import type { Store } from '../../store/index.ts';
import type { Actor } from './actor.ts';
import { KEY_PREFIX, principalByKey } from './api-keys.ts';
import { findPrincipal } from './principals.ts';
import { sha256 } from './tokens.ts';

/** For how long a process trusts what it has read of a session or key, ms: a revocation elsewhere takes as long. */
const TRUST_FOR = 5_000;
const MAX_KNOWN = 10_000;

interface Known {
  readonly actor: Actor;
  readonly until: Instant;
}

export interface Authenticator {
  /** Who makes the request; null: nobody known. */
  actorOf(request: FastifyRequest): Promise<Actor | null>;
  /** Rights have changed: everybody is read anew. */
  forget(): void;
}

/** Recognises people by their session and machines by their key (`Authorization: Bearer tk_…`). */
export function createAuthenticator(store: Store, clock: () => Instant): Authenticator {
  const known = new Map<string, Known>();
  const remember = (credential: string, actor: Actor, now: Instant): Actor => {
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(credential, { actor, until: (now + TRUST_FOR) as Instant });
    return actor;
  };
  const trusted = (credential: string, now: Instant): Actor | null => {
    const found = known.get(credential);
    return found !== undefined && found.until > now ? found.actor : null;
  };
  const actorFor = async (principal: string, credential: string): Promise<Actor | null> => {
    const found = await findPrincipal(store.em(), principal);
    if (found === null) return null;
    return { principal, name: found.name, kind: found.kind, credential, grants: found.grants };
  };
  const byKey = async (secret: string, now: Instant): Promise<Actor | null> => {
    const credential = `key:${sha256(secret)}`;
    const before = trusted(credential, now);
    if (before !== null) return before;
    const key = await principalByKey(store.em(), secret, now);
    const actor = key === null ? null : await actorFor(key.principal, `key:${key.id}`);
    return actor === null ? null : remember(credential, actor, now);
  };
  const bySession = async (request: FastifyRequest, now: Instant): Promise<Actor | null> => {
    const { principal, sessionId } = request.session;
    if (principal === undefined) return null;
    const credential = `session:${sha256(sessionId)}`;
    const before = trusted(credential, now);
    if (before !== null) return before;
    const actor = await actorFor(principal, credential);
    return actor === null ? null : remember(credential, actor, now);
  };
  return {
    async actorOf(request) {
      const now = clock();
      const secret = bearerOf(request);
      return secret === null ? bySession(request, now) : byKey(secret, now);
    },
    forget: () => known.clear(),
  };
}

function bearerOf(request: FastifyRequest): string | null {
  const [, secret] = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  return secret?.startsWith(KEY_PREFIX) === true ? secret : null;
}
