import { randomUUID } from 'node:crypto';

/** A change that boards want to hear of. */
export type LiveEvent =
  | { readonly kind: 'call'; readonly number: string; readonly territory: string; readonly event: string }
  | {
      readonly kind: 'plan';
      readonly territory: string;
      /** Calls that the plan gives to somebody else than the plan before, or for another start; a share of them where they are many. */
      readonly changed: readonly PlanChange[];
    }
  /** What a contract comes to has changed by more than time going on: a call has ended, or its end was changed. */
  | { readonly kind: 'performance'; readonly contract: string; readonly territory: string }
  /** Somebody’s working time has changed. */
  | { readonly kind: 'resource'; readonly resource: string; readonly territory: string; readonly event: string }
  | { readonly kind: 'dataset' };

export interface PlanChange {
  readonly call: string;
  readonly resource: string;
  /** ISO 8601. */
  readonly start: string;
}

/** An event with its place in the stream of this process. */
export interface Heard {
  readonly id: string;
  readonly event: LiveEvent;
}

/** The other processes on the same database. NOTIFY is a hint: what it misses, the next one or a reload brings. */
export interface Wire {
  notify(payload: string): Promise<void>;
  /** `onGap`: notifications may have been lost while the connection was down. */
  listen(onPayload: (payload: string) => void, onGap: () => void): Promise<{ close(): Promise<void> }>;
}

export interface Live {
  /** Tells this process's listeners at once and the other processes in a moment, many changes in one go. */
  publish(events: readonly LiveEvent[]): void;
  /** `afterId`: as a browser sends it on reconnecting; what is still known after it is told again. */
  subscribe(listener: (heard: Heard | 'reset') => void, afterId?: string): () => void;
  close(): Promise<void>;
}

/** Events kept for listeners that reconnect. */
const KEPT = 2_000;
/** Changes of so many milliseconds go to the other processes together, far under what an eye sees. */
const GATHER = 40;
/** A NOTIFY payload must be shorter than 8,000 bytes. */
const PAYLOAD = 7_000;

/**
 * Live updates: within the process directly, between processes by LISTEN/NOTIFY. Notifying is done after the commit
 * and gathered, not inside each transaction: a NOTIFY serialises commits on one lock, which halves the logging rate.
 */
export async function createLive(wire: Wire, onFault: (error: unknown) => void): Promise<Live> {
  const self = randomUUID();
  const listeners = new Set<(heard: Heard | 'reset') => void>();
  const kept: Heard[] = [];
  let serial = 0;
  let waiting: LiveEvent[] = [];
  let timer: NodeJS.Timeout | null = null;
  let sending = Promise.resolve();

  const tell = (event: LiveEvent): void => {
    serial += 1;
    const heard = { id: `${self}.${serial}`, event };
    kept.push(heard);
    if (kept.length > 2 * KEPT) kept.splice(0, kept.length - KEPT);
    for (const listener of listeners) listener(heard);
  };
  const send = (): void => {
    timer = null;
    const payloads = packed(self, waiting);
    waiting = [];
    sending = sending
      .then(async () => {
        for (const payload of payloads) await wire.notify(payload);
      })
      .catch(onFault);
  };

  const ear = await wire.listen(
    (payload) => {
      const received = unpacked(payload);
      if (received !== null && received.from !== self) received.events.forEach(tell);
    },
    () => {
      for (const listener of listeners) listener('reset');
    },
  );

  return {
    publish(events) {
      events.forEach(tell);
      waiting.push(...events);
      timer ??= setTimeout(send, GATHER);
    },
    subscribe(listener, afterId) {
      if (afterId !== undefined) {
        const place = kept.findIndex(({ id }) => id === afterId);
        if (place >= 0) kept.slice(place + 1).forEach(listener);
        else listener('reset');
      }
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      if (timer !== null) {
        clearTimeout(timer);
        send();
      }
      listeners.clear();
      await sending;
      await ear.close();
    },
  };
}

/** As few payloads as hold all events; each event is small. */
function packed(from: string, events: readonly LiveEvent[]): string[] {
  const payloads: string[] = [];
  let part: string[] = [];
  let length = 0;
  const flush = (): void => {
    if (part.length > 0) payloads.push(`{"from":"${from}","events":[${part.join(',')}]}`);
    part = [];
    length = 0;
  };
  for (const event of events) {
    const text = JSON.stringify(event);
    const bytes = Buffer.byteLength(text) + 1;
    if (length + bytes > PAYLOAD) flush();
    part.push(text);
    length += bytes;
  }
  flush();
  return payloads;
}

function unpacked(payload: string): { from: string; events: LiveEvent[] } | null {
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}
