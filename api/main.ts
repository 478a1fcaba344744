import './compiler.ts';

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fastify from 'fastify';
import type { Problem } from '#engine';
import { buildApp } from './app.ts';
import { builtBoard } from './board/build.ts';
import { type Config, readConfig } from './config.ts';
import { createMeasures } from './features/health/measures.ts';
import { serverIdentity } from './features/identity/server-identity.ts';
import { createSeal } from './features/secrets/seal.ts';
import { secretKey } from './features/secrets/secret-key.ts';
import { claimSecrets } from './features/secrets/stored-secrets.ts';
import { logOptions } from './log-options.ts';
import type { App } from './platform/http/route.ts';
import { liveDemo, loadDemo } from './platform/jobs/demo.ts';
import { keepEscalating } from './platform/jobs/escalations.ts';
import { type Repeated, together } from './platform/jobs/every.ts';
import { keepMaintained } from './platform/jobs/maintenance.ts';
import { keepTelling } from './platform/jobs/notifications.ts';
import { keepUp } from './platform/jobs/upkeep.ts';
import { openOffice } from './process.ts';
import { isEmpty, openStore, type Store } from './store/index.ts';

/** Ports tried after the usual one, where nobody chose one. */
const OTHER_PORTS = 20;
const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Something that was opened, to be closed in the reverse order. */
const opened: { readonly what: string; readonly close: () => Promise<unknown> }[] = [];
let stopping = false;

async function start(config: Config): Promise<void> {
  const { log } = fastify({ logger: logOptions(config.logLevel) as never });
  say(config.databaseUrl === null ? 'Starting the embedded database …' : 'Connecting to the database …');
  const store = await openStore({
    databaseUrl: config.databaseUrl,
    dataFolder: config.dataFolder,
    connections: 20,
    log: (line) => log.info(line),
  });
  opened.push({ what: 'database', close: () => store.close() });
  if (stopping) return;
  endWithDatabase(store);

  const seal = createSeal(await secretKey(config));
  await claimSecrets(store, seal);
  if (stopping) return;

  const running = await openOffice({
    ...{ store, seal },
    threads: config.threads,
    planning: { iterations: config.iterations },
    log,
    measures: createMeasures({ ofProcess: true }),
    stopping: () => stopping,
    outside: { mail: config.mail, webhookPrivate: config.webhookPrivate, publicUrl: config.publicUrl },
    ...(config.role === 'api' ? { workers: 0 } : {}),
  });
  opened.push({ what: 'jobs and threads', close: () => running.close() });
  const { office } = running;
  if (config.demo && (await isEmpty(store.em()))) {
    say('Loading the demo city …');
    await loadDemo(office);
  }
  if (stopping) return;

  const board = config.role === 'worker' ? undefined : await builtBoard();
  if (stopping) return;
  const access = config.auth && config.role !== 'worker' ? await serverIdentity(office, config) : undefined;
  const app = await buildApp({
    ...{ office, version: await versionOfPackage(), logger: log, role: config.role, trustProxy: config.trustProxy },
    requestLimit: config.requestLimit,
    ...(access === undefined ? {} : { access }),
    ...(board === undefined ? {} : { board, tiles: config.tiles }),
  });
  // Closed together: no request is taken from that moment on, while rounds of timed work come to their end.
  const timers: Repeated[] = [];
  opened.push({ what: 'server and timers', close: () => Promise.all([app.close(), together(timers).stop()]) });
  const address = await listen(app, config);
  if (config.role !== 'api') {
    timers.push(keepUp(office), keepEscalating(office), keepTelling(office), keepMaintained(office));
    if (config.demo) timers.push(liveDemo(office));
  }

  say(`Turnout is listening on ${address}`);
  if (config.role === 'worker') say(`  a worker  ${address}/ready`);
  else {
    say(`  board     ${address}/`);
    say(`  API docs  ${address}/docs`);
  }
  if (access?.firstRun != null) say(`  first administrator  ${address}/login?first=${access.firstRun.token}`);
  say(`  database  ${store.description}`);
  say('Stop it with Ctrl-C.');
}

