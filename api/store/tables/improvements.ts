import { defineEntity, p } from '@mikro-orm/core';
import type { Instant, PlaceChange } from '#engine';
import { table } from './table.ts';

/** The last improvement of a territory's plan that somebody asked for; one at a time. */
export const PlanImprovementEntity = defineEntity({
  name: 'PlanImprovement',
  tableName: 'plan_improvements',
  properties: {
    territory: p.text().primary(),
    /** Goes up by one with each that is asked for: whoever works on an older one has no say any more. */
    run: p.integer(),
    who: p.text(),
    askedAt: p.bigint('number').$type<Instant>(),
    beganAt: p.bigint('number').$type<Instant>().nullable(),
    finishedAt: p.bigint('number').$type<Instant>().nullable(),
    /** Budget: milliseconds, or iterations. */
    milliseconds: p.bigint('number').nullable(),
    iterations: p.integer().nullable(),
    stop: p.text().$type<'keep' | 'discard'>().nullable(),
    outcome: p.text().$type<ImprovementOutcome>().nullable(),
    progress: p.json<ImprovementProgress>().nullable(),
    /** What differs from the plan that it began with. */
    found: p.json<readonly PlaceChange[]>(),
    /** Versions of the plan before and after; null: not saved. */
    fromVersion: p.integer().nullable(),
    toVersion: p.integer().nullable(),
  },
});

/** `nothing-better`: nothing was changed; `failed`: it was tried several times, or the checker refused it. */
export type ImprovementOutcome = 'saved' | 'nothing-better' | 'discarded' | 'failed';

/** How far it is; money in minor units, lengths of time in milliseconds. */
export interface ImprovementProgress {
  readonly iterations: number;
  /** The plan that it began with, times and prices those of that moment. */
  readonly before: number;
  /** What the plan found costs as it stands, and what getting there costs, once. */
  readonly cost: number;
  readonly changeCost: number;
  /** Calls that would go to somebody else, and that would begin at another time. */
  readonly moved: number;
  readonly retimed: number;
  /** Calls that would get a place, and that would lose theirs. */
  readonly added: number;
  readonly dropped: number;
  /** Calls without a place. */
  readonly unplaced: number;
  /** Visits that miss a target: by the plan that it began with, and by what is found. */
  readonly lateBefore: number;
  readonly late: number;
  readonly elapsed: number;
}

export interface PlanImprovement {
  readonly territory: string;
  readonly run: number;
  readonly who: string;
  readonly askedAt: Instant;
  readonly beganAt: Instant | null;
  readonly finishedAt: Instant | null;
  readonly milliseconds: number | null;
  readonly iterations: number | null;
  readonly stop: 'keep' | 'discard' | null;
  readonly outcome: ImprovementOutcome | null;
  readonly progress: ImprovementProgress | null;
  readonly found: readonly PlaceChange[];
  readonly fromVersion: number | null;
  readonly toVersion: number | null;
}

export const planImprovements = table<PlanImprovement>()(PlanImprovementEntity);
