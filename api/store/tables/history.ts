import { defineEntity, p } from '@mikro-orm/core';
import type { CallPrice, Instant, PastLoad } from '#engine';

/** A moment from which on the reference tables stood as they then stood until the next. */
export const ReferenceMomentEntity = defineEntity({
  name: 'ReferenceMoment',
  tableName: 'reference_moments',
  properties: {
    id: p.bigint('number').primary(),
    at: p.bigint('number').$type<Instant>(),
    referenceVersion: p.bigint('number'),
    rotaVersion: p.bigint('number'),
  },
});

/** A row of a reference table, from one moment to another. */
export const ReferenceRowEntity = defineEntity({
  name: 'ReferenceRow',
  tableName: 'reference_rows',
  properties: {
    tableName: p.text().primary(),
    hash: p.text().primary(),
    fromMoment: p.bigint('number').primary(),
    /** null: it still stands. */
    toMoment: p.bigint('number').nullable(),
    row: p.json<Readonly<Record<string, unknown>>>(),
  },
});

/** What a plan was made from: from these, and the journals, it is made again. */
export interface PlanSource {
  /** The moment for which it was made. */
  readonly now: Instant;
  /** Snapshot of the calls that the planner had read. */
  readonly seen: string;
  readonly reference: string;
  readonly rota: string;
  /** The plan that stood before, up to an entry of the log, and the calls of which something had changed since it was made. */
  readonly present: { readonly log: number | null; readonly unsettled: readonly string[] };
  /** What lateness of calls was priced at by their contracts' payment terms. */
  readonly prices: readonly (readonly [string, CallPrice])[];
  /** What resources brought along from the days before; left out: nothing. */
  readonly past?: readonly (readonly [string, PastLoad])[];
  /** Of its allocations, calls left out and cost. */
  readonly digest: string;
}

/** How a plan was made. */
export interface PlanMade extends PlanSource {
  /** Whether the whole plan was made anew; else what had come in was put into the former one. */
  readonly anew: boolean;
  readonly seed: number;
  readonly iterations: number;
  /** Not null: it was improved for so long, which nobody can do again to the same end. */
  readonly milliseconds: number | null;
  /** What had come in while it was made was put into it then, from these; left out: nothing had. */
  readonly merged?: PlanSource;
}

/**
 * What changed in the plan of a territory: with a plan that was saved, or by hand, or because a call is planned anew; or
 * nothing, because the checker refused the plan (`made.refused`).
 */
export const PlanLogEntity = defineEntity({
  name: 'PlanLog',
  tableName: 'plan_log',
  properties: {
    territory: p.text().primary(),
    id: p.bigint('number').primary(),
    at: p.bigint('number').$type<Instant>(),
    /** null: no plan was made. */
    planVersion: p.integer().nullable(),
    written: p.json<readonly Readonly<Record<string, unknown>>[]>(),
    gone: p.json<readonly string[]>(),
    /** `written` is the whole plan of open calls: reading back begins here. */
    whole: p.boolean(),
    made: p
      .json<
        | { readonly plan: PlanMade | null; readonly cost: unknown; readonly unallocated: unknown }
        | { readonly refused: readonly unknown[] }
      >()
      .nullable(),
  },
});
