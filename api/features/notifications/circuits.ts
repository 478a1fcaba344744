import type { Instant } from '#engine';

/** Hosts of webhooks that do not answer are left alone for a while, so that nobody else waits for them. */
export interface Circuits {
  /** Hosts to which nothing is sent at present. */
  open(now: Instant): string[];
  /** The host has answered, whatever it said. @returns whether it had been left alone */
  answered(host: string): boolean;
  /** It has not. @returns until when it is left alone from now on; null: it is tried as before */
  failed(host: string, now: Instant): Instant | null;
}

interface Circuit {
  failures: number;
  until: number;
}

/** Failures one after the other at which a host is left alone. */
const TRIED = 5;
/** For how long, milliseconds: twice as long each time, up to the longest. */
const SHORTEST = 15_000;
const LONGEST = 10 * 60_000;

/** Of one process: each finds out for itself. */
export function createCircuits(): Circuits {
  const circuits = new Map<string, Circuit>();
  return {
    open: (now) => [...circuits].flatMap(([host, { until }]) => (until > now ? [host] : [])),
    answered(host) {
      const was = circuits.get(host);
      circuits.delete(host);
      return was !== undefined && was.failures >= TRIED;
    },
    failed(host, now) {
      const circuit = circuits.get(host) ?? { failures: 0, until: 0 };
      circuits.set(host, circuit);
      // Those that were under way together when it was closed count once.
      if (circuit.until > now) return null;
      circuit.failures += 1;
      if (circuit.failures < TRIED) return null;
      circuit.until = now + Math.min(LONGEST, SHORTEST * 2 ** (circuit.failures - TRIED));
      return circuit.until as Instant;
    },
  };
}

/** Host and port of an address as it is written: the same text as `takeDue` finds in SQL. */
export const hostOf = (url: string): string => /^[a-z]+:\/\/(?:[^/?#@]*@)?([^/?#]*)/i.exec(url)?.[1] ?? '';
