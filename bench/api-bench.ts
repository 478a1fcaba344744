import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore, type Store, startEmbedded } from '../api/store/index.ts';
import { canPin, moveClient, moveToServers } from './api/cores.ts';
import { ask, openLoop, percentile } from './api/open-loop.ts';
import { type Server, startBare, startTurnout } from './api/servers.ts';
import { measureThroughput, type Throughput } from './api/throughput.ts';
import { measureVisible } from './api/visible.ts';
import { faultBody, makeBareTables, makeWorld, reset, type World } from './api/world.ts';
import { progress } from './progress.ts';
import { rounded } from './stage.ts';

/** Latencies of a steady rate, milliseconds from the instant at which each request was due. */
export interface Latency {
  readonly what: string;
  readonly rate: number;
  readonly requests: number;
  readonly p50: number;
  readonly p97_5: number;
  readonly p99: number;
  readonly most: number;
  /** Replies other than 2xx; of `visible`: calls of which nothing came. */
  readonly errors: number;
}

export interface Closed extends Throughput {
  readonly what: string;
}

export interface ApiResult {
  readonly pinned: boolean;
  readonly connections: number;
  readonly closed: readonly Closed[];
  readonly latencies: readonly Latency[];
  readonly ratios: ApiRatios;
}

export interface ApiRatios {
  /** Calls logged a second, over those of the bare route. Owes at least 0.5. */
  readonly throughput_ratio: number;
  /** The same over the bare route in one statement. */
  readonly throughput_ratio_at_once: number;
  /** p99 at a steady rate, over that of the bare route. Owes at most 3. */
  readonly p99_ratio: number;
  /** p99 with all connections at work, over that of the bare route. */
  readonly p99_ratio_closed: number;
  /** From call due to its answer on the event stream, at 50 calls a second. Owes under 1,000. */
  readonly visible_p99_ms_50: number;
  readonly visible_p99_ms_200: number;
}

const CONNECTIONS = 64;
const SECONDS = 5;
const STEADY_SECONDS = 10;
const VISIBLE_SECONDS = 20;
/** Most of the steady rate; on a slow machine half of what either route manages. */
const STEADY = 500;

