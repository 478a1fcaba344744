/**
 * A browser started without a locale calls its language `en-US@posix`, which is none; libraries that format by
 * `navigator.language` fail at their first line then. It is English to them.
 */
export function soundLanguage(): void {
  try {
    Intl.getCanonicalLocales(navigator.language);
  } catch {
    Object.defineProperty(navigator, 'language', { value: 'en-GB', configurable: true });
  }
}
