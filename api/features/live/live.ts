import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

/** A change that boards want to hear of. */
export type LiveEvent =
  | { readonly kind: 'call'; readonly number: string; readonly territory: string; readonly event: string }
  | {
      readonly kind: 'plan';
      readonly territory: string;
      /** Calls that the plan gives to somebody else than the plan before, or for another start; a share of them where they are many. */
      readonly changed: readonly PlanChange[];
      /** Calls for which nobody has room since this plan, with what bars them; a share of them likewise. */
      readonly unallocated: readonly PlanLeft[];
    }
  /** What a contract comes to has changed by more than time going on: a call has ended, or its end was changed. */
  | { readonly kind: 'performance'; readonly contract: string; readonly territory: string }
  /** Somebody’s working time has changed. */
  | { readonly kind: 'resource'; readonly resource: string; readonly territory: string; readonly event: string }
  /** An improvement of a plan was asked for, has begun, is to stop, or has ended. */
  | {
      readonly kind: 'improvement';
      readonly territory: string;
      readonly state: 'waiting' | 'running' | 'stopping' | 'ended';
    }
  | { readonly kind: 'dataset' };

/**
 * How far the making of a plan is. It passes: it is told to whoever listens at that moment and kept nowhere, as the next
 * one says all that it says. So it has no place in the stream: a listener that was away goes on after the last event that
 * had one, hears the next progress there is, and by the `plan` or `improvement` that was kept how it ended.
 */
export interface Planning {
  readonly kind: 'planning';
  readonly territory: string;
  /** A whole plan that a change has asked for, or an improvement that a person has. */
  readonly what: 'plan' | 'improvement';
  readonly state: 'running' | 'ended';
  readonly iterations: number;
  readonly elapsed_ms: number;
  /** null: it ends by iterations. */
  readonly budget_ms: number | null;
  readonly budget_iterations: number | null;
  readonly currency: string;
  /** Decimal amounts; null: not known yet. The present plan’s is of the moment at which this began. */
  readonly present_cost: string | null;
  readonly cost: string | null;
  /** What getting to the plan found costs, once: moving calls that people know of. No part of `cost`. */
  readonly change_cost: string | null;
  /** `present_cost` less `cost`: what is saved from the next version on. */
  readonly saved: string | null;
  /** Of the present plan’s cost; null where that is nothing. */
  readonly saved_percent: number | null;
  /** Calls that would go to somebody else; null: not worked out. */
  readonly moved: number | null;
  /** Calls that would lose their place; null: not worked out. */
  readonly dropped: number | null;
  /** Calls without a place. */
  readonly unplaced: number | null;
}

export interface PlanChange {
  readonly call: string;
  readonly resource: string;
  /** ISO 8601. */
  readonly start: string;
}

export interface PlanLeft {
  readonly call: string;
  readonly reasons: readonly { readonly code: string; readonly resource?: string; readonly text: string }[];
}

/** An event with its place in the stream: what a listener sends back to go on after it, at any server. */
export interface Heard {
  readonly id: string;
  readonly event: LiveEvent;
}

/** An event that passes, without a place. */
export interface Passing {
  readonly id: null;
  readonly event: Planning;
}

export type Told = Heard | Passing | Reset;

/** Not all that has changed can be told: load anew. */
export interface Reset {
  readonly id: string;
  /** `too-old`: it is not kept any more; `too-many`; `unknown`: that place is not of this database. */
  readonly reset: 'too-old' | 'too-many' | 'unknown';
}

/** The other processes on the same database. NOTIFY is a hint: what it misses, the next one or a look brings. */
export interface Wire {
  notify(payload: string): Promise<void>;
  /** `onGap`: notifications may have been lost while the connection was down. */
  listen(onPayload: (payload: string) => void, onGap: () => void): Promise<{ close(): Promise<void> }>;
}

/** Reads what was recorded since a place (null: nothing before now), and the place of now. */
export type LiveReader = (since: string | null) => Promise<{
  readonly xid: string;
  readonly events: readonly { readonly id: number; readonly event: unknown }[];
  readonly lost: Reset['reset'] | null;
}>;