/** Measures logging, its way to the boards, and reading, on one embedded database. `rounds` of each route in turn. */
export async function benchApi(rounds: number): Promise<ApiResult> {
  const folder = await mkdtemp(join(tmpdir(), 'turnout-bench-'));
  await chmod(folder, 0o755);
  const database = await startEmbedded({ dataFolder: folder });
  const running: Server[] = [];
  const up = async (starting: Promise<Server>): Promise<Server> => {
    const server = await starting;
    running.push(server);
    return server;
  };
  const store = await openStore({ databaseUrl: database.url, dataFolder: '' });
  try {
    moveToServers(Number(readFileSync(join(database.folder, 'pgdata', 'postmaster.pid'), 'utf8').split('\n')[0]));
    moveClient();
    progress('api: making the region');
    const world = makeWorld();
    const api = await up(startTurnout(database.url, 'api'));
    await makeBareTables(store);
    const bare = await up(startBare(database.url));
    const closed = await measureClosed(store, world, api, bare, rounds);
    const least = Math.min(...closed.map(({ per_second }) => per_second));
    const rate = Math.max(1, Math.min(STEADY, Math.floor(least / 2)));
    const latencies = await measureSteady(store, world, api, bare, rate, rounds);
    await up(startTurnout(database.url, 'worker'));
    latencies.push(...(await measureBoards(store, world, api)));
    latencies.push(...(await measureReads(store, world, api)));
    return { pinned: canPin, connections: CONNECTIONS, closed, latencies, ratios: ratiosOf(closed, latencies) };
  } finally {
    for (const server of running.reverse()) await server.stop();
    await store.close();
    await database.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

const bodies =
  ({ devices }: World) =>
  (k: number) =>
    faultBody(devices[k % devices.length]!, k);

async function measureClosed(store: Store, world: World, api: Server, bare: Server, rounds: number): Promise<Closed[]> {
  const all: Closed[] = [];
  const settings = { connections: CONNECTIONS, seconds: SECONDS };
  for (let round = 0; round < rounds; round += 1) {
    for (const [what, url] of [
      ['bare', `${bare.address}/calls`],
      ['turnout', `${api.address}/calls`],
      ['bare_at_once', `${bare.address}/calls-at-once`],
    ] as const) {
      await reset(store, world);
      const measured = await measureThroughput(url, bodies(world), settings);
      progress(
        `  ${what}: ${rounded(measured.per_second)} a second, p99 ${measured.p99} ms, ${measured.errors} errors`,
      );
      all.push({ what, ...measured });
    }
  }
  return ['turnout', 'bare', 'bare_at_once'].map((what) =>
    medians(
      what,
      all.filter((each) => each.what === what),
    ),
  );
}

function medians(what: string, of: readonly Throughput[]): Closed {
  const middle = (pick: (each: Throughput) => number): number => percentile(of.map(pick), 0.5);
  return {
    what,
    per_second: middle((each) => each.per_second),
    p50: middle((each) => each.p50),
    p97_5: middle((each) => each.p97_5),
    p99: middle((each) => each.p99),
    errors: of.reduce((sum, { errors }) => sum + errors, 0),
  };
}

async function measureSteady(
  store: Store,
  world: World,
  api: Server,
  bare: Server,
  rate: number,
  rounds: number,
): Promise<Latency[]> {
  const samples = new Map<string, { latencies: number[]; errors: number }>();
  for (let round = 0; round < rounds; round += 1) {
    for (const [what, url] of [
      ['bare', `${bare.address}/calls`],
      ['turnout', `${api.address}/calls`],
    ] as const) {
      await reset(store, world);
      const body = bodies(world);
      const send = (k: number) => ask('POST', url, body(k));
      await openLoop(rate, 1, send);
      const { latencies, errors } = await openLoop(rate, STEADY_SECONDS, (k) => send(k + rate));
      const had = samples.get(what) ?? { latencies: [], errors: 0 };
      samples.set(what, { latencies: [...had.latencies, ...latencies], errors: had.errors + errors });
      progress(`  ${what} at ${rate} a second: p99 ${rounded(percentile(latencies, 0.99))} ms`);
    }
  }
  return [...samples].map(([what, { latencies, errors }]) => latencyOf(`log_${what}`, rate, latencies, errors));
}

async function measureBoards(store: Store, world: World, api: Server): Promise<Latency[]> {
  const results: Latency[] = [];
  const body = bodies(world);
  for (const rate of [50, 200]) {
    await reset(store, world);
    // One call brings the new region into the processes' memory before anything is measured.
    await ask('POST', `${api.address}/calls`, body(world.devices.length - 1));
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const { latencies, unseen, unallocated } = await measureVisible(api.address, rate, VISIBLE_SECONDS, body);
    results.push(latencyOf('visible', rate, latencies, unseen));
    progress(
      `  visible at ${rate} a second: p99 ${rounded(percentile(latencies, 0.99))} ms, ${unseen} unseen, ${unallocated} nobody had room for`,
    );
  }
  return results;
}

const READ_RATE = 50;
const WRITE_RATE = 200;

async function measureReads(store: Store, world: World, api: Server): Promise<Latency[]> {
  await reset(store, world);
  const body = bodies(world);
  const logged: string[] = [];
  for (let k = 0; k < 200; k += 1) {
    logged.push(JSON.parse((await ask('POST', `${api.address}/calls`, body(k))).body).number);
  }
  const reads = {
    read_queue: () => `${api.address}/queue?limit=50`,
    read_call: (k: number) => `${api.address}/calls/${logged[k % logged.length]}`,
  };
  const results: Latency[] = [];
  for (const writes of [0, WRITE_RATE]) {
    const writing =
      writes === 0 ? null : openLoop(writes, STEADY_SECONDS, (k) => ask('POST', `${api.address}/calls`, body(k + 200)));
    const all = await Promise.all(
      Object.entries(reads).map(async ([what, urlOf]) => {
        const { latencies, errors } = await openLoop(READ_RATE, STEADY_SECONDS, (k) => ask('GET', urlOf(k)));
        return latencyOf(writes === 0 ? what : `${what}_under_writes`, READ_RATE, latencies, errors);
      }),
    );
    results.push(...all);
    if (writing !== null) {
      const { latencies, errors } = await writing;
      results.push(latencyOf('log_while_planning', writes, latencies, errors));
    }
  }
  for (const { what, p99 } of results) progress(`  ${what}: p99 ${rounded(p99)} ms`);
  return results;
}

const latencyOf = (what: string, rate: number, latencies: readonly number[], errors: number): Latency => ({
  what,
  rate,
  requests: latencies.length,
  p50: percentile(latencies, 0.5),
  p97_5: percentile(latencies, 0.975),
  p99: percentile(latencies, 0.99),
  most: percentile(latencies, 1),
  errors,
});

function ratiosOf(closed: readonly Closed[], latencies: readonly Latency[]): ApiRatios {
  const route = (what: string): Closed => closed.find((each) => each.what === what)!;
  const p99 = (what: string, rate?: number): number =>
    latencies.find((each) => each.what === what && (rate === undefined || each.rate === rate))!.p99;
  return {
    throughput_ratio: route('turnout').per_second / route('bare').per_second,
    throughput_ratio_at_once: route('turnout').per_second / route('bare_at_once').per_second,
    p99_ratio: p99('log_turnout') / p99('log_bare'),
    p99_ratio_closed: route('turnout').p99 / route('bare').p99,
    visible_p99_ms_50: p99('visible', 50),
    visible_p99_ms_200: p99('visible', 200),
  };
}
