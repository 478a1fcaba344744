import { createHash, randomBytes } from 'node:crypto';
import { DAY, formatLocal, instant, type Resource } from '#engine';
import type { Change, Reply } from '../../../platform/change.ts';
import type { Day } from '../../../platform/desk.ts';
import type { Office } from '../../../platform/office.ts';
import { at, deviceOf, siteOf } from '../../../platform/views.ts';
import { Refusal } from '../../../problem.ts';
import {
  type CalendarFeed,
  findCall,
  findFeed,
  insertFeed,
  readFeeds,
  readRoute,
  revokeFeed,
  tellEntries,
} from '../../../store/index.ts';
import { seenStatus } from '../../calls/find-call.ts';
import { type Entry, feedText } from './feed-text.ts';

/** Work of the last two weeks stays in the calendar. */
const PAST = 14 * DAY;
/** Plans reach no further than this; absences and turns on call may. */
const FUTURE = 180 * DAY;

const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url');
const pathOf = (token: string): string => `/feeds/calendar/${token}.ics`;

/** Makes a technician's calendar feed. Its address is told this once: what is kept does not give it. */
export async function makeFeed(change: Change, office: Office, resource: string, who: string): Promise<Reply> {
  await known(change.day(), resource);
  const token = randomBytes(32).toString('base64url');
  const feed = await insertFeed(change.em, {
    resource,
    tokenHash: hashOf(token),
    createdAt: change.now,
    createdBy: who,
  });
  const { publicUrl } = office.outside;
  const body = { ...feedView(feed), path: pathOf(token), url: publicUrl === null ? null : publicUrl + pathOf(token) };
  return { status: 201, headers: {}, body };
}

export async function listFeeds(office: Office, resource: string): Promise<Reply> {
  const em = office.store.em();
  await known(office.desk.upToDate(em, office.clock()), resource);
  const feeds = (await readFeeds(em, resource)).map(feedView);
  return { status: 200, headers: {}, body: { feeds } };
}

/** From now on the address shows nothing any more. */
export async function endFeed(change: Change, resource: string, id: number, who: string): Promise<Reply> {
  if (!(await revokeFeed(change.em, { resource, id, at: change.now, who }))) {
    throw new Refusal('feed-not-found', `${resource.slice(0, 100)} has no calendar feed ${id} that is good.`);
  }
  const feed = (await readFeeds(change.em, resource)).find((each) => each.id === id)!;
  return { status: 200, headers: {}, body: feedView(feed) };
}

async function known(day: Promise<Day>, resource: string): Promise<void> {
  if (!(await day).tables.resources.has(resource)) {
    throw new Refusal('resource-not-found', `There is no resource ${resource.slice(0, 100)}.`);
  }
}

const feedView = ({ id, resource, createdAt, createdBy, revokedAt, revokedBy }: CalendarFeed) => ({
  id: String(id),
  resource,
  created_at: at(createdAt),
  created_by: createdBy,
  revoked_at: at(revokedAt),
  revoked_by: revokedBy,
});

/**
 * A technician's work, turns on call and absences as iCalendar (RFC 5545). UIDs are stable for as long as somebody has
 * the call; SEQUENCE and LAST-MODIFIED change when what is told does, and only then. No contact is in it.
 */
export async function calendarFeed(office: Office, token: string): Promise<Reply> {
  const em = office.store.em();
  const feed = await findFeed(em, hashOf(token));
  const day = await office.desk.upToDate(em, office.clock());
  const resource = feed === null ? undefined : day.tables.resources.get(feed.resource);
  // Whether there never was one, or it was revoked, is nobody's business.
  if (feed === null || resource === undefined) {
    throw new Refusal('feed-not-found', 'There is no such calendar, or it was revoked.');
  }
  const entries = [...(await workOf(day, office, resource)), ...timeOf(day, resource.code)];
  const told = await tellEntries(
    em,
    resource.code,
    entries.map((entry) => ({ uid: entry.uid, fingerprint: hashOf(JSON.stringify(entry)) })),
    day.book.now,
  );
  const body = feedText(`${resource.name} (${resource.code})`, entries, told);
  const headers = { etag: `"${hashOf(body)}"`, 'cache-control': 'private, no-cache' };
  return { status: 200, headers, body };
}

async function workOf({ tables, book }: Day, office: Office, { code, territory }: Resource): Promise<Entry[]> {
  const em = office.store.em();
  // Their shifts are read in it: it is what their watch shows.
  const zone = tables.territories.get(territory)?.timeZone ?? 'UTC';
  const during = { start: instant(book.now - PAST), end: instant(book.now + FUTURE) };
  const entries: Entry[] = [];
  for (const allocation of await readRoute(em, code, during)) {
    const call = await findCall(em, allocation.call, { lock: false });
    if (call === null || call.status === 'cancelled') continue;
    const [site, device] = [siteOf(tables, call), deviceOf(tables, call)];
    const status = seenStatus(book.status(call) ?? 'logged', allocation);
    entries.push({
      uid: `call-${call.number}.${code}@turnout`,
      start: allocation.start,
      end: allocation.finish,
      summary: `${call.number} ${site.name}: ${call.type} of ${call.device}`,
      description: `${call.description}\n\n${device.model}, ${status}. Leave at ${formatLocal(allocation.travelStart, zone)}.`,
      place: {
        title: [site.name, site.address].filter((part) => part !== null).join(', '),
        latitude: site.latitude,
        longitude: site.longitude,
      },
      status: allocation.fixed || call.resource === code ? 'CONFIRMED' : 'TENTATIVE',
      busy: true,
    });
  }
  return entries;
}

function timeOf({ tables, book }: Day, code: string): Entry[] {
  const { absences, onCall } = tables.reference;
  const from = book.now - PAST;
  const plain = { place: null, status: 'CONFIRMED' as const };
  return [
    ...absences
      .filter(({ resource, to }) => resource === code && to > from)
      .map((absence) => ({
        ...plain,
        uid: `absence-${absence.from}.${code}@turnout`,
        start: absence.from,
        end: absence.to,
        summary: `Absent${absence.reason === null ? '' : `: ${absence.reason}`}`,
        description: '',
        busy: true,
      })),
    ...onCall
      .filter(({ resource, to }) => resource === code && to > from)
      .map((turn) => ({
        ...plain,
        uid: `on-call-${turn.from}.${code}@turnout`,
        start: turn.from,
        end: turn.to,
        summary: `On call (up to ${turn.upTo})`,
        description: 'Outside of shifts, for calls of these classes.',
        busy: false,
      })),
  ];
}
