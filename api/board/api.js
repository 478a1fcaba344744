// @ts-check
/** Requests to the API that serves this page; paths are relative, so that a proxy may put it anywhere. */

/**
 * @typedef {{ code: string, text: string, decides?: string, resource?: string }} Reason
 * @typedef {object} QueueCall
 * @property {string} number
 * @property {string} territory
 * @property {number} position
 * @property {string} class
 * @property {number} priority
 * @property {string} status
 * @property {string} device
 * @property {string} site_name
 * @property {string} description
 * @property {string | null} resource
 * @property {string | null} start
 * @property {string | null} duplicate_of
 * @property {string | null} on_hold reason of the hold that it is on
 * @property {{ awaits: 'respond' | 'fix' | null, due: string | null, amber_at: string | null, stopped: boolean, counting: boolean, changes_at: string | null }} clock
 * @typedef {{ call: string, resource: string, travel_start: string, arrival: string, start: string, finish: string, travel_seconds: number, fixed: boolean }} Allocation
 * @typedef {{ territory: string, planned_at: string, currency: string, resources: { code: string, name: string }[], allocations: Allocation[], unallocated: { call: string, reasons: Reason[] }[], cost: Record<string, string> }} Plan
 * @typedef {{ code: string, name: string, time_zone: string, open_calls: number }} Territory
 */

/** A request that takes longer counts as failed: the page says so, and tries again. */
const PATIENCE = 20_000;
/** Until a stream that the browser has given up is opened anew. */
const REOPEN = 3_000;

/** The server answered, and said no. */
export class Refused extends Error {
  /** @param {number} status @param {string} detail */
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

/**
 * @param {string} path
 * @returns {Promise<any>}
 */
export async function get(path) {
  const response = await fetch(path, {
    headers: { accept: 'application/json' },
    signal: AbortSignal.timeout(PATIENCE),
  });
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(response.status, body.detail ?? body.title ?? response.statusText);
  return body;
}

/**
 * Live changes; reconnects by itself.
 * @param {{ onChange: (kind: string, data: any) => void, onConnected: (connected: boolean) => void }} on
 */
export function listen({ onChange, onConnected }) {
  const source = new EventSource('events');
  source.addEventListener('open', () => onConnected(true));
  source.addEventListener('error', () => {
    onConnected(false);
    // After an error page (a proxy whose server is away) a browser gives the stream up for good.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen({ onChange, onConnected }), REOPEN);
  });
  for (const kind of ['call', 'plan', 'dataset', 'reset']) {
    source.addEventListener(kind, (event) =>
      onChange(kind, JSON.parse(/** @type {MessageEvent} */ (event).data || '{}')),
    );
  }
}
