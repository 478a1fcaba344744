import { randomUUID } from 'node:crypto';
import type { Instant } from '#engine';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import {
  addDeliveries,
  type Channel,
  type Delivery,
  type Em,
  type OutboxRow,
  readSubscriptions,
  type Subscription,
  type Template,
  takeFromOutbox,
} from '../../store/index.ts';
import { linkFor } from '../customers/customer-links.ts';
import { sealedMail } from './deliver.ts';
import { addressesIn } from './mail.ts';
import { type Happened, readHappened, valuesOf, webhookBody } from './message.ts';
import { fillIn, TEMPLATES } from './templates.ts';

/** Entries made into deliveries in one transaction. */
const BATCH = 50;

/**
 * Makes deliveries of what stands in the outbox, each receiver's own, in the transaction that takes it out: none is lost
 * and none made twice, whoever does it and wherever it ends.
 * @returns entries taken out
 */
export async function dispatch(office: Office, signal?: AbortSignal): Promise<number> {
  let total = 0;
  for (let taken = BATCH; taken === BATCH && signal?.aborted !== true; total += taken) {
    taken = await office.store.transaction(async (em) => {
      const rows = await takeFromOutbox(em, BATCH);
      if (rows.length === 0) return 0;
      const day = await office.desk.upToDate(em, office.clock());
      const subscriptions = await readSubscriptions(em);
      const made: Delivery[] = [];
      for (const row of rows) made.push(...(await deliveriesOf(office, em, day, subscriptions, row)));
      await addDeliveries(em, made);
      return rows.length;
    });
  }
  return total;
}

async function deliveriesOf(
  office: Office,
  em: Em,
  day: Day,
  subscriptions: readonly Subscription[],
  row: OutboxRow,
): Promise<Delivery[]> {
  const happened = await readHappened(em, day, row);
  if (happened === null) return [];
  const wanted = subscriptions.filter((each) => wants(each, happened));
  const made: Delivery[] = [];
  const delivery = (
    subscription: string,
    channel: Channel,
    target: string,
    payloadOf: (id: string) => unknown,
  ): void => {
    const { territory, call, event } = row;
    const id = randomUUID();
    const what = { event, kind: happened.name, territory, call, subscription, channel, target };
    made.push({ id, ...what, payload: payloadOf(id), ...pending(office.clock()) });
  };
  for (const subscription of wanted) {
    if (subscription.channel === 'webhook') {
      delivery(subscription.code, 'webhook', subscription.url ?? '', () => webhookBody(day, happened));
      continue;
    }
    const text = await mailText(office, em, day, happened, subscription.templates[happened.name]);
    const contact = subscription.toContact ? addressesIn(happened.call.contact) : [];
    for (const address of new Set([...subscription.addresses, ...contact]))
      delivery(subscription.code, 'email', address, text);
  }
  for (const address of namedByRule(happened)) {
    const webhook = subscriptions.find(({ url, active }) => active && url === address);
    if (webhook !== undefined) {
      if (!wanted.includes(webhook)) delivery(webhook.code, 'webhook', address, () => webhookBody(day, happened));
    } else delivery('', 'email', address, await mailText(office, em, day, happened, undefined));
  }
  return made;
}

const pending = (now: Instant) =>
  ({ status: 'pending', attempts: 0, nextAt: now, lastError: null, createdAt: now, sentAt: null }) as const;

function wants(each: Subscription, { name, event, contract, customer }: Happened): boolean {
  return (
    each.active &&
    each.events.includes(name) &&
    (each.contract === null || each.contract === contract) &&
    (each.customer === null || each.customer === customer) &&
    (each.territory === null || each.territory === event.territory)
  );
}

/** Whom the rules of an escalation name. */
const namedByRule = ({ event }: Happened): readonly string[] =>
  event.kind === 'escalate' && Array.isArray(event.data.notify) ? (event.data.notify as string[]) : [];

async function mailText(
  office: Office,
  em: Em,
  day: Day,
  happened: Happened,
  own: Template | undefined,
): Promise<(id: string) => unknown> {
  const template = own ?? TEMPLATES[happened.name];
  const link = /\{\{\s*link\s*\}\}/.test(template.subject + template.text)
    ? await linkFor(office, em, happened.call.number)
    : '';
  const mail = fillIn(template, await valuesOf(em, day, happened, link));
  return (id) => (link === '' ? mail : sealedMail(office.seal, id, mail));
}
