import { defineEntity, p } from '@mikro-orm/core';
import type { Instant } from '#engine';
import { table } from './table.ts';

/** A text with placeholders, for an event. */
export interface Template {
  readonly subject: string;
  readonly text: string;
}

export const CHANNELS = ['webhook', 'email'] as const;
export type Channel = (typeof CHANNELS)[number];

/** Somebody who is told of events: an address that is called, or addresses that are written to. */
export interface Subscription {
  readonly code: string;
  readonly channel: Channel;
  /** Names of events, see services/notify/events.ts. */
  readonly events: readonly string[];
  /** Each that is given narrows down whose calls are told of. */
  readonly contract: string | null;
  readonly customer: string | null;
  readonly territory: string | null;
  /** Of a webhook. */
  readonly url: string | null;
  /** Sealed. */
  readonly secret: string | null;
  /** Signs beside the new secret for a while after a change. */
  readonly formerSecret: string | null;
  readonly formerUntil: Instant | null;
  /** Of e-mail. */
  readonly addresses: readonly string[];
  /** E-mail goes to the addresses in the call's contact too. */
  readonly toContact: boolean;
  /** In place of the usual texts, by event. */
  readonly templates: Readonly<Record<string, Template>>;
  readonly active: boolean;
  readonly createdAt: Instant;
  readonly createdBy: string;
}

export const SubscriptionEntity = defineEntity({
  name: 'Subscription',
  tableName: 'subscriptions',
  properties: {
    code: p.text().primary(),
    channel: p.text().$type<Channel>(),
    events: p.json<readonly string[]>(),
    contract: p.text().nullable(),
    customer: p.text().nullable(),
    territory: p.text().nullable(),
    url: p.text().nullable(),
    secret: p.text().nullable(),
    formerSecret: p.text().nullable(),
    formerUntil: p.bigint('number').$type<Instant>().nullable(),
    addresses: p.json<readonly string[]>(),
    toContact: p.boolean(),
    templates: p.json<Readonly<Record<string, Template>>>(),
    active: p.boolean(),
    createdAt: p.bigint('number').$type<Instant>(),
    createdBy: p.text(),
  },
});

/** An entry of a journal that nobody has been told of yet. */
export interface OutboxRow {
  readonly id: number;
  readonly territory: string;
  readonly call: string;
  /** Id of the entry. */
  readonly event: number;
  readonly kind: string;
}

export const OutboxEntity = defineEntity({
  name: 'Outbox',
  tableName: 'outbox',
  properties: {
    id: p.bigint('number').primary(),
    territory: p.text(),
    call: p.text(),
    event: p.bigint('number'),
    kind: p.text(),
  },
});

export const DELIVERY_STATUSES = ['pending', 'sent', 'dead'] as const;
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

/** One message to one receiver; `dead`: given up, until somebody has it sent again. */
export interface Delivery {
  readonly id: string;
  readonly event: number;
  /** Name of the event. */
  readonly kind: string;
  readonly territory: string;
  readonly call: string;
  /** Code; empty: told by an escalation rule. */
  readonly subscription: string;
  readonly channel: Channel;
  /** URL or e-mail address. */
  readonly target: string;
  readonly payload: unknown;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  /** When it is tried next, at the earliest; null: not by itself. */
  readonly nextAt: Instant | null;
  readonly lastError: string | null;
  readonly createdAt: Instant;
  readonly sentAt: Instant | null;
}

export const DeliveryEntity = defineEntity({
  name: 'Delivery',
  tableName: 'deliveries',
  properties: {
    id: p.text().primary(),
    event: p.bigint('number'),
    kind: p.text(),
    territory: p.text(),
    call: p.text(),
    subscription: p.text(),
    channel: p.text().$type<Channel>(),
    target: p.text(),
    payload: p.json<unknown>(),
    status: p.text().$type<DeliveryStatus>(),
    attempts: p.integer(),
    nextAt: p.bigint('number').$type<Instant>().nullable(),
    lastError: p.text().nullable(),
    createdAt: p.bigint('number').$type<Instant>(),
    sentAt: p.bigint('number').$type<Instant>().nullable(),
  },
});

/** Who was said to come, and when. */
export interface Told {
  readonly territory: string;
  readonly call: string;
  readonly resource: string;
  readonly start: Instant;
  readonly toldAt: Instant;
}

export const ToldEntity = defineEntity({
  name: 'Told',
  tableName: 'told',
  properties: {
    territory: p.text().primary(),
    call: p.text().primary(),
    resource: p.text(),
    start: p.bigint('number').$type<Instant>(),
    toldAt: p.bigint('number').$type<Instant>(),
  },
});

export const subscriptions = table<Subscription>()(SubscriptionEntity);
export const outbox = table<OutboxRow>()(OutboxEntity);
export const deliveries = table<Delivery>()(DeliveryEntity);
export const told = table<Told>()(ToldEntity);
