import { instant, type Problem } from '#engine';
import type { Change, Reply } from '../../platform/change.ts';
import { etagOf, requireMatch } from '../../platform/etag.ts';
import type { Office } from '../../platform/office.ts';
import { at, type Directory } from '../../platform/views.ts';
import { Refusal, refusal, shown } from '../../problem.ts';
import {
  deleteSubscription,
  findSubscription,
  readSubscriptions,
  type Subscription,
  type Template,
  writeSubscription,
} from '../../store/index.ts';
import { purposeOfWebhook } from '../secrets/stored-secrets.ts';
import { urlProblems } from './addresses.ts';
import type { SubscriptionBody } from './schema.ts';
import { PLACEHOLDERS, TEMPLATES, templateProblems } from './templates.ts';
import { newSecret } from './webhook.ts';

/** For so long after a change of secret a message is signed with both, so that a receiver can change over. */
const BOTH_SIGN = 24 * 3_600_000;

/** Sets up a subscription or changes it. A new webhook's secret is in the reply, this once. */
export async function putSubscription(
  change: Change,
  { outside, seal }: Office,
  code: string,
  body: SubscriptionBody,
  ifMatch: string | null,
): Promise<Reply> {
  const { tables } = await change.day();
  const problems = [
    ...scopeProblems(tables, body),
    ...channelProblems(outside.webhookPrivate, outside.mailer !== null, body),
  ];
  if (problems.length > 0) throw refusal('subscription-refused', problems);
  const former = await findSubscription(change.em, code);
  requireMatch(ifMatch, former === null ? null : etagOf(view(former)), `Subscription ${shown(code)}`);
  // One whose key was lost is given another.
  const fresh = body.channel === 'webhook' && (former?.secret ?? null) === null ? newSecret() : null;
  const sealed = fresh === null ? (former?.secret ?? null) : seal.seal(fresh, purposeOfWebhook(code));
  const secret = body.channel === 'webhook' ? sealed : null;
  const { channel, events, contract, customer, territory, active } = body;
  const subscription: Subscription = {
    ...{ code, channel, events: [...new Set(events)], contract, customer, territory, active, secret },
    formerSecret: channel === 'webhook' ? (former?.formerSecret ?? null) : null,
    formerUntil: channel === 'webhook' ? (former?.formerUntil ?? null) : null,
    url: body.channel === 'webhook' ? body.url : null,
    addresses: body.channel === 'email' ? [...new Set(body.addresses)] : [],
    toContact: body.channel === 'email' && body.to_contact,
    templates: body.channel === 'email' ? (body.templates as Record<string, Template>) : {},
    createdAt: former?.createdAt ?? change.now,
    createdBy: former?.createdBy ?? body.who,
  };
  await writeSubscription(change.em, subscription);
  const shownOnce = fresh === null ? {} : { secret: fresh };
  const headers = { etag: etagOf(view(subscription)) };
  return { status: former === null ? 201 : 200, headers, body: { ...view(subscription), ...shownOnce } };
}

/** Gives a webhook another secret, shown this once; the former signs beside it for a day. */
export async function renewSecret(change: Change, { seal }: Office, code: string): Promise<Reply> {
  const found = await findSubscription(change.em, code);
  if (found === null || found.secret === null) throw noSubscription(code);
  const secret = newSecret();
  const sealed = seal.seal(secret, purposeOfWebhook(code));
  const renewed = {
    ...found,
    secret: sealed,
    formerSecret: found.secret,
    formerUntil: instant(change.now + BOTH_SIGN),
  };
  await writeSubscription(change.em, renewed);
  return { status: 200, headers: { 'cache-control': 'no-store' }, body: { ...view(renewed), secret } };
}

export async function listSubscriptions(office: Office): Promise<Reply> {
  const all = await readSubscriptions(office.store.em());
  return { status: 200, headers: {}, body: { subscriptions: all.map(view) } };
}

export async function readSubscription(office: Office, code: string): Promise<Reply> {
  const found = (await readSubscriptions(office.store.em())).find((each) => each.code === code);
  if (found === undefined) throw noSubscription(code);
  return { status: 200, headers: { etag: etagOf(view(found)) }, body: view(found) };
}

export async function removeSubscription(change: Change, code: string): Promise<Reply> {
  if (!(await deleteSubscription(change.em, code))) throw noSubscription(code);
  return { status: 204, headers: {}, body: null };
}

/** The usual texts, and what they may name. */
export const listTemplates = (): Reply => ({
  status: 200,
  headers: {},
  body: { placeholders: PLACEHOLDERS, templates: TEMPLATES },
});

const noSubscription = (code: string): Refusal =>
  new Refusal('subscription-not-found', `There is no such subscription: ${shown(code)}.`);

function scopeProblems({ contracts, territories, reference }: Directory, body: SubscriptionBody): Problem[] {
  const { contract, customer, territory } = body;
  const unknown = [
    contract !== null && !contracts.has(contract) ? (['contract', contract] as const) : null,
    customer !== null && !reference.customers.some(({ code }) => code === customer)
      ? (['customer', customer] as const)
      : null,
    territory !== null && !territories.has(territory) ? (['territory', territory] as const) : null,
  ].filter((each) => each !== null);
  return unknown.map(([field, value]) => ({
    code: 'unknown-code',
    field,
    value: shown(value),
    message: `There is no ${field} ${shown(value)}.`,
    action: 'Check the code, or leave it out for all.',
  }));
}

function channelProblems(allowPrivate: boolean, hasMail: boolean, body: SubscriptionBody): Problem[] {
  if (body.channel === 'webhook') return urlProblems(body.url, allowPrivate);
  const problems = Object.entries(body.templates).flatMap(([event, template]) =>
    templateProblems(event, template as Template),
  );
  if (hasMail) return problems;
  return [
    ...problems,
    {
      code: 'mail-not-set-up',
      field: 'channel',
      value: 'email',
      message: 'This server has no mail server to send e-mail by.',
      action: 'Set SMTP_URL and MAIL_FROM and start it again.',
    },
  ];
}

/** Without its secrets. */
const view = (each: Subscription) => ({
  code: each.code,
  channel: each.channel,
  events: each.events,
  contract: each.contract,
  customer: each.customer,
  territory: each.territory,
  url: each.url,
  addresses: each.addresses,
  to_contact: each.toContact,
  templates: each.templates,
  active: each.active,
  created_at: at(each.createdAt),
  created_by: each.createdBy,
  former_secret_until: at(each.formerUntil),
});
