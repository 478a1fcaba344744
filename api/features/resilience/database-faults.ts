import { Refusal } from '../../problem.ts';

/** What PostgreSQL's or the driver's error is to a caller, where nothing is wrong with the request; null: a fault of ours. */
export function databaseRefusal(error: unknown): Refusal | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const { code, message } = at as { code?: unknown; message: string };
    const found = byCode(typeof code === 'string' ? code : '') ?? byMessage(message);
    if (found !== null) return found;
  }
  return null;
}

function byCode(code: string): Refusal | null {
  // disk_full, and what an extension of a file says in some places
  if (code === '53100' || code === 'ENOSPC')
    return new Refusal('storage-full', 'The disk of the database is full; nothing was changed.');
  if (code === '53300') return new Refusal('unavailable', 'The database has no connection left.');
  // query_canceled: by its statement_timeout
  if (code === '57014') return new Refusal('deadline-exceeded', 'The database took too long, and was stopped.');
  if (/^(57P0\d|25P03|08\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(code))
    return new Refusal('unavailable', 'The database cannot be reached.');
  return null;
}

/** The driver's own errors bear no code. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|timeout exceeded when trying to connect|Cannot use a pool after calling end)/;

const byMessage = (message: string): Refusal | null =>
  LOST.test(message) ? new Refusal('unavailable', 'The connection to the database was lost.') : null;
