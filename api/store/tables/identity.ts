import { defineEntity, p } from '@mikro-orm/core';
import type { Instant } from '#engine';

/** Tables of identity are small and cold: MikroORM's entities and unit of work carry them. */
export const PrincipalEntity = defineEntity({
  name: 'Principal',
  tableName: 'principals',
  properties: {
    id: p.text().primary(),
    kind: p.text().$type<'person' | 'machine'>(),
    name: p.text(),
    email: p.text().nullable(),
    oidcIssuer: p.text().nullable(),
    oidcSubject: p.text().nullable(),
    createdAt: p.bigint('number').$type<Instant>(),
    disabledAt: p.bigint('number').$type<Instant>().nullable(),
  },
});

export const CredentialEntity = defineEntity({
  name: 'Credential',
  tableName: 'credentials',
  properties: {
    principal: p.text().primary(),
    passwordHash: p.text(),
    changedAt: p.bigint('number').$type<Instant>(),
  },
});

export const GrantEntity = defineEntity({
  name: 'Grant',
  tableName: 'grants',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    principal: p.text(),
    role: p.text(),
    scopeKind: p.text(),
    scopeCode: p.text().nullable(),
  },
});

export const SessionEntity = defineEntity({
  name: 'Session',
  tableName: 'sessions',
  properties: {
    idHash: p.text().primary(),
    principal: p.text(),
    data: p.json(),
    createdAt: p.bigint('number').$type<Instant>(),
    expiresAt: p.bigint('number').$type<Instant>(),
  },
});

export const ApiKeyEntity = defineEntity({
  name: 'ApiKey',
  tableName: 'api_keys',
  properties: {
    id: p.text().primary(),
    principal: p.text(),
    secretHash: p.text(),
    name: p.text(),
    createdAt: p.bigint('number').$type<Instant>(),
    createdBy: p.text(),
    expiresAt: p.bigint('number').$type<Instant>().nullable(),
    lastUsedAt: p.bigint('number').$type<Instant>().nullable(),
    revokedAt: p.bigint('number').$type<Instant>().nullable(),
  },
});

export const AuditEntryEntity = defineEntity({
  name: 'AuditEntry',
  tableName: 'audit_log',
  properties: {
    id: p.bigint('number').primary(),
    at: p.bigint('number').$type<Instant>(),
    principal: p.text().nullable(),
    actor: p.text(),
    action: p.text(),
    method: p.text().nullable(),
    route: p.text().nullable(),
    target: p.text().nullable(),
    status: p.integer().nullable(),
    address: p.text().nullable(),
    previousHash: p.text(),
    hash: p.text(),
  },
});
