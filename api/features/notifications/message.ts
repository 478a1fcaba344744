import { type Call, callFromJournal, formatInstant, type Instant, spokenTime } from '#engine';
import type { Day } from '../../platform/desk.ts';
import { callView, deviceOf, orderedView, siteOf } from '../../platform/views.ts';
import { allocationOf, type Em, type OutboxRow, readEvents, type StoredCallEvent } from '../../store/index.ts';
import { type EventName, eventOf } from './events.ts';
import type { Values } from './templates.ts';

/** An event with the call as it was just after, and what is known of it now. */
export interface Happened {
  readonly name: EventName;
  readonly event: StoredCallEvent;
  readonly call: Call;
  readonly contract: string;
  readonly customer: string;
}

/** Reads an entry and its call from the journal; null: nobody is told of such entries, or it is there no more. */
export async function readHappened(em: Em, { tables }: Day, of: OutboxRow): Promise<Happened | null> {
  const journal = await readEvents(em, of.territory, of.call);
  const last = journal.findIndex(({ id }) => id === of.event);
  const event = journal[last];
  const name = event === undefined ? null : eventOf(event.kind, event.data);
  if (event === undefined || name === null) return null;
  const call = callFromJournal(journal.slice(0, last + 1));
  if (call === null || !tables.devices.has(call.device)) return null;
  const { contract } = deviceOf(tables, call);
  return { name, event, call, contract, customer: tables.contracts.get(contract)?.customer ?? '' };
}

/** What a webhook is sent: the event, the call as it was then, its targets as they are now. */
export function webhookBody(day: Day, { name, event, call }: Happened): unknown {
  const { set: _, notify: __, ...details } = event.data;
  const ordered = day.book.ordered(call.number);
  const { respond_by = null, fix_by = null } = ordered === null ? {} : orderedView(ordered);
  return {
    type: name,
    timestamp: formatInstant(event.at),
    data: {
      call: { ...callView(day.tables, call, call.status ?? 'open', null), respond_by, fix_by },
      who: event.who,
      why: event.why,
      details,
    },
  };
}

/** What a text's placeholders stand for. Times are those of the site's clock. */
export async function valuesOf(
  em: Em,
  day: Day,
  { name, event, call, contract, customer }: Happened,
  link: string,
): Promise<Values> {
  const { tables } = day;
  const site = siteOf(tables, call);
  const ordered = day.book.ordered(call.number);
  const planned = await allocationOf(em, site.territory, call.number);
  const time = (at: Instant | null | undefined): string =>
    at === null || at === undefined ? '–' : spokenTime(at, site.timeZone);
  const { data } = event;
  const told = (field: string): Instant | null =>
    typeof data[field] === 'string' ? (Date.parse(data[field]) as Instant) : null;
  const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
  const code = text(data.resource ?? call.resource ?? planned?.resource);
  return {
    number: call.number,
    event: name,
    status: call.status ?? 'open',
    description: call.description,
    contact: call.contact,
    device: call.device,
    model: deviceOf(tables, call).model,
    site: site.name,
    address: site.address ?? '',
    contract,
    customer: tables.reference.customers.find((each) => each.code === customer)?.name ?? customer,
    logged: time(call.loggedAt),
    respond_by: time(ordered?.respondBy),
    fix_by: time(ordered?.fixBy),
    resource: code === '' ? '–' : (tables.resources.get(code)?.name ?? code),
    start: time(told('start') ?? planned?.start),
    former_start: time(told('former_start')),
    resolution: call.resolution ?? '',
    reason: text(data.reason ?? event.why),
    comment: text(data.text),
    clock: text(data.clock),
    percent: text(data.percent ?? (data.forecast === true ? 100 : '')),
    forecast: data.forecast === true ? 'will be missed, by the plan' : 'is used',
    link,
  };
}
