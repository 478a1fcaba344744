import { get, Refused } from './api.ts';
import type { Live, LiveEvent } from './live.ts';
import type { Allocation, Plan, Queue, QueueCall, Reason, Resource, Territory } from './types.ts';

/** Rows asked for at once. */
const PAGE = 1_000;
/** Rows named in one question. */
const NAMED = 100;
/** Changes come in bursts (a call, then the plan it causes): they are gathered before the page asks again. */
const GATHER = 250;
const RETRY = 3_000;
/** Cover begins and ends, and the order moves, without any event. */
const MINUTE = 60_000;
/** So long a row stays marked as new or changed. */
const MARKED = 120_000;

/** All that the dispatch page shows; a new object whenever something of it changes. */
export interface Dispatch {
  /** Whether anything is known yet. */
  readonly loaded: boolean;
  readonly demo: boolean;
  /** Numbers of the open calls of the chosen territory, most urgent first; some rows may still be coming. */
  readonly order: readonly string[];
  /** Places among all open calls; rows know only where they stood when they were read. */
  readonly places: ReadonlyMap<string, number>;
  readonly rows: ReadonlyMap<string, QueueCall>;
  readonly territories: readonly Territory[];
  readonly plans: ReadonlyMap<string, Plan>;
  readonly allocations: ReadonlyMap<string, Allocation>;
  readonly unallocated: ReadonlyMap<string, readonly Reason[]>;
  readonly names: ReadonlyMap<string, string>;
  readonly resources: readonly Resource[];
  /** When a row was marked as new or changed, by this machine's clock. */
  readonly marks: ReadonlyMap<string, { readonly at: number; readonly fresh: boolean }>;
  /** The latest calls that came in while the page was open, latest first. */
  readonly news: readonly string[];
  /** What the server's clock is ahead of this machine's, milliseconds. */
  readonly ahead: number;
  /** Since when questions are not answered, by this machine's clock: what is shown may be old; null: they are. */
  readonly staleSince: number | null;
  /** '' : all. */
  readonly territory: string;
  /** The server refused what the address asks for. */
  readonly refused: string | null;
}

interface OrderAnswer {
  readonly now: string;
  readonly demo: boolean;
  readonly numbers: readonly string[];
  /** null: 1, 2, 3 … */
  readonly positions: readonly number[] | null;
}

const placesOf = ({ numbers, positions }: OrderAnswer): ReadonlyMap<string, number> =>
  new Map(numbers.map((number, k) => [number, positions?.[k] ?? k + 1]));

/** What is to be asked for anew. */
interface Wanted {
  readonly all: boolean;
  readonly order: boolean;
  readonly people: boolean;
  readonly calls: Set<string>;
  readonly plans: Set<string>;
}
const wantNothing = () => ({
  all: false,
  order: false,
  people: false,
  calls: new Set<string>(),
  plans: new Set<string>(),
});

const NOTHING: Dispatch = {
  ...{ loaded: false, demo: false, order: [], places: new Map(), rows: new Map(), territories: [], plans: new Map() },
  ...{ allocations: new Map(), unallocated: new Map(), names: new Map(), resources: [], marks: new Map() },
  ...{ news: [], ahead: 0, staleSince: null, territory: '', refused: null },
};

