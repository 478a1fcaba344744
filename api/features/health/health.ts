import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { instant } from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { at } from '../../platform/views.ts';
import { kysely, type SchemaStanding, type Supervision, schemaStanding } from '../../store/index.ts';
import { CLOCKS_APART } from '../resilience/database-clock.ts';
import { type Alert, presentAlerts } from './alerts.ts';

const NOT_KEPT = { 'cache-control': 'no-store' };

/** Milliseconds after which a database that has not answered does not answer: the heartbeat knows by then. */
const PATIENCE = 1_500;

/** Whether this process can work, and what is not well. 503: it cannot. */
export async function health(office: Office): Promise<Reply> {
  const database = await databaseStanding(office);
  const up = database === 'up';
  const found = up ? await presentAlerts(office.store.em(), office.alerts) : [...office.alerts.values()];
  const supervision = office.store.supervision();
  const schema = up ? await schemaStanding(office.store.em()) : null;
  const ahead = clockAhead(office);
  const alerts = [
    ...found,
    ...clockAlerts(office, ahead),
    ...restartAlerts(office, supervision),
    ...schemaAlerts(office, schema),
  ].map(({ code, at: since, text }) => ({
    code,
    at: at(since),
    text,
  }));
  const { count, longest } = office.stalls.standing();
  return {
    status: up ? 200 : 503,
    headers: NOT_KEPT,
    body: {
      status: !up ? 'down' : alerts.length > 0 ? 'degraded' : 'ok',
      now: at(office.clock()),
      database,
      clock: { database_ahead_ms: ahead },
      ...(supervision === null ? {} : { database_restarts: supervision.restarts }),
      event_loop: {
        stalls: count,
        longest: longest === null ? null : { at: at(longest.at), ms: longest.milliseconds, route: longest.route },
      },
      alerts,
    },
  };
}

/** The process answers; a supervisor that gets no answer starts another. Nothing outside the process is asked. */
export const live = (office: Office): Reply => ({
  status: 200,
  headers: NOT_KEPT,
  body: { status: 'live', now: at(office.clock()) },
});

/** Whether requests may be sent here: the database answers, its schema is ours or ahead of it, and the process does not stop. */
export async function ready(office: Office): Promise<Reply> {
  const database = await databaseStanding(office);
  const checks = {
    database,
    schema: database === 'up' ? await schemaStanding(office.store.em()) : 'unknown',
    process: office.stopping() ? 'stopping' : 'running',
  };
  const isReady = database === 'up' && checks.schema !== 'behind' && checks.process === 'running';
  return {
    status: isReady ? 200 : 503,
    headers: NOT_KEPT,
    body: { status: isReady ? 'ready' : 'not-ready', ...checks },
  };
}

/** A database that ended by itself is worth a look for an hour, though it runs again. */
const WORTH_A_LOOK = 3_600_000;

function restartAlerts({ clock }: Office, found: Supervision | null): Pick<Alert, 'code' | 'at' | 'text'>[] {
  if (found?.endedAt == null) return [];
  const { endedAt, restarts, failure } = found;
  if (failure === null && clock() - endedAt > WORTH_A_LOOK) return [];
  const now = failure === null ? `It was started again (${restarts} times so far).` : `It does not start: ${failure}`;
  const text = `The embedded database ended by itself. ${now} See postgres.log in its folder.`;
  return [{ code: 'database-restarted', at: instant(endedAt), text: text.slice(0, 1000) }];
}

/** Milliseconds by which the database's clock is ahead of this machine's; null: not known. */
function clockAhead({ heartbeat }: Office): number | null {
  const there = heartbeat.now();
  return there === null ? null : Math.round(there - Date.now());
}

function clockAlerts({ clock }: Office, ahead: number | null): Pick<Alert, 'code' | 'at' | 'text'>[] {
  if (ahead === null || Math.abs(ahead) <= CLOCKS_APART) return [];
  const distance = `${Math.abs(Math.round(ahead / 1000))} s ${ahead > 0 ? 'behind' : 'ahead of'}`;
  const text = `This machine's clock is ${distance} the database's. Calls are dated by the database's; set this one.`;
  return [{ code: 'clock-off', at: clock(), text }];
}

const schemaAlerts = ({ clock }: Office, schema: SchemaStanding | null): Pick<Alert, 'code' | 'at' | 'text'>[] =>
  schema !== 'ahead' ? [] : [{ code: 'schema-ahead', at: clock(), text: SCHEMA_AHEAD }];

const SCHEMA_AHEAD =
  'The database has migrations that this version does not know. One version of overlap is meant; start the newer one.';

type DatabaseStanding = 'up' | 'hangs' | 'down';

/** Says so in time, whatever the database does. */
async function databaseStanding({ store, heartbeat, log }: Office): Promise<DatabaseStanding> {
  if (heartbeat.standing() === 'hangs') return 'hangs';
  const asked = sql`select 1`.execute(kysely(store.em())).then(
    (): DatabaseStanding => 'up',
    (error: unknown): DatabaseStanding => {
      log.warn({ err: error }, 'database not reachable');
      return 'down';
    },
  );
  // Where it answers the heartbeat, all connections are in use: it is slow, but there.
  const late = async (): Promise<DatabaseStanding> => {
    await pause(PATIENCE, undefined, { ref: false });
    return heartbeat.standing() === 'up' ? 'up' : 'hangs';
  };
  return Promise.race([asked, late()]);
}
