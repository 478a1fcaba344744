import { formatMoney, minorDigits, NO_CURRENCY } from '../../model/money.ts';
import { type Minor, minor } from '../../model/units.ts';
import { BadCell, type Kind } from './kind.ts';

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const AMOUNT = /^(-?)(\d+)(?:\.(\d+))?$/;

/** Whether the text is an ISO 4217 code in capitals. */
export const isCurrency = (code: string): boolean => CURRENCIES.has(code);

/** Minor units of a decimal text in a currency, exactly; a `BadCell` says why not. */
export function readAmount(text: string, currency: string): Minor | BadCell {
  const match = AMOUNT.exec(text);
  if (!match)
    return new BadCell(
      'bad-money',
      `"${text}" is not an amount of money.`,
      'Write an amount as 1234.56: digits, a decimal point, no other signs.',
    );
  const [, sign, units, decimals = ''] = match;
  const digits = minorDigits(currency);
  if (decimals.length > digits)
    return new BadCell(
      'too-many-decimals',
      `${currency} has ${digits} decimals; ${text} has ${decimals.length}.`,
      digits === 0 ? 'Write a whole number.' : `Write at most ${digits} decimals.`,
    );
  const value = Number(units + decimals.padEnd(digits, '0'));
  if (!Number.isSafeInteger(value))
    return new BadCell('out-of-range', `${text} is too large an amount.`, 'Write a smaller amount.');
  return minor(sign === '-' && value !== 0 ? -value : value);
}

/** Minor units of a decimal text (`-12.50`), or null where it is none in that currency. */
export function parseMoney(text: string, currency: string): Minor | null {
  const value = readAmount(text, currency);
  return value instanceof BadCell ? null : value;
}

/** An amount, zero or more, in the currency of its row. */
export const money: Kind<Minor> = {
  read: (text, { currency }) => {
    const value = currency === null ? readWithoutCurrency(text) : readAmount(text, currency);
    if (!(value instanceof BadCell) && value < 0)
      return new BadCell(
        'out-of-range',
        `An amount here is zero or more; ${text} is not.`,
        'Write zero or a positive amount.',
      );
    return value;
  },
  write: (value, { currency }) => {
    if (currency === null) throw new Error('An amount is written in a currency');
    return formatMoney(value, currency);
  },
};

/** The currency is a problem of its own; the shape of the amount is judged all the same. */
function readWithoutCurrency(text: string): Minor | BadCell {
  return AMOUNT.test(text) ? minor(Number(text)) : readAmount(text, NO_CURRENCY);
}