/** Open calls, plans and people, kept as the server has them: what changed is asked for, nothing else. */
export class DispatchStore {
  readonly #live: Live;
  readonly #watchers = new Set<() => void>();
  #now: Dispatch = NOTHING;
  #wanted = { ...wantNothing(), all: true };
  #busy = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(live: Live) {
    this.#live = live;
  }

  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };
  readonly read = (): Dispatch => this.#now;

  /** Begins to ask and to listen; the answer ends it. */
  start(): () => void {
    const deaf = this.#live.onChange((event) => this.#hear(event));
    const minute = setInterval(() => this.#everyMinute(), MINUTE);
    this.#live.whenHeard(() => this.#soon(0));
    return () => {
      deaf();
      clearInterval(minute);
      clearTimeout(this.#timer);
    };
  }

  show(territory: string): void {
    if (territory === this.#now.territory) return;
    this.#set({ territory, order: [], loaded: false, refused: null });
    this.#wanted.all = true;
    this.#soon(0);
  }

  /** What the user has just changed is asked for at once. */
  changed(...calls: readonly string[]): void {
    for (const number of calls) this.#wanted.calls.add(number);
    this.#wanted.order = true;
    this.#soon(0);
  }

  #set(part: Partial<Dispatch>): void {
    this.#now = { ...this.#now, ...part };
    for (const watcher of this.#watchers) watcher();
  }

  #hear(event: LiveEvent): void {
    const { kind, number, territory } = event;
    if (kind === 'performance' || kind === 'improvement' || kind === 'planning') return;
    if (kind === 'reset' || kind === 'dataset') this.#wanted.all = true;
    else if (kind === 'plan' && territory !== undefined) this.#wanted.plans.add(territory);
    else if (kind === 'resource') this.#wanted.people = true;
    else if (number !== undefined) this.#wanted.calls.add(number);
    this.#wanted.order = true;
    this.#soon(GATHER);
  }

  #everyMinute(): void {
    const at = Date.now() + this.#now.ahead;
    for (const { number, clock } of this.#now.rows.values()) {
      if (clock.changes_at !== null && Date.parse(clock.changes_at) <= at) this.#wanted.calls.add(number);
    }
    this.#wanted.order = true;
    this.#wanted.people = true;
    this.#soon(0);
  }

  #soon(delay: number): void {
    if (this.#busy) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), delay);
  }

  async #ask(): Promise<void> {
    this.#busy = true;
    const asked = this.#wanted;
    this.#wanted = wantNothing();
    let wait = 0;
    try {
      if (asked.all) await this.#all();
      else await this.#some(asked);
      if (this.#now.staleSince !== null) this.#set({ staleSince: null });
    } catch (error) {
      if (error instanceof Refused && error.status < 500 && this.#now.territory !== '') {
        // The address asks for something that isn't there: said, and all is shown instead.
        this.#set({ refused: error.message, territory: '' });
        this.#wanted.all = true;
      } else {
        this.#set({ staleSince: this.#now.staleSince ?? Date.now() });
        this.#wanted = {
          all: asked.all || this.#wanted.all,
          order: true,
          people: asked.people || this.#wanted.people,
          calls: asked.calls.union(this.#wanted.calls),
          plans: asked.plans.union(this.#wanted.plans),
        };
        wait = RETRY;
      }
    }
    this.#busy = false;
    const { all, order, people, calls, plans } = this.#wanted;
    if (all || order || people || calls.size > 0 || plans.size > 0) this.#soon(Math.max(wait, GATHER));
  }

  get #filter(): string {
    const { territory } = this.#now;
    return territory === '' ? '' : `territory=${encodeURIComponent(territory)}`;
  }

  /** The first page and the order at once, so that there is something to look at; then all else. */
  async #all(): Promise<void> {
    const filter = this.#filter;
    const { territory } = this.#now;
    const known = this.#now.loaded ? this.#now.rows : null;
    const [order, first, { territories }] = await Promise.all([
      get<OrderAnswer>(`queue/order?${filter}`),
      get<Queue>(`queue?limit=100&${filter}`),
      get<{ territories: Territory[] }>('territories'),
    ]);
    if (territory !== this.#now.territory) return;
    const rows = new Map(first.calls.map((row) => [row.number, row]));
    this.#set({
      ...{ loaded: true, demo: order.demo, order: order.numbers, places: placesOf(order), territories },
      ...{ ahead: Date.parse(order.now) - Date.now(), rows: new Map([...(known ?? []), ...rows]) },
      ...(known === null ? {} : this.#marked([...rows.values()], known)),
    });
    const wanted = territories.filter(({ code }) => territory === '' || code === territory).map(({ code }) => code);
    await Promise.all([this.#people(), this.#plans(new Set(wanted), true), this.#rest(first.next)]);
  }

  async #rest(from: string | null): Promise<void> {
    const { territory } = this.#now;
    const rows = new Map(this.#now.rows);
    for (let next = from; next !== null; ) {
      const page: Queue = await get<Queue>(`queue?limit=${PAGE}&cursor=${next}&${this.#filter}`);
      if (territory !== this.#now.territory) return;
      for (const row of page.calls) rows.set(row.number, row);
      next = page.next;
      this.#set({ rows: new Map(rows) });
    }
    const open = new Set(this.#now.order);
    this.#set({ rows: new Map([...rows].filter(([number]) => open.has(number))) });
  }

  async #some({ people, calls, plans }: Wanted): Promise<void> {
    const { territory } = this.#now;
    const order = await get<OrderAnswer>(`queue/order?${this.#filter}`);
    const known = this.#now.rows;
    const open = new Set(order.numbers);
    const asked = order.numbers.filter((number) => calls.has(number) || !known.has(number));
    const changed = await rowsOf(asked);
    if (territory !== this.#now.territory) return;
    const rows = new Map([...known].filter(([number]) => open.has(number)));
    for (const row of changed) rows.set(row.number, row);
    this.#set({
      ...{
        order: order.numbers,
        places: placesOf(order),
        demo: order.demo,
        rows,
        ahead: Date.parse(order.now) - Date.now(),
      },
      ...this.#marked(changed, known),
    });
    const shown = [...plans].filter((code) => territory === '' || code === territory);
    await Promise.all([
      this.#plans(new Set(shown), false),
      people || shown.length > 0 || calls.size > 0 ? this.#people() : null,
    ]);
  }

  #marked(rows: readonly QueueCall[], known: ReadonlyMap<string, QueueCall>): Pick<Dispatch, 'marks' | 'news'> {
    const at = Date.now();
    const marks = new Map([...this.#now.marks].filter(([, mark]) => at - mark.at < MARKED));
    const fresh: string[] = [];
    for (const row of rows) {
      const before = known.get(row.number);
      if (before === undefined) fresh.push(row.number);
      else if (looks(before) === looks(row)) continue;
      marks.set(row.number, { at, fresh: before === undefined });
    }
    return { marks, news: [...fresh, ...this.#now.news].slice(0, 20) };
  }

  async #people(): Promise<void> {
    const { resources } = await get<{ resources: Resource[] }>(`resources?${this.#filter}`);
    this.#set({ resources });
  }

  async #plans(codes: ReadonlySet<string>, only: boolean): Promise<void> {
    if (codes.size === 0) return;
    const made = await Promise.all([...codes].map(async (code) => [code, await planOf(code)] as const));
    const plans = new Map(only ? [] : this.#now.plans);
    for (const [code, plan] of made) {
      if (plan === null) plans.delete(code);
      else plans.set(code, plan);
    }
    const allocations = new Map<string, Allocation>();
    const unallocated = new Map<string, readonly Reason[]>();
    const names = new Map<string, string>();
    for (const plan of plans.values()) {
      for (const each of plan.allocations) allocations.set(each.call, each);
      for (const each of plan.unallocated) unallocated.set(each.call, each.reasons);
      for (const { code, name } of plan.resources) names.set(code, name);
    }
    const at = Date.now();
    const marks = new Map(this.#now.marks);
    for (const [number, { resource }] of allocations) {
      const before = this.#now.allocations.get(number);
      if (before !== undefined && before.resource !== resource && !marks.has(number))
        marks.set(number, { at, fresh: false });
    }
    this.#set({
      plans,
      allocations,
      unallocated,
      names,
      marks: this.#now.allocations.size === 0 ? this.#now.marks : marks,
    });
  }
}

/** What of a row makes it worth a mark: not that its place or its clock has moved. */
const looks = ({ class: its, priority, status, resource, on_hold, duplicate_of }: QueueCall): string =>
  [its, priority, status, resource, on_hold, duplicate_of].join(' ');

async function rowsOf(numbers: readonly string[]): Promise<QueueCall[]> {
  const parts: Promise<Queue>[] = [];
  for (let from = 0; from < numbers.length; from += NAMED) {
    const named = numbers
      .slice(from, from + NAMED)
      .map(encodeURIComponent)
      .join(',');
    parts.push(get<Queue>(`queue?limit=${NAMED}&numbers=${named}`));
  }
  return (await Promise.all(parts)).flatMap(({ calls }) => calls);
}

async function planOf(code: string): Promise<Plan | null> {
  try {
    return await get<Plan>(`territories/${encodeURIComponent(code)}/plan`);
  } catch (error) {
    // Not planned yet: there is none.
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}
