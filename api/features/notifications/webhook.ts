import { createHmac, randomBytes } from 'node:crypto';
import { type LookupAddress, lookup } from 'node:dns';
import { request as httpRequest, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPublic, urlProblems } from './addresses.ts';

/** How long a receiver may take for all of its answer, milliseconds. */
const PATIENCE = 10_000;
/** Standard Webhooks: the prefix of a secret as it is handed out. */
const PREFIX = 'whsec_';

export const newSecret = (): string => PREFIX + randomBytes(32).toString('base64');

/**
 * The signature of a message (Standard Webhooks 1.0, https://www.standardwebhooks.com): HMAC-SHA256 over `id.timestamp.body`.
 * @param timestamp epoch seconds
 */
export function signature(secret: string, id: string, timestamp: number, body: string): string {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

export interface WebhookMessage {
  /** The same for each try: a receiver that has seen it need not act again. */
  readonly id: string;
  readonly url: string;
  readonly body: string;
  /** Each signs: the former beside the new one, while a receiver changes over. */
  readonly secrets: readonly string[];
  readonly at: number;
  /** Ends the call. */
  readonly signal?: AbortSignal;
}

/** A message did not arrive. `final`: it is of no use to try again. */
export class NotDelivered extends Error {
  readonly final: boolean;
  /** Nothing came from the receiver at all. */
  readonly unanswered: boolean;
  constructor(message: string, final = false, unanswered = false) {
    super(message);
    this.final = final;
    this.unanswered = unanswered;
  }
}

/** The receiver wants no more messages at all. */
export class ReceiverGone extends NotDelivered {
  constructor() {
    super('The receiver answered 410: it wants no more.', true);
  }
}

/** Calls a webhook. Any 2xx answer counts as received; redirects are not followed. @throws NotDelivered */
export async function callWebhook(message: WebhookMessage, allowPrivate: boolean): Promise<void> {
  const [refused] = urlProblems(message.url, allowPrivate);
  if (refused !== undefined) throw new NotDelivered(refused.message, true);
  const timestamp = Math.floor(message.at / 1000);
  const status = await post(message, timestamp, allowPrivate);
  if (status >= 200 && status < 300) return;
  if (status === 410) throw new ReceiverGone();
  throw new NotDelivered(`The receiver answered ${status}.`);
}

function post(message: WebhookMessage, timestamp: number, allowPrivate: boolean): Promise<number> {
  const { id, url, body, secrets } = message;
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'user-agent': 'Turnout',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': secrets.map((secret) => signature(secret, id, timestamp, body)).join(' '),
    },
    agent: false,
    signal: AbortSignal.any([AbortSignal.timeout(PATIENCE), ...(message.signal === undefined ? [] : [message.signal])]),
    ...(allowPrivate ? {} : { lookup: publicLookup }),
  };
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request = send(url, options, (reply) => {
      // What it says beside its status is of no interest, and may be long.
      reply.destroy();
      resolve(reply.statusCode ?? 0);
    });
    request.on('error', (error) => reject(asNotDelivered(error)));
    request.end(body);
  });
}

/** Resolves a name to public addresses alone, at the moment of connecting: no answer in between can lead elsewhere. */
const publicLookup: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    const all = error === null ? (found as LookupAddress[]).filter(({ address }) => isPublic(address)) : [];
    const [first] = all;
    if (error !== null || first === undefined) {
      done(error ?? new NotDelivered(`${host} lies in a private network.`, true), '', 4);
    } else if (options.all === true) done(null, all as never);
    else done(null, first.address, first.family);
  });
};

function asNotDelivered(error: Error): NotDelivered {
  if (error instanceof NotDelivered) return error;
  const { code, name } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || name === 'TimeoutError')
    return new NotDelivered(`No answer within ${PATIENCE / 1000} s.`, false, true);
  return new NotDelivered(`The receiver can’t be reached (${code ?? 'connection failed'}).`, false, true);
}
