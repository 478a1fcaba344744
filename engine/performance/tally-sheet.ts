import { type ScopeKind, scopeCodes } from './scope.ts';
import type { Yardstick } from './yardstick.ts';

/** What is counted of a scope in a bucket of time: clocks by outcome, and weighted milliseconds of downtime. */
export interface Tally {
  readonly contract: string;
  readonly territory: string;
  readonly kind: ScopeKind;
  readonly code: string;
  readonly bucket: string;
  respondMet: number;
  respondMissed: number;
  respondOpen: number;
  respondExcused: number;
  fixMet: number;
  fixMissed: number;
  fixOpen: number;
  fixExcused: number;
  /** Millionths of a weight times milliseconds (`scaledWeight`). */
  down: bigint;
}

/** The tallies of one scope. */
export interface ScopeTallies {
  readonly kind: ScopeKind;
  of(bucket: string): Tally;
}

/** Tallies as they are counted up, in the place of each device: what it stands under is looked up once. */
export interface TallySheet {
  /** Of all scopes of the kinds asked for that a device is in. */
  scopesOf(device: number): readonly ScopeTallies[];
  /** Of one scope, kept where a device is. */
  scope(device: number, kind: ScopeKind, code: string): ScopeTallies;
  /** Those that have come to something. */
  all(): Tally[];
}

export function createTallySheet(yardstick: Yardstick, kinds: readonly ScopeKind[]): TallySheet {
  const { devices, sites } = yardstick.terms.reference;
  const { deviceSite } = yardstick.terms.rules;
  const byScope = new Map<string, ScopeTallies>();
  const byDevice = new Map<number, readonly ScopeTallies[]>();
  const tallies: Tally[] = [];

  function scope(device: number, kind: ScopeKind, code: string): ScopeTallies {
    const { contract } = devices[device]!;
    const { territory } = sites[deviceSite[device]!]!;
    const key = `${territory}\0${contract}\0${kind}\0${code}`;
    let found = byScope.get(key);
    if (found === undefined) {
      found = { kind, of: byBucket({ territory, contract, kind, code }) };
      byScope.set(key, found);
    }
    return found;
  }

  function byBucket(place: Pick<Tally, 'territory' | 'contract' | 'kind' | 'code'>): (bucket: string) => Tally {
    const known = new Map<string, Tally>();
    return (bucket) => {
      let tally = known.get(bucket);
      if (tally === undefined) {
        const respond = { respondMet: 0, respondMissed: 0, respondOpen: 0, respondExcused: 0 };
        const fix = { fixMet: 0, fixMissed: 0, fixOpen: 0, fixExcused: 0 };
        tally = { ...place, bucket, ...respond, ...fix, down: 0n };
        known.set(bucket, tally);
        tallies.push(tally);
      }
      return tally;
    };
  }

  return {
    scope,
    scopesOf(device) {
      let found = byDevice.get(device);
      if (found === undefined) {
        found = kinds.flatMap((kind) => scopeCodes(devices[device]!, kind).map((code) => scope(device, kind, code)));
        byDevice.set(device, found);
      }
      return found;
    },
    all: () => tallies.filter((tally) => !isNothing(tally)),
  };
}

const isNothing = (tally: Tally): boolean =>
  tally.down === 0n &&
  tally.respondMet === 0 &&
  tally.respondMissed === 0 &&
  tally.respondOpen === 0 &&
  tally.respondExcused === 0 &&
  tally.fixMet === 0 &&
  tally.fixMissed === 0 &&
  tally.fixOpen === 0 &&
  tally.fixExcused === 0;
