import { describeMachine, type Machine } from './machine.ts';

/** Where and when a benchmark ran; stands with every result. */
export interface Setting {
  readonly machine: Machine;
  /** Version of Node.js. */
  readonly node: string;
  readonly date: string;
}

export const describeSetting = (): Setting => ({
  machine: describeMachine(),
  node: process.version.slice(1),
  date: new Date().toISOString().slice(0, 10),
});
