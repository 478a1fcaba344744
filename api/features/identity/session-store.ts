import { EventEmitter } from 'node:events';
import type { SessionStore } from '@fastify/session';
import type { Instant } from '#engine';
import type { Store } from '../../store/index.ts';
import { SessionEntity } from '../../store/tables/identity.ts';
import { sha256 } from './tokens.ts';

type Callback = (error?: unknown) => void;
type Loaded = (error: unknown, session?: never) => void;

/**
 * Sessions in our own PostgreSQL, found by the hash of their id: the id itself is in the browser alone. A session
 * without a principal is never stored.
 */
export class PostgresSessions extends EventEmitter implements SessionStore {
  readonly #store: Store;
  readonly #now: () => Instant;
  readonly #lifetime: number;

  constructor(store: Store, now: () => Instant, lifetimeMs: number) {
    super();
    this.#store = store;
    this.#now = now;
    this.#lifetime = lifetimeMs;
  }

  set(id: string, session: object, done: Callback): void {
    const principal = (session as { principal?: string }).principal;
    if (principal === undefined) {
      done();
      return;
    }
    const now = this.#now();
    const row = { idHash: sha256(id), principal, data: JSON.parse(JSON.stringify(session)) };
    this.#store
      .em()
      .upsert(
        SessionEntity,
        { ...row, createdAt: now, expiresAt: (now + this.#lifetime) as Instant },
        { onConflictExcludeFields: ['createdAt', 'expiresAt'] },
      )
      .then(() => done(), done);
  }

  get(id: string, done: Loaded): void {
    this.#store
      .em()
      .findOne(SessionEntity, { idHash: sha256(id), expiresAt: { $gt: this.#now() } })
      .then((found) => done(null, (found?.data ?? null) as never), done);
  }

  destroy(id: string, done: Callback): void {
    this.#store
      .em()
      .nativeDelete(SessionEntity, { idHash: sha256(id) })
      .then(() => done(), done);
  }
}

/** Ends every session of a principal. */
export async function endSessions(store: Store, principal: string): Promise<void> {
  await store.em().nativeDelete(SessionEntity, { principal });
}

/** Deletes sessions that have expired. */
export async function deleteExpiredSessions(store: Store, now: Instant): Promise<void> {
  await store.em().nativeDelete(SessionEntity, { expiresAt: { $lte: now } });
}
