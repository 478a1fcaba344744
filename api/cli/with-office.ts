import { failed, type Problem, type Result } from '#engine';
import { readConfig } from '../config.ts';
import type { Log, Office } from '../platform/office.ts';
import { Refusal } from '../problem.ts';
import { openOffice } from '../process.ts';
import { openStore } from '../store/index.ts';
import { progress } from './output.ts';

const log: Log = {
  debug: () => {},
  info: () => {},
  warn: (_facts: unknown, message?: string) => progress(message ?? 'warning'),
  error: (_facts: unknown, message?: string) => progress(message ?? 'error'),
};

/**
 * Opens the database that the environment names (or our own, joining a server that runs on it), does some work that
 * plans nothing, and closes all again. A refusal of the work becomes its problems.
 */
export async function withOffice<T>(work: (office: Office) => Promise<T>): Promise<Result<T>> {
  const config = readConfig(process.env);
  if (!config.ok) return config;
  const { databaseUrl, dataFolder } = config.value;
  try {
    const store = await openStore({ databaseUrl, dataFolder, connections: 4, log: progress });
    try {
      const running = await openOffice({ store, threads: 1, workers: 0, log });
      try {
        return { ok: true, value: await work(running.office) };
      } finally {
        await running.close();
      }
    } finally {
      await store.close();
    }
  } catch (error) {
    if (error instanceof Refusal) return failed(error.items.length > 0 ? error.items : [asProblem(error)]);
    return failed([
      {
        code: 'database-unavailable',
        message: error instanceof Error ? error.message : String(error),
        action: 'Check DATABASE_URL, or unset it to use the embedded database.',
      },
    ]);
  }
}

const asProblem = (refused: Refusal): Problem => ({
  code: refused.code,
  message: refused.message,
  action: 'See docs/reference/errors.md.',
});
