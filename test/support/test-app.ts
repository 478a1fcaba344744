import { afterAll, beforeAll } from 'vitest';
import { type Instant, instant } from '#engine';
import { type AppOptions, buildApp } from '../../api/app.ts';
import { createSeal } from '../../api/features/secrets/seal.ts';
import type { App } from '../../api/platform/http/route.ts';
import type { Log } from '../../api/platform/office.ts';
import { openOffice, type ProcessOptions, type RunningOffice } from '../../api/process.ts';
import { openStore, type Store } from '../../api/store/index.ts';
import { type TestDatabase, testDatabase } from './test-database.ts';

/** A process of its own: app, office and store on a database that others may share. */
export interface TestProcess {
  readonly app: App;
  readonly running: RunningOffice;
  readonly store: Store;
  /** What was logged at level error. */
  readonly faults: unknown[];
  /** The clock that the process reads; set it to let time go on. */
  now: Instant;
  close(): Promise<void>;
}

export interface TestProcessOptions {
  readonly now: Instant;
  readonly workers?: number;
  readonly outside?: ProcessOptions['outside'];
  /** Folder of the built board, for browsers. */
  readonly board?: string;
  /** Who may do what; left out: everybody everything. */
  readonly access?: AppOptions['access'];
  /** Milliseconds that a request may take. */
  readonly requestLimit?: number;
}

export async function startProcess(url: string, options: TestProcessOptions): Promise<TestProcess> {
  const store = await openStore({ databaseUrl: url, dataFolder: '', migrate: false });
  const faults: unknown[] = [];
  const log: Log = {
    debug: () => {},
    info: () => {},
    warn: () => {},
    error: (fields, message) => faults.push({ message, ...fields }),
  };
  const process = { now: options.now };
  const running = await openOffice({
    store,
    threads: 1,
    workers: options.workers ?? 1,
    clock: () => process.now,
    planning: { iterations: 0 },
    seal: createSeal(Buffer.alloc(32, 'a key of tests')),
    log,
    ...(options.outside === undefined ? {} : { outside: options.outside }),
  });
  const app = await buildApp({
    office: running.office,
    version: 'test',
    ...(options.board === undefined ? {} : { board: options.board }),
    ...(options.access === undefined ? {} : { access: options.access }),
    ...(options.requestLimit === undefined ? {} : { requestLimit: options.requestLimit }),
  });
  return {
    app,
    running,
    store,
    faults,
    get now() {
      return process.now;
    },
    set now(now) {
      process.now = instant(now);
    },
    async close() {
      await app.close();
      await running.close(500);
      await store.close();
    },
  };
}

/** For the top of a test file: processes on one database of the file's own, started before its tests. */
export function useTestProcesses(count: number, options: TestProcessOptions): (index?: number) => TestProcess {
  const started: TestProcess[] = [];
  let database: TestDatabase | undefined;
  beforeAll(async () => {
    database = await testDatabase();
    for (let k = 0; k < count; k += 1) started.push(await startProcess(database.url, options));
  });
  afterAll(async () => {
    for (const each of started) await each.close();
    await database?.drop();
  });
  return (index = 0) => {
    const found = started[index];
    if (found === undefined) throw new Error('useTestProcesses: only within tests and hooks');
    return found;
  };
}
