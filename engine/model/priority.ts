import type { TimeFrame } from './regime.ts';

export const DIMENSIONS = ['contract', 'site', 'zone', 'model'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** 1 most urgent to 9. */
export type Level = number;
/** Where no row applies. */
export const DEFAULT_LEVEL: Level = 5;

/** The level of one dimension (domain, section 8). */
export interface PriorityRule extends TimeFrame {
  readonly row: number;
  readonly dimension: Dimension;
  /** Code in that dimension's table. */
  readonly code: string;
  /** A row naming a contract applies to that contract alone, and beats one that names none. */
  readonly contract: string | null;
  readonly level: Level;
}

/** The four levels of a call. */
export type Levels = Readonly<Record<Dimension, Level>>;

export const CALL_CLASSES = ['emergency', 'high', 'normal', 'planned', 'deferred'] as const;
/** Most urgent first. */
export type CallClass = (typeof CALL_CLASSES)[number];
