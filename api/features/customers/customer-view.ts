import { createHash } from 'node:crypto';
import { type CallStatus, type Instant, instant, spokenTime } from '#engine';
import type { By } from '../../platform/by.ts';
import { change } from '../../platform/change.ts';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import { at, siteOf } from '../../platform/views.ts';
import { Refusal } from '../../problem.ts';
import {
  allocationOf,
  callOfToken,
  type Em,
  findCall,
  readEvents,
  type StoredCall,
  type StoredCallEvent,
} from '../../store/index.ts';
import { changeCall } from '../calls/change-call.ts';
import { comment } from '../calls/comments.ts';
import { seenStatus } from '../calls/find-call.ts';
import { hashOf } from '../secrets/seal.ts';
import { pathFor, pathOf } from './customer-links.ts';

/** Who writes to the journal from a customer's page. */
const CUSTOMER = 'customer';
/** A page is written to by a person. */
const COMMENTS = 5;
const WITHIN = 10 * 60_000;

/** What a customer sees of a call: nothing that is for the office alone, and of other people the technician's name. */
export interface CustomerView {
  readonly number: string;
  readonly status: CallStatus;
  /** The status in a customer's words. */
  readonly standing: string;
  readonly description: string;
  readonly site: string;
  readonly address: string | null;
  readonly time_zone: string;
  readonly logged_at: string | null;
  readonly respond_by: string | null;
  readonly fix_by: string | null;
  readonly responded_at: string | null;
  readonly fixed_at: string | null;
  readonly resolution: string | null;
  readonly comes: { readonly name: string; readonly start: string | null } | null;
  readonly comments: readonly { readonly at: string | null; readonly from: 'you' | 'us'; readonly text: string }[];
  readonly can_reopen: boolean;
}

const STANDING: Readonly<Record<CallStatus, string>> = {
  logged: 'We have your call.',
  'awaiting-approval': 'The work waits for its approval.',
  open: 'We are planning who comes.',
  allocated: 'A technician is planned.',
  accepted: 'A technician has taken the call.',
  travelling: 'The technician is on the way.',
  'on-site': 'The technician is there.',
  'on-hold': 'The work is interrupted.',
  reopened: 'It is open again. We are planning who comes.',
  fixed: 'It is fixed.',
  closed: 'It is fixed, and the call is closed.',
  cancelled: 'The call was cancelled.',
};

/** The call that a link opens. @throws Refusal `link-not-found` */
async function callBehind(em: Em, token: string): Promise<StoredCall> {
  const number = await callOfToken(em, token, hashOf(token));
  const call = number === null ? null : await findCall(em, number, { lock: false });
  if (call === null) throw new Refusal('link-not-found', 'This link opens nothing, or nothing any more.');
  return call;
}

export async function customerView(office: Office, token: string): Promise<CustomerView> {
  const em = office.store.em();
  const call = await callBehind(em, token);
  const day = await office.desk.upToDate(em, office.clock());
  return viewOf(em, day, call);
}

async function viewOf(em: Em, day: Day, call: StoredCall): Promise<CustomerView> {
  const { book, tables } = day;
  // Who comes for a failure that was reported twice, comes for its first report.
  const first = call.duplicateOf === null ? null : await findCall(em, call.duplicateOf, { lock: false });
  const worked = first ?? call;
  const planned = await allocationOf(em, worked.territory, worked.number);
  const own = book.status(call) ?? 'logged';
  const isEnded = own === 'fixed' || own === 'closed' || own === 'cancelled';
  const status = isEnded ? own : seenStatus(book.status(worked) ?? own, planned);
  const ordered = book.ordered(call.number);
  const code = worked.resource ?? planned?.resource ?? null;
  const comes =
    isEnded || code === null || status === 'on-hold' || status === 'awaiting-approval'
      ? null
      : { name: tables.resources.get(code)?.name ?? code, start: at(planned?.start ?? worked.plannedStart) };
  const site = siteOf(tables, call);
  const events = await readEvents(em, call.territory, call.number);
  return {
    number: call.number,
    status,
    standing: STANDING[status],
    description: call.description,
    site: site.name,
    address: site.address,
    time_zone: site.timeZone,
    logged_at: at(call.loggedAt),
    respond_by: at(ordered?.respondBy ?? null),
    fix_by: at(ordered?.fixBy ?? null),
    responded_at: at(worked.respondedAt),
    fixed_at: at(call.fixedAt),
    resolution: call.resolution,
    comes,
    comments: events.filter(isForCustomer).map((event) => ({
      at: at(event.at),
      from: event.who === CUSTOMER ? 'you' : 'us',
      text: String(event.data.text),
    })),
    can_reopen: own === 'fixed' || own === 'closed',
  };
}

const isForCustomer = ({ kind, data }: StoredCallEvent): boolean => kind === 'comment' && data.audience === 'customer';

/** A key under which the same form counts once, however often it is sent; of its own page alone. */
const keyOf = (token: string, key: string | undefined) =>
  key === undefined
    ? null
    : { key: `my-${createHash('sha256').update(`${token} ${key}`).digest('base64url')}`, fingerprint: 'customer' };

/** Takes a customer's comment: for the office, and shown on the page. */
export async function commentByCustomer(office: Office, token: string, text: string, key?: string): Promise<void> {
  const { number, territory } = await callBehind(office.store.em(), token);
  await change(office, keyOf(token, key), async (one) => {
    const events = await readEvents(one.em, territory, number);
    const since = instant(one.now - WITHIN);
    const recent = events.filter((event) => isForCustomer(event) && event.who === CUSTOMER && event.recordedAt > since);
    if (recent.length >= COMMENTS) {
      const wait = Math.ceil((recent.at(-COMMENTS)!.recordedAt + WITHIN - one.now) / 1000);
      throw tooMany(wait);
    }
    return comment(one, number, by(null), text, 'customer');
  });
}

export const tooMany = (seconds: number): Refusal =>
  new Refusal('too-many-requests', `That is more than this page takes; try again in ${seconds} s.`, [], {
    'retry-after': String(Math.max(1, seconds)),
  });

const by = (why: string | null): By => ({ who: CUSTOMER, why, at: null });

/**
 * Reopens the call, by the contract's rule. @returns the address of the page that goes on: of the call itself, or of the
 * new one that the rule makes.
 */
export async function reopenByCustomer(office: Office, token: string, why: string, key?: string): Promise<string> {
  const { number } = await callBehind(office.store.em(), token);
  const reply = await change(office, keyOf(token, key), (one) =>
    changeCall(one, number, null, by(why), { kind: 'reopen' }),
  );
  const made = reply.body as { readonly number: string; readonly territory: string };
  if (made.number === number) return pathOf(token);
  return (await pathFor(office, office.store.em(), made, CUSTOMER)) ?? pathOf(token);
}

/** A time by the site's clock, as the page shows it. */
export const customerTime = (view: CustomerView, time: string): string =>
  spokenTime(Date.parse(time) as Instant, view.time_zone);
