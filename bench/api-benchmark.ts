import { benchApi, type Closed, type Latency } from './api-bench.ts';
import type { Benchmark } from './benchmark.ts';
import { rounded } from './stage.ts';
import { markdownTable, milliseconds, ratioTable, roundedRatios, thousands } from './tables.ts';

const PROTOCOL: readonly string[] = [
  'Servers are processes of their own on one embedded database (durable: each commit reaches the disk). Where there are four cores and taskset, servers and database have the first two, the load the other two.',
  'The bare route is a Fastify route that inserts the same three rows (call, journal event, job) into copies of the same tables with `pg` and prepared statements, a transaction a call; `bare_at_once` does it in one statement. It checks and decides nothing.',
  'Throughput: autocannon, 64 connections, 5 seconds after 2 of warming up; bare and Turnout in turn, each round from the same data; medians of the rounds. No worker runs.',
  'Latency: requests sent at a steady rate whatever becomes of earlier ones, each measured from the instant at which it was due, so that nothing is left out by waiting (coordinated omission). autocannon’s own correction is not used: it sends each second’s requests in one burst and takes the interval between them for a millisecond.',
  'Visible: from the instant at which a call was due to be logged until the event stream names its allocation, or what bars it where nobody has room; one API process, one worker process with two threads; 20 seconds, each device reported once. Unseen: nothing came within 15 seconds.',
  'Reads: 50 a second of each kind, without writes and under 200 calls logged a second with a worker planning them.',
  '12 territories, 300 technicians, 12,000 devices.',
];

const OWED = {
  throughput_ratio: 'at least 0.5',
  p99_ratio: 'at most 3',
  visible_p99_ms_50: 'under 1,000',
};

/** Rounds of each route where nothing is said. */
const ROUNDS = 3;

/** Logging a call over HTTP beside a bare route; its way to the boards; reading meanwhile. */
export const apiBenchmark: Benchmark = {
  name: 'api',
  title: 'API',
  protocol: PROTOCOL,
  sizes: [],
  async run({ runs }) {
    const result = await benchApi(Math.min(runs, ROUNDS));
    return {
      json: {
        unit: 'ms',
        runs: Math.min(runs, ROUNDS),
        pinned: result.pinned,
        connections: result.connections,
        ...roundedRatios(result.ratios),
        throughput: result.closed.map(neat),
        latencies: result.latencies.map(neat),
      },
      markdown: [
        result.pinned ? 'Servers and database on two cores.' : 'Servers, database and load on the same cores.',
        closedTable(result.closed),
        latencyTable(result.latencies),
        ratioTable(result.ratios, OWED),
      ],
    };
  },
};

const neat = (row: object): object =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'number' ? rounded(value) : value]),
  );

const closedTable = (rows: readonly Closed[]): string =>
  markdownTable(
    ['64 connections', 'calls a second', 'p50 ms', 'p97.5', 'p99', 'errors'],
    rows.map(({ what, per_second, p50, p97_5, p99, errors }) => [
      what,
      thousands(Math.round(per_second)),
      ...[p50, p97_5, p99].map(milliseconds),
      String(errors),
    ]),
    [1, 2, 3, 4, 5],
  );

const latencyTable = (rows: readonly Latency[]): string =>
  markdownTable(
    ['steady rate', 'a second', 'requests', 'p50 ms', 'p97.5', 'p99', 'most', 'errors, unseen'],
    rows.map(({ what, rate, requests, p50, p97_5, p99, most, errors }) => [
      what,
      String(rate),
      thousands(requests),
      ...[p50, p97_5, p99, most].map(milliseconds),
      String(errors),
    ]),
    [1, 2, 3, 4, 5, 6, 7],
  );
