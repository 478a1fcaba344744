import type { Book, CallClass, ExplainedNeighbour, Instant, OrderedCall } from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { type PastDay, pastAllocations, pastDay } from '../../platform/past.ts';
import { at, becauseView, clockView, csv, deviceOf, linkToNext, orderedView, siteOf } from '../../platform/views.ts';
import { Refusal } from '../../problem.ts';
import { allocationsOf, type Em, findCall, readSetting, versionsOf } from '../../store/index.ts';
import { callNotFound, seenStatus } from '../calls/find-call.ts';
import { badCursor } from '../calls/list-calls.ts';

export interface QueueQuery {
  readonly territory?: string | undefined;
  readonly class?: CallClass | undefined;
  readonly reasons?: boolean | undefined;
  /** Comma-separated. */
  readonly numbers?: string | undefined;
  /** As it was then. */
  readonly at?: Instant | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const COLUMNS = [
  ...[
    'position',
    'number',
    'class',
    'priority',
    'due',
    'respond_by',
    'fix_by',
    'status',
    'device',
    'site',
    'site_name',
  ],
  ...['contract', 'territory', 'regime', 'resource', 'start', 'duplicate_of', 'on_hold', 'description'],
];

/**
 * The open calls in order. Positions are those among all calls, whatever the filter. The order moves on between pages,
 * so a cursor is a position: a call may be met twice, as in any queue that moves. `url` is what was asked for.
 */
export async function queue(office: Office, url: string, query: QueueQuery, asCsv: boolean): Promise<Reply> {
  const em = office.store.em();
  const { book, tables, now } = await dayOf(office, em, query.at);
  if (query.territory !== undefined && !tables.territories.has(query.territory)) {
    throw new Refusal('territory-not-found', `There is no territory ${query.territory}.`);
  }
  const after = query.cursor === undefined ? 0 : positionIn(query.cursor);
  const named = query.numbers === undefined ? null : new Set(query.numbers.split(','));
  const filtered = query.territory !== undefined || query.class !== undefined || named !== null;
  const wanted = (call: OrderedCall): boolean =>
    (query.territory === undefined || call.territory === query.territory) &&
    (query.class === undefined || call.class === query.class);
  const all = filtered ? (named === null ? book.all() : orderedOf(book, named)).filter(wanted) : null;
  const rest = all === null ? book.slice(after, query.limit + 1) : all.filter(({ position }) => position > after);
  const shown = rest.slice(0, query.limit);
  const next = rest.length > query.limit ? `p${shown.at(-1)!.position}` : null;

  // What is shown is made from the book before anything is waited for: it is of one moment.
  const held = shown.map((ordered) => {
    const call = book.call(ordered.number)!;
    const site = siteOf(tables, call);
    return {
      ordered,
      call,
      site,
      status: book.status(call) ?? 'open',
      clock: clockView(book.clock(call.number)!),
      because: query.reasons ? book.because(call.number) : null,
    };
  });
  const total = all?.length ?? book.size;
  const of = held.map(({ call, site }) => ({ number: call.number, territory: site.territory }));
  const allocations = query.at === undefined ? await allocationsOf(em, of) : await pastAllocations(em, query.at, of);
  const versions =
    query.at === undefined
      ? await versionsOf(
          em,
          held.map(({ call }) => call.number),
        )
      : new Map<string, number>();
  const demo = (await readSetting<boolean>(em, 'demo_on')) === true;
  const calls = held.map(({ ordered, call, site, status, clock, because }) => {
    const allocation = allocations.get(call.number) ?? null;
    return {
      ...orderedView(ordered),
      status: seenStatus(status, allocation),
      device: call.device,
      model: deviceOf(tables, call).model,
      site: site.code,
      site_name: site.name,
      latitude: site.latitude,
      longitude: site.longitude,
      description: call.description,
      resource: call.resource ?? allocation?.resource ?? null,
      start: at(allocation?.start ?? call.plannedStart),
      duplicate_of: call.duplicateOf,
      on_hold: status === 'on-hold' ? (call.holds.at(-1)?.reason ?? null) : null,
      version: versions.get(call.number) ?? null,
      clock,
      ...(because === null ? {} : { because: becauseView(because) }),
    };
  });
  const body = asCsv ? csv(COLUMNS, calls) : { now: at(now), demo, total, calls, next };
  return { status: 200, headers: linkToNext(url, next), body };
}

/** Those of the named calls that stand in the order, in it. */
const orderedOf = (book: Book, named: ReadonlySet<string>): OrderedCall[] =>
  [...named]
    .map((number) => book.ordered(number))
    .filter((call) => call !== null)
    .sort((a, b) => a.position - b.position);

/** The order alone: the numbers of all open calls, or those of a territory, for boards that keep the rows themselves. */
export async function queueOrder(office: Office, territory: string | undefined): Promise<Reply> {
  const em = office.store.em();
  const now = office.clock();
  const { book, tables } = await office.desk.upToDate(em, now);
  if (territory !== undefined && !tables.territories.has(territory)) {
    throw new Refusal('territory-not-found', `There is no territory ${territory}.`);
  }
  const calls = territory === undefined ? book.all() : book.all().filter((call) => call.territory === territory);
  const demo = (await readSetting<boolean>(em, 'demo_on')) === true;
  const positions = territory === undefined ? null : calls.map(({ position }) => position);
  return {
    status: 200,
    headers: {},
    body: { now: at(now), demo, numbers: calls.map(({ number }) => number), positions },
  };
}

/** The day as it stands, or as it was at an instant. */
async function dayOf(
  office: Office,
  em: Em,
  at: Instant | undefined,
): Promise<Pick<PastDay, 'book' | 'tables' | 'now'>> {
  if (at !== undefined) return pastDay(office, at);
  const now = office.clock();
  const day = await office.desk.upToDate(em, now);
  return { book: day.book, tables: day.tables, now };
}

function positionIn(cursor: string): number {
  const position = /^p(\d{1,9})$/.exec(cursor)?.[1];
  if (position === undefined) throw badCursor();
  return Number(position);
}

/** Why a call stands where it does: each criterion with the rule behind it, its neighbours, what would move it up. */
export async function explanation(office: Office, number: string): Promise<Reply> {
  const em = office.store.em();
  const { book } = await office.desk.upToDate(em, office.clock());
  const explained = book.explain(number);
  if (explained === null) throw await notInOrder(office, number);
  const neighbour = (each: ExplainedNeighbour | null) =>
    each === null
      ? null
      : {
          number: each.number,
          criterion: each.criterion,
          value: each.value,
          other_value: each.otherValue,
          text: each.text,
        };
  const body = {
    call: explained.call,
    position: explained.position,
    class: explained.class,
    priority: explained.priority,
    criteria: explained.criteria.map((each) => ({ ...each, because: becauseView(each.because) })),
    above: neighbour(explained.above),
    below: neighbour(explained.below),
    would_move_up: explained.wouldMoveUp,
  };
  return { status: 200, headers: {}, body };
}

/** The refusal for a call that the order doesn't hold: unknown, or known but not open. */
export async function notInOrder(office: Office, number: string): Promise<Refusal> {
  const em = office.store.em();
  const call = await findCall(em, number, { lock: false });
  if (call === null) return callNotFound(number);
  const { book } = await office.desk.upToDate(em, office.clock());
  return new Refusal(
    'call-not-in-order',
    `Call ${number} is ${book.status(call) ?? 'not logged yet'}: it has no place in the order.`,
  );
}
