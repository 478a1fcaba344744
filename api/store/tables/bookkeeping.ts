import { defineEntity, p } from '@mikro-orm/core';
import type { Instant } from '#engine';

/** Values of which there is one each: policy, payment terms, version of the reference tables. */
export const SettingEntity = defineEntity({
  name: 'Setting',
  tableName: 'settings',
  properties: {
    key: p.text().primary(),
    value: p.json<unknown>(),
  },
});

/** Answers already given, so that a retried request changes nothing twice. */
export const IdempotencyKeyEntity = defineEntity({
  name: 'IdempotencyKey',
  tableName: 'idempotency_keys',
  properties: {
    key: p.text().primary(),
    /** Of method, path and body. */
    fingerprint: p.text(),
    /** null: the request is still being worked on, in a transaction that has not ended. */
    status: p.integer().nullable(),
    headers: p.json<Readonly<Record<string, string>>>().nullable(),
    body: p.json<unknown>().nullable(),
    createdAt: p.bigint('number').$type<Instant>(),
  },
});
