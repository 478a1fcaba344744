import type { Change, Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { at, linkToNext } from '../../platform/views.ts';
import { Refusal, shown } from '../../problem.ts';
import {
  type Delivery,
  type DeliveryFilter,
  findDelivery,
  listDeliveries,
  reviveDeliveries,
} from '../../store/index.ts';
import { badCursor } from '../calls/list-calls.ts';

export interface DeliveryQuery extends DeliveryFilter {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** Messages and what became of them, newest first. */
export async function listDeliveryPage(office: Office, url: string, query: DeliveryQuery): Promise<Reply> {
  const { cursor, limit, ...filter } = query;
  const after = cursor === undefined ? null : placeOf(cursor);
  const found = await listDeliveries(office.store.em(), filter, { limit: limit + 1, after });
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const next = found.length > limit && last !== undefined ? `${last.createdAt}.${last.id}` : null;
  return { status: 200, headers: linkToNext(url, next), body: { deliveries: page.map(view), next } };
}

function placeOf(cursor: string): { at: number; id: string } {
  const parts = /^(\d{1,15})\.([0-9a-f-]{36})$/.exec(cursor);
  if (parts === null) throw badCursor();
  return { at: Number(parts[1]), id: parts[2] as string };
}

/** Has one dead message sent again. */
export async function resend(change: Change, id: string): Promise<Reply> {
  const found = await findDelivery(change.em, id);
  if (found === null) throw new Refusal('delivery-not-found', `There is no delivery ${shown(id)}.`);
  if (found.status !== 'dead') {
    throw new Refusal('delivery-not-dead', `Delivery ${shown(id)} is ${found.status}: there is nothing to send again.`);
  }
  await reviveDeliveries(change.em, { id }, change.now);
  return { status: 200, headers: {}, body: view((await findDelivery(change.em, id))!) };
}

/** Has all dead messages, or those of a subscription, sent again. */
export async function resendAll(change: Change, subscription: string | undefined): Promise<Reply> {
  const resent = await reviveDeliveries(change.em, { subscription }, change.now);
  return { status: 200, headers: {}, body: { resent } };
}

const view = (each: Delivery) => ({
  id: each.id,
  event: each.kind,
  call: each.call,
  subscription: each.subscription === '' ? null : each.subscription,
  channel: each.channel,
  target: each.target,
  status: each.status,
  attempts: each.attempts,
  next_try_at: at(each.status === 'pending' ? each.nextAt : null),
  last_error: each.lastError,
  created_at: at(each.createdAt),
  sent_at: at(each.sentAt),
});
