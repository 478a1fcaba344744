import { sql } from 'kysely';
import { isUpToDate, kysely } from '../store/index.ts';
import { presentAlerts } from './alerts.ts';
import type { Reply } from './change.ts';
import type { Office } from './office.ts';
import { at } from './views.ts';

const NOT_KEPT = { 'cache-control': 'no-store' };

/** Whether this process can work, and what is not well. 503: it cannot. */
export async function health(office: Office): Promise<Reply> {
  const database = await reachable(office);
  const found = database ? await presentAlerts(office.store.em(), office.alerts) : [...office.alerts.values()];
  const alerts = found.map(({ code, at: since, text }) => ({ code, at: at(since), text }));
  const status = !database ? 'down' : alerts.length > 0 ? 'degraded' : 'ok';
  return {
    status: database ? 200 : 503,
    headers: NOT_KEPT,
    body: { status, now: at(office.clock()), database: database ? 'up' : 'down', alerts },
  };
}

/** The process answers; whoever gets no answer starts another. Nothing outside the process is asked. */
export const live = (office: Office): Reply => ({
  status: 200,
  headers: NOT_KEPT,
  body: { status: 'live', now: at(office.clock()) },
});

/** Whether requests may be sent here: the database answers, its schema is ours or newer, and the process does not stop. */
export async function ready(office: Office): Promise<Reply> {
  const database = await reachable(office);
  const checks = {
    database: database ? 'up' : 'down',
    schema: database && (await isUpToDate(office.store.em())) ? 'up-to-date' : 'behind',
    process: office.stopping() ? 'stopping' : 'running',
  };
  const isReady = database && checks.schema === 'up-to-date' && checks.process === 'running';
  return {
    status: isReady ? 200 : 503,
    headers: NOT_KEPT,
    body: { status: isReady ? 'ready' : 'not-ready', ...checks },
  };
}

async function reachable(office: Office): Promise<boolean> {
  try {
    await sql`select 1`.execute(kysely(office.store.em()));
    return true;
  } catch (error) {
    office.log.warn({ err: error }, 'database not reachable');
    return false;
  }
}
