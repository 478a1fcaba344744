import { instant } from '#engine';
import { noQuery } from '../../platform/http/fields.ts';
import { refusals } from '../../platform/http/problem-schema.ts';
import type { App } from '../../platform/http/route.ts';
import type { Office } from '../../platform/office.ts';
import { at } from '../../platform/views.ts';
import { createApiKey, listApiKeys, revokeApiKey } from './api-keys.ts';
import { readAudit } from './audit-log.ts';
import type { Authenticator } from './authenticate.ts';
import {
  createPrincipal,
  disablePrincipal,
  findPrincipal,
  listPrincipals,
  type PrincipalView,
  principalNotFound,
  setGrants,
  setPassword,
} from './principals.ts';
import { ROLE_PERMISSIONS } from './roles.ts';
import {
  auditQuery,
  auditSchema,
  grantsBody,
  idParams,
  keyBody,
  keySchema,
  meSchema,
  newKeySchema,
  passwordBody,
  principalBody,
  principalSchema,
} from './schemas.ts';
import { endSessions } from './session-store.ts';

const tags = ['identity'];

/** People and machines, their grants and keys, and the audit log. */
export function identityRoutes(app: App, office: Office, authenticator: Authenticator): void {
  const { store } = office;
  principalRoutes(app, office, authenticator);
  keyRoutes(app, office, authenticator);

  app.get(
    '/me',
    {
      schema: {
        tags,
        summary: 'Who I am, and what I may do',
        querystring: noQuery,
        response: { 200: meSchema, ...refusals(401) },
      },
    },
    async (request, reply) => {
      const { principal, name, kind, grants } = request.actor!;
      const permissions = [...new Set(grants.flatMap(({ role }) => ROLE_PERMISSIONS[role]))].sort();
      return reply.send({ id: principal, name, kind, grants: [...grants], permissions });
    },
  );

  app.get(
    '/audit',
    {
      schema: {
        tags,
        summary: 'The audit log, newest first',
        description: 'Each entry holds the hash of the one before; `turnout audit verify` follows the chain.',
        querystring: auditQuery,
        response: { 200: auditSchema, ...refusals(400, 401, 403) },
      },
    },
    async (request, reply) => {
      const { before = null, limit } = request.query;
      const entries = await readAudit(store.em(), before, limit);
      return reply.send({ entries: entries.map(({ previousHash: _, ...entry }) => ({ ...entry, at: at(entry.at)! })) });
    },
  );
}

function principalRoutes(app: App, { store, clock }: Office, authenticator: Authenticator): void {
  app.get(
    '/principals',
    {
      schema: {
        ...{ tags, summary: 'People and machines', querystring: noQuery },
        response: { 200: principalSchema.array(), ...refusals(401, 403) },
      },
    },
    async (_request, reply) => reply.send((await listPrincipals(store.em())).map(principalView)),
  );

  app.post(
    '/principals',
    {
      schema: {
        ...{ tags, summary: 'Add a person or a machine', body: principalBody, querystring: noQuery },
        response: { 201: principalSchema, ...refusals(400, 401, 403, 409, 415, 422) },
      },
    },
    async (request, reply) => {
      const { email = null, password = null, ...asked } = request.body;
      const id = await store.transaction((em) => createPrincipal(em, { ...asked, email, password }, clock()));
      return reply.code(201).send(principalView((await findPrincipal(store.em(), id))!));
    },
  );

  app.put(
    '/principals/:id/grants',
    {
      schema: {
        ...{ tags, summary: 'Set what somebody may do', params: idParams, body: grantsBody, querystring: noQuery },
        response: { 200: principalSchema, ...refusals(400, 401, 403, 404, 415) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      if ((await findPrincipal(store.em(), id)) === null) throw principalNotFound(id);
      await store.transaction((em) => setGrants(em, id, request.body.grants));
      authenticator.forget();
      return reply.send(principalView((await findPrincipal(store.em(), id))!));
    },
  );

  app.put(
    '/principals/:id/password',
    {
      schema: {
        ...{
          tags,
          summary: 'Set a password; ends the sessions of that person',
          params: idParams,
          body: passwordBody,
          querystring: noQuery,
        },
        response: { 200: principalSchema, ...refusals(400, 401, 403, 404, 415, 422) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const found = await findPrincipal(store.em(), id);
      if (found === null) throw principalNotFound(id);
      await store.transaction((em) => setPassword(em, id, request.body.password, clock()));
      await endSessions(store, id);
      authenticator.forget();
      return reply.send(principalView(found));
    },
  );

  app.post(
    '/principals/:id/disable',
    {
      schema: {
        ...{ tags, summary: 'Shut somebody out; ends their sessions and keys', params: idParams, querystring: noQuery },
        response: { 204: { type: 'null' } as never, ...refusals(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await store.transaction((em) => disablePrincipal(em, id, clock()));
      await endSessions(store, id);
      authenticator.forget();
      return reply.code(204 as never).send(null as never);
    },
  );
}

function keyRoutes(app: App, { store, clock }: Office, authenticator: Authenticator): void {
  app.get(
    '/api-keys',
    {
      schema: {
        ...{ tags, summary: 'API keys, without their secrets', querystring: noQuery },
        response: { 200: keySchema.array(), ...refusals(401, 403) },
      },
    },
    async (_request, reply) => {
      const keys = await listApiKeys(store.em());
      return reply.send(
        keys.map(({ id, principal, name, createdAt, createdBy, expiresAt, lastUsedAt, revokedAt }) => ({
          ...{ id, principal, name, created_at: at(createdAt)!, created_by: createdBy },
          ...{ expires_at: at(expiresAt), last_used_at: at(lastUsedAt), revoked_at: at(revokedAt) },
        })),
      );
    },
  );

  app.post(
    '/api-keys',
    {
      schema: {
        ...{ tags, summary: 'Make an API key of a principal', body: keyBody, querystring: noQuery },
        response: { 201: newKeySchema, ...refusals(400, 401, 403, 404, 415) },
      },
    },
    async (request, reply) => {
      const { principal, name, expires_at: expires } = request.body;
      if ((await findPrincipal(store.em(), principal)) === null) throw principalNotFound(principal);
      const expiresAt = expires === undefined ? null : instant(Date.parse(expires));
      const asked = { principal, name, createdBy: request.actor?.name ?? '', expiresAt };
      return reply.code(201).send(await createApiKey(store.em(), asked, clock()));
    },
  );

  app.delete(
    '/api-keys/:id',
    {
      schema: {
        ...{ tags, summary: 'Revoke an API key', params: idParams, querystring: noQuery },
        response: { 204: { type: 'null' } as never, ...refusals(400, 401, 403, 404) },
      },
    },
    async (request, reply) => {
      await revokeApiKey(store.em(), request.params.id, clock());
      authenticator.forget();
      return reply.code(204 as never).send(null as never);
    },
  );
}

const principalView = ({ id, kind, name, email, disabledAt, grants }: PrincipalView) => ({
  ...{ id, kind, name, email, disabled_at: at(disabledAt), grants: [...grants] },
});