/** Listens where the configuration says; where nobody chose a port and the usual one is taken, on one of the next. */
async function listen(app: App, { host, port }: Config): Promise<string> {
  const chosen = (process.env.PORT ?? '') !== '';
  for (let tried = port; ; tried += 1) {
    try {
      await app.listen({ host, port: tried });
      const bound = app.server.address();
      const actual = typeof bound === 'object' && bound !== null ? bound.port : tried;
      if (tried !== port) say(`Port ${port} is taken (another Turnout?), so port ${actual} it is.`);
      return `http://${host.includes(':') ? `[${host}]` : host}:${actual}`;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EADDRINUSE' && !chosen && tried < port + OTHER_PORTS) continue;
      throw new Error(listenMessage(code, host, tried));
    }
  }
}

function listenMessage(code: string | undefined, host: string, port: number): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${host} is taken by another program. Stop that one, or set PORT to another port (PORT=0 for any that is free).`;
  }
  if (code === 'EACCES') return `Port ${port} may not be used by this user. Set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is no address of this machine. Set HOST to 127.0.0.1, or to 0.0.0.0 for all of its addresses.`;
  }
  return `It cannot listen on ${host}:${port} (${code ?? 'unknown reason'}).`;
}

async function versionOfPackage(): Promise<string> {
  return JSON.parse(await readFile(join(import.meta.dirname, '../package.json'), 'utf8')).version;
}

/** Milliseconds for which it waits for what is under way, once it takes no more requests. */
const LEAVE = 9_000;

/** Ends everything in the reverse order of its start, within ten seconds. A second signal does not wait. */
async function stop(code: number): Promise<never> {
  stopping = true;
  // Whoever sends requests here sees by /ready that it should send them elsewhere, before they are refused.
  if (code === 0 && config.ok && config.value.drain > 0) await pause(config.value.drain * 1000);
  let open = '';
  // Jobs go back to the queue and transactions are rolled back, by those who find that this process is gone.
  setTimeout(() => {
    process.stderr.write(`Leaving without waiting any longer for: ${open}\n`);
    process.exit(code);
  }, LEAVE).unref();
  for (const { what, close } of opened.splice(0).reverse()) {
    open = what;
    await close().catch((error: unknown) => process.stderr.write(`While closing ${what}: ${String(error)}\n`));
  }
  process.exit(code);
}

const problemText = ({ message, action }: Problem): string => `${message} ${action}`;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stopping) process.exit(130);
    say('Stopping …');
    void stop(0);
  });
}

/** Exit code of a server whose own database does not start any more: a supervisor may start the whole process again. */
const NO_DATABASE = 3;

/** Ends the process once its own database has been given up. */
function endWithDatabase(store: Store): void {
  const look = setInterval(() => {
    if (store.supervision()?.givenUp !== true || stopping) return;
    process.stderr.write(`The embedded database does not start: ${store.supervision()?.failure}\n`);
    void stop(NO_DATABASE);
  }, LOOK);
  look.unref();
}

/** How often a server that npm started looks whether it is still there, in milliseconds. */
const LOOK = 500;

/** npm, or the shell between, may be ended alone: what it started ends with it instead of staying behind unseen. */
function endWithNpm(): void {
  if (process.env.npm_lifecycle_event !== 'start') return;
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    if (!stopping) void stop(0);
  }, LOOK);
  look.unref();
}

// Whoever reads may go before the server does (`npm start | head`): that is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
endWithNpm();

const config = readConfig(process.env);
if (!config.ok) {
  process.stderr.write(`${config.problems.map(problemText).join('\n')}\n`);
  process.exit(1);
}
try {
  await start(config.value);
} catch (error) {
  if (!stopping) {
    process.stderr.write(`Turnout could not start: ${error instanceof Error ? error.message : String(error)}\n`);
    await stop(1);
  }
}
