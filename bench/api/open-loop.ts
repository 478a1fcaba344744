import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

/** A reply as the load sees it. */
export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Milliseconds of each request from the instant at which it was due. */
export interface OpenLoop {
  readonly latencies: number[];
  /** Replies that were no 2xx, and requests without one. */
  readonly errors: number;
}

/**
 * Sends requests at a steady rate whatever becomes of earlier ones, and measures each from the instant at which it was
 * due: what waits behind a slow one counts in full, which is what a correction for coordinated omission estimates.
 * (autocannon's own sends each second's requests in one burst, and corrects by an interval of one millisecond.)
 */
export async function openLoop(
  rate: number,
  seconds: number,
  send: (k: number, due: number) => Promise<Answer>,
): Promise<OpenLoop> {
  const latencies: number[] = [];
  let errors = 0;
  const under: Promise<void>[] = [];
  const begin = performance.now() + 50;
  const count = Math.round(rate * seconds);
  for (let k = 0; k < count; k += 1) {
    const due = begin + (k * 1000) / rate;
    const early = due - performance.now();
    if (early > 1) await pause(early);
    under.push(
      send(k, due).then(
        ({ status }) => {
          if (status >= 200 && status < 300) latencies.push(performance.now() - due);
          else errors += 1;
        },
        () => {
          errors += 1;
        },
      ),
    );
  }
  await Promise.all(under);
  return { latencies, errors };
}

const agent = new Agent({ keepAlive: true, maxSockets: 512 });

/** One request over kept-alive connections. */
export function ask(method: 'GET' | 'POST', url: string, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const headers =
      body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const asked = request(url, { method, agent, headers }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** The value below which a share of all lie; `values` need no order. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
