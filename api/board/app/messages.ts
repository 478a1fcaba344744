import { EN } from './messages/en.ts';
import { EN_CODES } from './messages/en-codes.ts';

export type MessageKey = keyof typeof EN;
type CodeKind = keyof typeof EN_CODES;

interface Language {
  readonly texts: Readonly<Record<MessageKey, string>>;
  readonly codes: Readonly<Record<CodeKind, Readonly<Record<string, string>>>>;
}

const ENGLISH: Language = { texts: EN, codes: EN_CODES };
/** Languages there are; another is two files beside those in `messages/`. */
const LANGUAGES: Readonly<Record<string, Language>> = { en: ENGLISH };

const { texts, codes } =
  navigator.languages.map((tag) => LANGUAGES[tag.split('-')[0] ?? '']).find((found) => found !== undefined) ?? ENGLISH;

/** A text of the page; `{name}` in it is replaced. */
export const t = (key: MessageKey, values: Readonly<Record<string, string | number>> = {}): string =>
  texts[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));

/** What a code of the API is called; one that this board does not know yet, as it is. */
export const named = (kind: CodeKind, code: string): string => codes[kind][code] ?? code.replaceAll(/[-_]/g, ' ');
