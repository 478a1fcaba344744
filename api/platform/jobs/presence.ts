import pg from 'pg';

/**
 * Tells the other processes what this one is doing for which territories: locks of a session of its own, which PostgreSQL lets
 * go at the moment at which the process dies, however it dies.
 */
export interface Presence {
  /** Says that a queue's job of a territory is being worked on until the returned function is called. Never fails: it is a hint. */
  begin(queue: string, territory: string): Promise<() => Promise<void>>;
  /** Jobs that are under way by the queue, with nobody at work on their territory for two seconds at least. */
  abandoned(queue: string): Promise<string[]>;
  close(): Promise<void>;
}

/** Class of these locks among advisory locks of two numbers. */
const CLASS = 8_107_003;

export function createPresence(url: string, onFault: (error: unknown) => void): Presence {
  // One session, kept: its locks end with it.
  const session = new pg.Pool({
    connectionString: url,
    application_name: 'turnout-presence',
    max: 1,
    idleTimeoutMillis: 0,
    keepAlive: true,
  });
  session.on('error', onFault);
  const hint = async (text: string, values: unknown[]): Promise<void> => {
    await session.query(text, values).catch(onFault);
  };
  return {
    async begin(queue, territory) {
      const what = `${queue} ${territory}`;
      // Of two at work on one territory, which only happens where one was taken for dead, either says that somebody is.
      await hint('select pg_try_advisory_lock($1, hashtext($2))', [CLASS, what]);
      return () => hint('select pg_advisory_unlock($1, hashtext($2))', [CLASS, what]);
    },
    async abandoned(queue) {
      const { rows } = await session.query(
        `select j.id from pgboss.job j where j.name = $1 and j.state = 'active'
          and j.started_on < now() - interval '2 seconds'
          and not exists (select from pg_locks l where l.locktype = 'advisory' and l.objsubid = 2
            and l.classid::bigint = $2 and l.objid::bigint = hashtext(j.name || ' ' || (j.data->>'territory')) & 4294967295
            and l.database = (select oid from pg_database where datname = current_database()))`,
        [queue, CLASS],
      );
      return rows.map(({ id }) => String(id));
    },
    close: () => session.end(),
  };
}
