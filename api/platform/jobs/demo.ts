import { type Call, type Instant, instant, keepTerms, openBook, parseDataset, workTimeOf } from '#engine';
import {
  approvalTakes,
  type DemoArrival,
  type DemoLife,
  demoArrivals,
  demoDataset,
  demoLife,
  interruptionOf,
  isReportedAgain,
  resolutionOf,
} from '#fixtures';
import { changeCall, type Wish } from '../../features/calls/change-call.ts';
import { logCall } from '../../features/calls/log-call.ts';
import { Refusal } from '../../problem.ts';
import {
  claimReference,
  type Em,
  isEmpty,
  listCalls,
  readPlan,
  readSetting,
  recordLive,
  type StoredAllocation,
  writeDataset,
  writeSetting,
} from '../../store/index.ts';
import { change } from '../change.ts';
import type { Office } from '../office.ts';
import type { Directory } from '../views.ts';
import { every, type Repeated } from './every.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const TICK = 15 * SECOND;
/** After a longer stop the demo does not make up for what it missed. */
const CATCH_UP = 30 * MINUTE;
/** Of a hold that is not the demo's own. */
const HOLD_LASTS = 90 * MINUTE;
/** Of a second visit: the part is at hand. */
const SECOND_VISIT = 60 * MINUTE;
const CLOSING_TAKES = 12 * MINUTE;

/** Fills an empty database with the demo city, whose history ends now, and marks it as a demo. */
export async function loadDemo(office: Office): Promise<void> {
  const now = office.clock();
  const parsed = parseDataset(demoDataset(now));
  if (!parsed.ok) throw new Error(`The demo dataset is not valid: ${parsed.problems[0]?.message}`);
  const opened = openBook(parsed.value.dataset, now);
  if (!opened.ok) throw new Error(`The demo dataset is not valid: ${opened.problems[0]?.message}`);
  const calls = keepTerms(opened.value.terms, parsed.value.dataset.calls).map(withResolution);
  const dataset = { ...parsed.value.dataset, calls };
  await office.store.transaction(async (em) => {
    // Of several processes that start at once on an empty database, one fills it.
    await claimReference(em);
    if (!(await isEmpty(em))) return;
    await writeDataset(em, dataset, { at: now, who: 'demo', why: 'demo dataset' });
    await recordLive(em, [{ kind: 'dataset' }]);
    await writeSetting(em, 'demo_on', true);
    await writeSetting(em, 'demo_until', now);
    for (const { code } of dataset.territories) await office.jobs.replan(em, code);
  });
  office.live.publish();
}

const withResolution = (call: Call): Call =>
  call.fixedAt === null ? call : { ...call, resolution: resolutionOf(call.number, call.description) };

/** Lets a demo live on: calls arrive, technicians work. Does nothing on a database that is none. */
export const liveDemo = (office: Office): Repeated => every(TICK, 'demo', office.log, () => demoTick(office));

/** What has happened in the demo city since the last tick. Safe at several processes at once: each step is done once. */
export async function demoTick(office: Office): Promise<void> {
  const em = office.store.em();
  if ((await readSetting<boolean>(em, 'demo_on')) !== true) return;
  const now = office.clock();
  await arrive(office, em, now);
  for (const territory of (await office.desk.upToDate(em, now)).tables.territories.keys()) {
    if (office.stopping()) return;
    await work(office, territory, now);
  }
  await tidyUp(office, now);
}

/** Logs the calls that have come in; the key keeps a second process from logging them too. */
async function arrive(office: Office, em: Em, now: Instant): Promise<void> {
  const until = (await readSetting<number>(em, 'demo_until')) ?? now;
  const from = instant(Math.max(until, now - CATCH_UP));
  const { book } = await office.desk.upToDate(em, now);
  const broken = new Set(book.all().flatMap(({ number }) => faultyDevice(book.call(number)) ?? []));
  for (const arrival of demoArrivals(from, now)) {
    const { at, call } = arrival;
    if (call.type === 'fault' && broken.has(call.device) && !isReportedAgain(call.device, at)) continue;
    await unlessRefused(() => logArrival(office, arrival));
  }
  await writeSetting(em, 'demo_until', now);
}

const faultyDevice = (call: Call | null): string | null => (call?.type === 'fault' ? call.device : null);

async function logArrival(office: Office, { at, call, emergency }: DemoArrival): Promise<void> {
  const key = { key: `demo-${at}-${call.device}`, fingerprint: 'demo' };
  const reply = await change(office, key, (one) => logCall(one, { ...call, logged_at: at, who: call.contact }));
  if (emergency === null) return;
  const { number } = reply.body as { number: string };
  const by = { who: call.contact, why: emergency, at: null };
  await change(office, { key: `${key.key}-emergency`, fingerprint: 'demo' }, (one) =>
    changeCall(one, number, null, by, { kind: 'declare-emergency', reason: emergency }),
  );
}

