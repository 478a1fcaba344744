import { z } from 'zod';
import {
  codeField,
  cursorField,
  emailField,
  instantOut,
  limitField,
  lineField,
  textField,
} from '../../platform/http/fields.ts';
import { CHANNELS, DELIVERY_STATUSES } from '../../store/index.ts';
import { EVENT_NAMES } from './events.ts';

const template = z.strictObject({ subject: textField(500), text: textField(20_000) });
const templates = z.partialRecord(z.enum(EVENT_NAMES), template).default({}).meta({
  description: 'In place of the usual texts, by event; GET /notifications/templates lists texts and placeholders.',
});
const common = {
  who: lineField(200).meta({ description: 'Who sets it up.' }),
  events: z.array(z.enum(EVENT_NAMES)).min(1).max(EVENT_NAMES.length),
  contract: codeField.nullable().default(null).meta({ description: 'Only calls of this contract.' }),
  customer: codeField.nullable().default(null),
  territory: codeField.nullable().default(null),
  active: z.boolean().default(true),
};

export const subscriptionBody = z
  .discriminatedUnion('channel', [
    z.strictObject({
      ...common,
      channel: z.literal('webhook'),
      url: z.string().min(1).max(2_000).meta({ description: 'Called over https with POST.' }),
    }),
    z
      .strictObject({
        ...common,
        channel: z.literal('email'),
        addresses: z.array(emailField).max(100).default([]),
        to_contact: z
          .boolean()
          .default(false)
          .meta({ description: 'E-mail addresses found in the call’s contact, two at most, are written to as well.' }),
        templates,
      })
      .refine(({ addresses, to_contact }) => addresses.length > 0 || to_contact, {
        path: ['addresses'],
        message: 'Must name an address, unless to_contact is true',
      }),
  ])
  .meta({ id: 'Subscribe' });
export type SubscriptionBody = z.output<typeof subscriptionBody>;

export const subscriptionSchema = z
  .object({
    code: z.string(),
    channel: z.enum(CHANNELS),
    events: z.array(z.enum(EVENT_NAMES)),
    contract: z.string().nullable(),
    customer: z.string().nullable(),
    territory: z.string().nullable(),
    url: z.string().nullable(),
    addresses: z.array(z.string()),
    to_contact: z.boolean(),
    templates: z.record(z.string(), z.object({ subject: z.string(), text: z.string() })),
    active: z.boolean(),
    created_at: instantOut,
    created_by: z.string(),
    former_secret_until: instantOut
      .nullable()
      .meta({ description: 'Until then messages are signed with both secrets.' }),
  })
  .meta({ id: 'Subscription' });
export const withSecretSchema = subscriptionSchema.extend({
  secret: z
    .string()
    .optional()
    .meta({ description: 'Shown this once: it signs what is sent (Standard Webhooks 1.0).' }),
});
export const subscriptionsSchema = z.object({ subscriptions: z.array(subscriptionSchema) });

export const deliverySchema = z
  .object({
    id: z.string().meta({ description: '`webhook-id` of each try.' }),
    event: z.string(),
    call: z.string(),
    subscription: z.string().nullable().meta({ description: 'null: told by an escalation rule.' }),
    channel: z.enum(CHANNELS),
    target: z.string(),
    status: z.enum(DELIVERY_STATUSES).meta({ description: '`dead`: given up; it can be sent again.' }),
    attempts: z.int(),
    next_try_at: instantOut.nullable(),
    last_error: z.string().nullable(),
    created_at: instantOut,
    sent_at: instantOut.nullable(),
  })
  .meta({ id: 'Delivery' });
export const deliveriesSchema = z.object({ deliveries: z.array(deliverySchema), next: z.string().nullable() });
export const deliveryQuery = z.strictObject({
  status: z.enum(DELIVERY_STATUSES).optional(),
  subscription: codeField.optional(),
  call: codeField.optional(),
  cursor: cursorField.optional(),
  limit: limitField(1000, 50),
});
export const deliveryParams = z.strictObject({ id: codeField });
export const resendBody = z.strictObject({
  subscription: codeField.optional().meta({ description: 'Only those of this subscription.' }),
});
export const templatesSchema = z.object({
  placeholders: z.record(z.string(), z.string()),
  templates: z.record(z.string(), z.object({ subject: z.string(), text: z.string() })),
});
export const linkSchema = z
  .object({
    call: z.string(),
    path: z.string().nullable().meta({ description: 'Address on this server; null: revoked.' }),
    url: z.string().nullable().meta({ description: 'null where TURNOUT_URL is not set.' }),
    created_at: instantOut,
    created_by: z.string(),
    revoked_at: instantOut.nullable(),
  })
  .meta({ id: 'CustomerLink' });
export const similarQuery = z.strictObject({
  device: codeField.optional(),
  site: codeField.optional(),
  model: codeField.optional(),
  description: z.string().max(10_000).optional(),
  limit: limitField(50, 5),
});
export const similarSchema = z.object({
  calls: z.array(
    z.object({
      number: z.string(),
      device: z.string(),
      site: z.string(),
      model: z.string(),
      description: z.string(),
      resolution: z.string().nullable().meta({ description: 'What fixed it.' }),
      fixed_at: instantOut,
      resource: z.string().nullable(),
      same: z.enum(['device', 'model', 'words']).meta({ description: 'The nearest thing that they have in common.' }),
      rank: z.number().meta({ description: 'Share of the words asked for that it has, 0 to 1.' }),
    }),
  ),
});
