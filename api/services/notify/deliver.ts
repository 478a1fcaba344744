import { type Instant, instant, isEmailAddress } from '#engine';
import { isSealed, type Seal } from '../../features/secrets/seal.ts';
import { purposeOfWebhook } from '../../features/secrets/stored-secrets.ts';
import {
  type Delivery,
  deactivateSubscription,
  readSubscriptions,
  type Subscription,
  settleDelivery,
  type Template,
  takeDue,
} from '../../store/index.ts';
import type { Alert } from '../alerts.ts';
import type { Office } from '../office.ts';
import { callWebhook, NotDelivered, ReceiverGone } from './webhook.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
/** Waits between tries, then it is given up: about a day in all. */
export const BACKOFF = [5 * SECOND, 30 * SECOND, 2 * MINUTE, 10 * MINUTE, 30 * MINUTE, 2 * HOUR, 6 * HOUR, 14 * HOUR];
/** Sent at a time by a process. */
const AT_ONCE = 16;
/** A process that takes a delivery has so long for it; far more than any receiver may take. */
const LEASE = MINUTE;

/** Sends what is due. @returns how many were tried */
export async function deliver(office: Office): Promise<number> {
  let total = 0;
  for (let taken = AT_ONCE; taken === AT_ONCE; total += taken) {
    const due = await takeDue(office.store.em(), office.clock(), LEASE, AT_ONCE);
    taken = due.length;
    if (taken === 0) break;
    const subscriptions = new Map((await readSubscriptions(office.store.em())).map((each) => [each.code, each]));
    await Promise.all(due.map((each) => tryOne(office, each, subscriptions.get(each.subscription))));
  }
  return total;
}

async function tryOne(office: Office, delivery: Delivery, subscription: Subscription | undefined): Promise<void> {
  const em = office.store.em();
  const { id } = delivery;
  try {
    await send(office, delivery, subscription);
  } catch (error) {
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
  await callWebhook({ id, url: target, body: JSON.stringify(payload), secrets, at: now }, outside.webhookPrivate);
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