/** Technicians do what the plan asks, one call after the other, with the spread measured on the real log. */
async function work(office: Office, territory: string, now: Instant): Promise<void> {
  const em = office.store.em();
  const { book, tables } = await office.desk.upToDate(em, now);
  const plan = await readPlan(em, territory);
  const calls = new Map(plan.allocations.map(({ call }) => [call, book.call(call)]));
  const busy = new Set(
    [...calls.values()]
      .filter((call) => call?.status === 'travelling' || call?.status === 'on-site')
      .map((call) => call?.resource),
  );
  for (const allocation of [...plan.allocations].sort((a, b) => a.start - b.start)) {
    const call = calls.get(allocation.call);
    if (call === null || call === undefined) continue;
    const wish = nextStep(
      call,
      book.status(call) ?? '',
      lifeOf(call, allocation, workOf(call, tables)),
      now,
      busy.has(allocation.resource),
    );
    if (wish === null) continue;
    if (wish.kind === 'travel') busy.add(allocation.resource);
    if (wish.kind === 'fix' || wish.kind === 'hold') busy.delete(allocation.resource);
    const by = { who: allocation.resource, why: null, at: null };
    await unlessRefused(() => change(office, null, (one) => changeCall(one, call.number, null, by, wish)));
  }
}

/**
 * Times that were told hold, once they are: a plan made later only shows where the work stands by then. Who comes a
 * second time has begun with that visit, not with the first.
 */
function lifeOf(call: Call, allocation: StoredAllocation, work: number): DemoLife {
  const again = call.holds.length > 0;
  const start = (again ? null : call.respondedAt) ?? call.plannedStart ?? allocation.start;
  const travelStart = start - allocation.travelSeconds * SECOND;
  const finish = start + (again ? Math.min(work, SECOND_VISIT) : work);
  return demoLife({ ...allocation, travelStart: instant(travelStart), start: instant(start), finish: instant(finish) });
}

/** Planned work, milliseconds. Not from the plan: what is made while somebody works ends with the work, however long it lasts. */
function workOf(call: Call, { devices, reference }: Directory): number {
  const code = devices.get(call.device)?.model;
  const model = reference.models.find((each) => each.code === code);
  return model === undefined ? (call.estimatedTime ?? 0) : workTimeOf(call, model);
}

function nextStep(call: Call, status: string, life: DemoLife, now: Instant, busy: boolean): Wish | null {
  if (status === 'open' || status === 'reopened' || status === 'allocated') {
    return life.acceptedAt <= now ? { kind: 'accept', resource: null } : null;
  }
  if (status === 'accepted') return life.travellingAt <= now && !busy ? { kind: 'travel', resource: null } : null;
  if (status === 'travelling') return life.arrivedAt <= now ? { kind: 'arrive', resource: null } : null;
  if (status !== 'on-site' || call.respondedAt === null) return null;
  const interruption = canBeInterrupted(call) ? interruptionOf(call.number) : null;
  if (interruption !== null) {
    return call.respondedAt + interruption.after <= now ? { kind: 'hold', reason: interruption.reason } : null;
  }
  return life.fixedAt <= now ? { kind: 'fix', resolution: resolutionOf(call.number, call.description) } : null;
}

const canBeInterrupted = (call: Call): boolean =>
  call.type === 'fault' && call.holds.length === 0 && call.emergency === null && call.latest === null;

/** The office of the demo city: closes what is fixed, approves, ends holds, agrees missed appointments anew. */
async function tidyUp(office: Office, now: Instant): Promise<void> {
  const em = office.store.em();
  const { calls } = await listCalls(
    em,
    { now, status: ['fixed', 'on-hold', 'awaiting-approval'] },
    { limit: 200, after: null },
  );
  for (const call of calls) {
    const wish = officeStep(call, now);
    if (wish === null) continue;
    const by = { who: 'dispatcher', why: null, at: null };
    await unlessRefused(() => change(office, null, (one) => changeCall(one, call.number, null, by, wish)));
  }
  const { book } = await office.desk.upToDate(em, now);
  for (const { number } of book.all()) {
    const call = book.call(number);
    if (call === null || !isAppointmentMissed(call, book.status(number) ?? '', now)) continue;
    await unlessRefused(() => agreeAnew(office, call));
  }
}

/** Nobody came, and nobody is on the way. */
const isAppointmentMissed = (call: Call, status: string, now: Instant): boolean =>
  call.latest !== null &&
  call.latest < now &&
  call.duplicateOf === null &&
  call.respondedAt === null &&
  (status === 'open' || status === 'allocated' || status === 'reopened');

/** A missed appointment is called off, and the call logged again for whoever can come first. */
async function agreeAnew(office: Office, call: Call): Promise<void> {
  const by = { who: 'dispatcher', why: 'appointment missed, agreed anew', at: null };
  await change(office, null, (one) => changeCall(one, call.number, null, by, { kind: 'cancel' }));
  const { device, contact, description, type, serviceAffecting: service_affecting } = call;
  const again = { device, contact, description, type, service_affecting, who: by.who };
  await change(office, { key: `demo-anew-${call.number}`, fingerprint: 'demo' }, (one) => logCall(one, again));
}

function officeStep(call: Call, now: Instant): Wish | null {
  if (call.fixedAt !== null) return now - call.fixedAt > CLOSING_TAKES ? { kind: 'close' } : null;
  const hold = call.holds.at(-1);
  if (call.status === 'on-hold') {
    const lasts = interruptionOf(call.number)?.lasts ?? HOLD_LASTS;
    return hold !== undefined && now - hold.from > lasts ? { kind: 'resume', onSite: false } : null;
  }
  return now - call.loggedAt > approvalTakes(call.number) ? { kind: 'approve' } : null;
}

/** A step that came too late or too early is no fault: the next tick looks again. */
async function unlessRefused(step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
  }
}
