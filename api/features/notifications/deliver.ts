import { type Instant, instant, isEmailAddress } from '#engine';
import type { Office } from '../../platform/office.ts';
import {
  type Delivery,
  deactivateSubscription,
  giveBack,
  giveUpOld,
  readSubscriptions,
  type Subscription,
  settleDelivery,
  type Template,
  takeDue,
} from '../../store/index.ts';
import type { Alert } from '../health/alerts.ts';
import { isSealed, type Seal } from '../secrets/seal.ts';
import { purposeOfWebhook } from '../secrets/stored-secrets.ts';
import { hostOf } from './circuits.ts';
import { callWebhook, NotDelivered, ReceiverGone } from './webhook.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Waits between tries, then it is given up: about a day in all. */
export const BACKOFF = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 14 * HOUR];
/** Webhooks sent at a time by a process, and to one host of them. */
const WEBHOOKS = 16;
const A_HOST = 4;
/** E-mails sent at a time by a process. */
const MAILS = 8;
/** A process that takes a delivery has so long for it; far more than any receiver may take. */
const LEASE = MINUTE;
/** Of a host that does not answer, what is older is given up: as long as the waits between tries, milliseconds. */
const GIVEN_UP = 24 * HOUR;

/** Sends what is due, e-mail and webhooks side by side, until nothing is or it is told to stop. @returns how many were tried */
export async function deliver(office: Office, signal: AbortSignal = NEVER): Promise<number> {
  const [mails, webhooks] = await Promise.all([deliverMail(office, signal), deliverWebhooks(office, signal)]);
  return mails + webhooks;
}

const NEVER = new AbortController().signal;

/** Sends e-mail that is due. */
export const deliverMail = (office: Office, signal: AbortSignal): Promise<number> =>
  sendAll(office, signal, MAILS, (room) =>
    takeDue(office.store.em(), office.clock(), LEASE, { channel: 'email', most: room }),
  );

/** Calls webhooks that are due: a few at a time of each host, none of those that do not answer. */
export async function deliverWebhooks(office: Office, signal: AbortSignal): Promise<number> {
  const { circuits } = office.outside;
  return sendAll(office, signal, WEBHOOKS, (room, busy) => {
    const now = office.clock();
    const closed = [...circuits.open(now), ...busy.map(({ target }) => hostOf(target))];
    return takeDue(office.store.em(), now, LEASE, { channel: 'webhook', most: room, eachHost: A_HOST, not: closed });
  });
}

/**
 * Takes what is due, so many at a time, and takes more as soon as there is room: one that lasts holds up no other. Told to
 * stop, it takes no more, and gives back what has no answer yet.
 */
async function sendAll(
  office: Office,
  signal: AbortSignal,
  atOnce: number,
  take: (room: number, busy: readonly Delivery[]) => Promise<Delivery[]>,
): Promise<number> {
  const underWay = new Map<Delivery, Promise<void>>();
  let total = 0;
  while (!signal.aborted) {
    const busy = [...underWay.keys()];
    const due = busy.length === atOnce ? [] : await take(atOnce - busy.length, busy);
    if (due.length > 0) {
      total += due.length;
      const subscriptions = new Map((await readSubscriptions(office.store.em())).map((each) => [each.code, each]));
      for (const each of due) {
        const sent = tryOne(office, each, subscriptions.get(each.subscription), signal);
        underWay.set(
          each,
          sent.finally(() => underWay.delete(each)),
        );
      }
    } else if (busy.length === 0) break;
    // Where one has ended meanwhile, its host may have more.
    else if (underWay.size === busy.length) await Promise.race(underWay.values());
  }
  await Promise.all(underWay.values());
  return total;
}

async function tryOne(
  office: Office,
  delivery: Delivery,
  subscription: Subscription | undefined,
  signal: AbortSignal,
): Promise<void> {
  const em = office.store.em();
  const { id } = delivery;
  try {
    await unlessStopped(send(office, delivery, subscription, signal), signal);
    noteAnswer(office, delivery);
  } catch (error) {
    if (signal.aborted) return giveBack(em, id, office.clock());
    await noteFailure(office, delivery, error);
    const failed = error instanceof NotDelivered ? error : new NotDelivered('It could not be sent.');
    if (!(error instanceof NotDelivered)) office.log.warn({ err: error, delivery: id }, 'delivery');
    const wait = failed.final ? undefined : BACKOFF[delivery.attempts - 1];
    const nextAt = wait === undefined ? null : instant(office.clock() + wait);
    const status = nextAt === null ? 'dead' : 'pending';
    await settleDelivery(em, id, { status, error: failed.message, nextAt, sentAt: null });
    if (failed instanceof ReceiverGone) await switchOff(office, delivery, failed.message);
    return;
  }
  await settleDelivery(em, id, { status: 'sent', error: null, nextAt: null, sentAt: office.clock() });
}

