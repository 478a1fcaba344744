import { createTransport } from 'nodemailer';
import type { Template } from '../../store/index.ts';
import { NotDelivered } from './webhook.ts';

/** Sends e-mail over one SMTP server. Opened and closed by the process. */
export interface Mailer {
  /** @throws NotDelivered */
  send(mail: Mail): Promise<void>;
  close(): void;
}

export interface Mail extends Template {
  readonly to: string;
  /** The same for each try. */
  readonly id: string;
}

export interface MailSettings {
  /** `smtp://user:password@host:port`, or `smtps:`. */
  readonly url: string;
  readonly from: string;
}

/** How long the server may take for a step, milliseconds. */
const PATIENCE = 10_000;

export function createMailer({ url, from }: MailSettings): Mailer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const transport = createTransport({
    pool: true,
    maxConnections: 4,
    host: hostname,
    port: Number(port || (protocol === 'smtps:' ? 465 : 587)),
    secure: protocol === 'smtps:',
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
  });
  const domain = /@([^>\s]+)/.exec(from)?.[1] ?? 'turnout';
  return {
    async send({ to, subject, text, id }) {
      try {
        // An address of its own object: nothing in it is read as a list of several.
        await transport.sendMail({
          from,
          to: { name: '', address: to },
          subject,
          text,
          messageId: `<${id}@${domain}>`,
        });
      } catch (error) {
        throw asNotDelivered(error as Error & { responseCode?: number; code?: string });
      }
    },
    close: () => transport.close(),
  };
}

/** 5xx says that it will never be taken; but 530 and 535 are our own login, which can be mended. */
function asNotDelivered({ responseCode, code }: Error & { responseCode?: number; code?: string }): NotDelivered {
  if (responseCode === undefined) return new NotDelivered(`The mail server can’t be reached (${code ?? 'no answer'}).`);
  const final = responseCode >= 500 && ![530, 534, 535].includes(responseCode);
  return new NotDelivered(`The mail server answered ${responseCode}.`, final);
}

/** Who reports a call names themselves and perhaps a colleague. A contact full of addresses must not make us write to all. */
const CONTACTS = 2;

/** The first e-mail addresses that stand in a call's contact, two at most. */
export function addressesIn(text: string): string[] {
  const found = text.match(/[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu) ?? [];
  return [...new Set(found.map((address) => address.replace(/^[.'`]+/, '').toLowerCase()))].slice(0, CONTACTS);
}
