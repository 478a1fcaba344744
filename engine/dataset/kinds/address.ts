import { BadCell, type Kind } from './kind.ts';
import { isOneLine } from './one-line.ts';

const PART = '[^\\s@<>()[\\],;:"\\\\]+';
const EMAIL = new RegExp(`^${PART}@${PART}$`);

/** Whether a text is one e-mail address and nothing else: no name, no list, no header after it. */
export const isEmailAddress = (text: string): boolean => text.length <= 320 && isOneLine(text) && EMAIL.test(text);

/** Whether a text has the form of a webhook's address; where it may lead is for the server to say. */
const isWebhookUrl = (text: string): boolean =>
  text.length <= 2_000 && isOneLine(text) && /^https?:\/\/\S+$/.test(text) && URL.canParse(text);

/** Whom an escalation tells: an e-mail address, or the URL of a webhook. */
export const notified: Kind<string> = {
  read: (text) =>
    isEmailAddress(text) || isWebhookUrl(text)
      ? text
      : new BadCell(
          'bad-address',
          'It is neither an e-mail address nor the URL of a webhook.',
          'Write an address as desk@example.org, or the URL of a webhook that is set up; ";" separates several.',
        ),
  write: (value) => value,
};
