import { EN } from './messages/en.ts';

export type MessageKey = keyof typeof EN;
type Words = Readonly<Record<MessageKey, string>>;

/** Languages there are; another is another file beside `messages/en.ts`. */
const LANGUAGES: Readonly<Record<string, Words>> = { en: EN };

const words: Words =
  navigator.languages.map((tag) => LANGUAGES[tag.split('-')[0] ?? '']).find((found) => found !== undefined) ?? EN;

/** A text of the page; `{name}` in it is replaced. */
export const t = (key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string =>
  words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