export interface Live {
  /** Something was recorded and has committed: listeners here hear of it at once, the other processes in a moment. */
  publish(): void;
  /** Tells all who listen now, here and at the other processes; kept nowhere, and lost where a connection is. */
  pass(event: Planning): void;
  /** `afterId`: the place of the last event heard, at whatever process; all that came after it is told first. */
  subscribe(listener: (told: Told) => void, afterId?: string): () => void;
  /** The place of now, for whoever listens from now on. */
  place(): string;
  close(): Promise<void>;
}

/** Changes of so many milliseconds go to the other processes together, far under what an eye sees. */
const GATHER = 40;
/** Milliseconds between two looks at what was recorded, however much is published. */
const PAUSE = 15;
/** A look without a hint, should one have been lost. */
const LOOK_ANYWAY = 2_000;

/**
 * Live updates. What has changed is recorded in the transaction that changes it; each process reads what has committed
 * since it last looked, when it has published itself or was notified, so that nothing is lost, whichever process dies.
 * An event may be told twice to whoever goes on after a break, never not at all. Notifying is done after the commit and
 * gathered, not inside each transaction: a NOTIFY serialises commits on one lock, which halves the logging rate.
 */
export async function createLive(wire: Wire, read: LiveReader, onFault: (error: unknown) => void): Promise<Live> {
  const listeners = new Set<(told: Told) => void>();
  let place = (await read(null)).xid;
  let looking: Promise<void> | null = null;
  let lookAgain = false;
  let closed = false;
  let timer: NodeJS.Timeout | null = null;
  let sending = Promise.resolve();

  const look = (): void => {
    if (closed) return;
    lookAgain = true;
    looking ??= (async () => {
      while (lookAgain && !closed) {
        lookAgain = false;
        const found = await read(place);
        const told = heardOf(place, found);
        place = found.xid;
        for (const heard of told) for (const listener of listeners) listener(heard);
        await pause(PAUSE);
      }
    })()
      .catch(onFault)
      .finally(() => {
        looking = null;
      });
  };
  const send = (): void => {
    timer = null;
    sending = sending.then(() => wire.notify('changed')).catch(onFault);
  };
  /** Tells own notifications, which come back, from those of others. */
  const self = randomUUID();
  const hear = (payload: string): void => {
    const passing = passingFrom(payload);
    if (passing === null) look();
    else if (passing.from !== self) for (const listener of listeners) listener({ id: null, event: passing.event });
  };
  const ear = await wire.listen(hear, look);
  const anyway = setInterval(look, LOOK_ANYWAY);

  return {
    publish() {
      look();
      timer ??= setTimeout(send, GATHER);
    },
    pass(event) {
      if (closed) return;
      for (const listener of listeners) listener({ id: null, event });
      sending = sending.then(() => wire.notify(JSON.stringify({ from: self, event }))).catch(onFault);
    },
    place: () => place,
    subscribe(listener, afterId) {
      if (afterId === undefined) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      }
      // What is told meanwhile waits, so that it comes after what was missed.
      const waiting: Told[] = [];
      let open = true;
      let tell = (heard: Told): void => void waiting.push(heard);
      const own = (heard: Told): void => tell(heard);
      listeners.add(own);
      read(afterId)
        .then((found) => {
          if (!open) return;
          for (const heard of [...heardOf(afterId, found), ...waiting]) listener(heard);
          tell = listener;
        })
        .catch((error: unknown) => {
          onFault(error);
          if (open) listener({ id: place, reset: 'unknown' });
          tell = listener;
        });
      return () => {
        open = false;
        listeners.delete(own);
      };
    },
    async close() {
      closed = true;
      clearInterval(anyway);
      if (timer !== null) {
        clearTimeout(timer);
        send();
      }
      listeners.clear();
      await looking;
      await sending;
      await ear.close();
    },
  };
}

/**
 * What one look has found, each with its place: whoever stops in the middle goes on from before all of it, since a
 * place says which transactions were seen and not which of their events.
 */
function heardOf(before: string, { xid, events, lost }: Awaited<ReturnType<LiveReader>>): (Heard | Reset)[] {
  if (lost !== null) return [{ id: xid, reset: lost }];
  return events.map(({ event }, k) => ({ id: k === events.length - 1 ? xid : before, event: event as LiveEvent }));
}

/** What another process passes on; null: only that something was recorded. */
function passingFrom(payload: string): { readonly from: string; readonly event: Planning } | null {
  if (!payload.startsWith('{')) return null;
  try {
    return JSON.parse(payload);
  } catch {
    return null;
  }
}
