/** A change told by the server, as it is told (GET /events). */
export interface LiveEvent {
  readonly kind: (typeof KINDS)[number];
  readonly number?: string;
  readonly territory?: string;
  readonly contract?: string;
  readonly event?: string;
  /** Of `improvement` and `planning`. */
  readonly state?: string;
}

/** How far the making of a plan is: it passes, and is told to whoever listens at that moment alone. */
export interface PlanningEvent extends LiveEvent {
  readonly kind: 'planning';
  readonly territory: string;
  readonly what: 'plan' | 'improvement';
  readonly state: 'running' | 'ended';
  readonly iterations: number;
  readonly elapsed_ms: number;
  readonly budget_ms: number | null;
  readonly budget_iterations: number | null;
  readonly currency: string;
  readonly change_cost: string | null;
  readonly saved: string | null;
  readonly saved_percent: number | null;
  readonly moved: number | null;
  readonly dropped: number | null;
  readonly unplaced: number | null;
}

export const isPlanning = (event: LiveEvent): event is PlanningEvent => event.kind === 'planning';

const KINDS = ['call', 'plan', 'dataset', 'resource', 'performance', 'improvement', 'planning', 'reset'] as const;
/** Until a stream that the browser has given up is opened anew. */
const REOPEN = 3_000;

/** The stream of changes; it reconnects by itself, and goes on where it stopped. */
export class Live {
  readonly #listeners = new Set<(event: LiveEvent) => void>();
  readonly #watchers = new Set<() => void>();
  #source: EventSource | null = null;
  #reopening: ReturnType<typeof setTimeout> | undefined;
  /** null: not known yet. */
  #connected: boolean | null = null;
  #lostAt = 0;

  open(): void {
    const source = new EventSource('events');
    this.#source = source;
    source.addEventListener('open', () => this.#say(true));
    source.addEventListener('error', () => {
      this.#say(false);
      // After an error page (a proxy whose server is away) a browser gives the stream up for good.
      if (source.readyState === EventSource.CLOSED) this.#reopening = setTimeout(() => this.open(), REOPEN);
    });
    for (const kind of KINDS) {
      source.addEventListener(kind, (event) => {
        const data = JSON.parse((event as MessageEvent<string>).data || '{}');
        for (const listener of this.#listeners) listener({ kind, ...data });
      });
    }
  }

  close(): void {
    clearTimeout(this.#reopening);
    this.#source?.close();
  }

  #say(connected: boolean): void {
    if (connected === this.#connected) return;
    const back = connected && this.#connected === false;
    this.#connected = connected;
    if (!connected) this.#lostAt = Date.now();
    for (const watcher of this.#watchers) watcher();
    // What came while nothing was heard is asked for.
    if (back) for (const listener of this.#listeners) listener({ kind: 'reset' });
  }

  readonly onChange = (listener: (event: LiveEvent) => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** Calls `then` once the stream is heard, or cannot be: what is asked for after that misses no change. */
  whenHeard(then: () => void): void {
    if (this.#connected !== null) {
      then();
      return;
    }
    const stop = this.watch(() => {
      stop();
      then();
    });
  }

  readonly connected = (): boolean | null => this.#connected;
  /** Of this machine's clock. */
  get lostAt(): number {
    return this.#lostAt;
  }
}
