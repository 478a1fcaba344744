import { defineEntity, p } from '@mikro-orm/core';
import type { Instant, Minor } from '#engine';
import { table } from './table.ts';

/** A version of the statement of a closed period. */
export interface StoredStatement {
  readonly contract: string;
  readonly period: string;
  /** Its version: 1 when the period was closed, one more for each correction. */
  readonly revision: number;
  readonly madeAt: Instant;
  readonly who: string;
  readonly why: string | null;
  readonly total: Minor;
  readonly currency: string;
  /** As it was given out, its calls listed. */
  readonly document: unknown;
  /** Payment terms that it was made by, as they were written; null: the contract had none. */
  readonly terms: unknown;
}

export const PaymentStatementEntity = defineEntity({
  name: 'PaymentStatement',
  tableName: 'payment_statements',
  properties: {
    contract: p.text().primary(),
    period: p.text().primary(),
    revision: p.integer().primary(),
    madeAt: p.bigint('number').$type<Instant>(),
    who: p.text(),
    why: p.text().nullable(),
    total: p.bigint('number').$type<Minor>(),
    currency: p.text(),
    document: p.json<unknown>(),
    terms: p.json<unknown>().nullable(),
  },
});

export const paymentStatements = table<StoredStatement>()(PaymentStatementEntity);
