import { sql } from 'kysely';
import { kysely } from '../store/index.ts';
import type { Reply } from './change.ts';
import type { Office } from './office.ts';
import { at } from './views.ts';

/** Whether this process can work, and what is not well. 503: it cannot. */
export async function health(office: Office): Promise<Reply> {
  const database = await reachable(office);
  const alerts = [...office.alerts.values()].map((alert) => ({ ...alert, at: at(alert.at) }));
  const status = !database ? 'down' : alerts.length > 0 ? 'degraded' : 'ok';
  return {
    status: database ? 200 : 503,
    headers: { 'cache-control': 'no-store' },
    body: { status, now: at(office.clock()), database: database ? 'up' : 'down', alerts },
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