/** Ends at once when told to stop, whatever becomes of the work. */
function unlessStopped(work: Promise<void>, signal: AbortSignal): Promise<void> {
  const stopped = new Promise<never>((_resolve, reject) => {
    const stop = (): void => reject(new NotDelivered('The process ends.'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    void work.catch(() => {}).finally(() => signal.removeEventListener('abort', stop));
  });
  return Promise.race([work, stopped]);
}

function noteAnswer({ outside, alerts, log }: Office, { channel, target }: Delivery): void {
  if (channel !== 'webhook') return;
  const host = hostOf(target);
  if (!outside.circuits.answered(host)) return;
  alerts.delete(`host ${host}`);
  log.info({ host }, 'host of webhooks answers again');
}

/** A host that does not answer several times over is left alone for a while; /health says so. */
async function noteFailure(office: Office, { channel, target }: Delivery, error: unknown): Promise<void> {
  if (channel !== 'webhook') return;
  const answered = !(error instanceof NotDelivered && error.unanswered);
  if (answered) return noteAnswer(office, { channel, target } as Delivery);
  const { outside, clock, alerts, log, store } = office;
  const host = hostOf(target);
  const now = clock();
  const until = outside.circuits.failed(host, now);
  if (until === null) return;
  log.warn({ host, seconds: Math.round((until - now) / SECOND) }, 'host of webhooks left alone: it does not answer');
  const text = `The webhook receiver ${host} does not answer; it is tried now and then.`;
  alerts.set(`host ${host}`, { code: 'webhook-unreachable', at: now, text, isOver: async () => false });
  await giveUpOld(store.em(), host, instant(now - GIVEN_UP), 'The receiver did not answer for a day.');
}

/** Nobody is told any more of what is answered by 410, unless it leads elsewhere by now; /health says so until it is set up again. */
async function switchOff(office: Office, { subscription, target }: Delivery, reason: string): Promise<void> {
  const { store, alerts, clock, log } = office;
  if (!(await deactivateSubscription(store.em(), subscription, target, reason))) return;
  log.warn({ subscription }, 'webhook switched off: its receiver answered 410');
  const text = `The webhook ${subscription} was switched off: its receiver answered 410 Gone. Set it up again when it is there.`;
  const isOver: Alert['isOver'] = async (em) =>
    !(await readSubscriptions(em)).some(({ code, active }) => code === subscription && !active);
  alerts.set(`webhook ${subscription}`, { code: 'webhook-gone', at: clock(), text, isOver });
}

async function send(
  { outside, clock, seal }: Office,
  delivery: Delivery,
  subscription: Subscription | undefined,
  signal: AbortSignal,
): Promise<void> {
  const { id, channel, target, payload } = delivery;
  if (channel === 'email') {
    if (!isEmailAddress(target)) throw new NotDelivered(`${target.slice(0, 100)} is no e-mail address.`, true);
    if (outside.mailer === null) throw new NotDelivered('No mail server is set (SMTP_URL).', true);
    await outside.mailer.send({ ...mailOf(seal, payload, id), to: target, id });
    return;
  }
  if (subscription === undefined || subscription.secret === null) throw new NotDelivered('The webhook is gone.', true);
  const now = clock();
  const sealed = [subscription.secret, ...formerSecret(subscription, now)];
  const secrets = sealed.flatMap((each) => secretOf(seal, subscription.code, each) ?? []);
  if (secrets.length === 0) throw new NotDelivered('Its secret was sealed with another key: renew it.');
  await callWebhook(
    { id, url: target, body: JSON.stringify(payload), secrets, at: now, signal },
    outside.webhookPrivate,
  );
}

const formerSecret = ({ formerSecret: former, formerUntil }: Subscription, now: Instant): string[] =>
  former !== null && formerUntil !== null && now < formerUntil ? [former] : [];

/** As it is where an older version wrote it. */
const secretOf = (seal: Seal, code: string, kept: string): string | null =>
  isSealed(kept) ? seal.open(kept, purposeOfWebhook(code)) : kept;

/** A mail with a link in it waits sealed. */
export const sealedMail = (seal: Seal, id: string, mail: Template) => ({
  sealed: seal.seal(JSON.stringify(mail), `mail ${id}`),
});

function mailOf(seal: Seal, payload: unknown, id: string): Template {
  const { sealed } = payload as { readonly sealed?: string };
  if (sealed === undefined) return payload as Template;
  const text = seal.open(sealed, `mail ${id}`);
  if (text === null) throw new NotDelivered('It was sealed with another key.', true);
  return JSON.parse(text) as Template;
}
