import type { Excuse } from '../model/call.ts';

/** Whether a call with this excuse (null: none) counts for a metric. */
export type Counts = (excuse: Excuse | null) => boolean;

/**
 * What counts for figures and for money: `excusing-cause` and `planned-maintenance` count for nothing, `relief-event`
 * counts for money, though not for reliability (domain, section 11).
 */
export const countsForMoney: Counts = (excuse) => excuse === null || excuse === 'relief-event';
