import type { Decimal, RoundingMode } from '../model/payment-terms.ts';

/**
 * An exact fraction `n / d` with `d > 0` in lowest terms. Money and the percentages that it depends on are calculated
 * with these, so that no binary rounding ever decides a band or a penny.
 */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

const gcd = (a: bigint, b: bigint): bigint => {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

/** @throws RangeError where `d` is zero: a defect of the caller. */
export function fraction(n: bigint | number, d: bigint | number = 1n): Fraction {
  const [top, bottom] = [BigInt(n), BigInt(d)];
  if (bottom === 0n) throw new RangeError('A fraction over zero');
  const by = bottom === 1n ? 1n : gcd(top, bottom);
  return bottom < 0n ? { n: -top / by, d: -bottom / by } : { n: top / by, d: bottom / by };
}

export const ZERO: Fraction = { n: 0n, d: 1n };
export const ONE: Fraction = { n: 1n, d: 1n };
export const HUNDRED: Fraction = { n: 100n, d: 1n };

const known = new Map<number, Fraction>();

/** The decimal that was written: 0.1 is one tenth, not its nearest float. */
export function decimal(value: Decimal): Fraction {
  let found = known.get(value);
  if (found === undefined) {
    const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
    if (match === null) throw new RangeError(`Not a decimal: ${value}`);
    const [, sign, units = '0', decimals = '', power = '0'] = match;
    const digits = BigInt(units + decimals) * (sign === '-' ? -1n : 1n);
    const shift = Number(power) - decimals.length;
    found = shift < 0 ? fraction(digits, 10n ** BigInt(-shift)) : fraction(digits * 10n ** BigInt(shift));
    if (known.size < 10_000) known.set(value, found);
  }
  return found;
}

export const add = (a: Fraction, b: Fraction): Fraction =>
  a.d === b.d ? fraction(a.n + b.n, a.d) : fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const negated = ({ n, d }: Fraction): Fraction => ({ n: -n, d });
export const subtract = (a: Fraction, b: Fraction): Fraction => add(a, negated(b));
export const times = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d);
export const over = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.d, a.d * b.n);
export const compare = (a: Fraction, b: Fraction): number => {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};
export const least = (a: Fraction, b: Fraction): Fraction => (compare(a, b) <= 0 ? a : b);
export const greatest = (a: Fraction, b: Fraction): Fraction => (compare(a, b) >= 0 ? a : b);
export const sum = (all: Iterable<Fraction>): Fraction => {
  let total = ZERO;
  for (const each of all) total = add(total, each);
  return total;
};

/** The whole number at or below. */
export function floor({ n, d }: Fraction): bigint {
  const whole = n / d;
  return n < 0n && whole * d !== n ? whole - 1n : whole;
}

/** The whole number at or above. */
export const ceiling = (a: Fraction): bigint => -floor({ n: -a.n, d: a.d });

/** The nearest whole number; `up` is away from zero, `down` towards it. */
export function toWhole({ n, d }: Fraction, mode: RoundingMode): bigint {
  const negative = n < 0n;
  const size = negative ? -n : n;
  const whole = size / d;
  const rest = (size - whole * d) * 2n;
  const half = rest === d;
  const up =
    mode === 'up'
      ? rest > 0n
      : mode === 'down'
        ? false
        : rest > d || (half && (mode === 'half-up' || whole % 2n === 1n));
  const rounded = up ? whole + 1n : whole;
  return negative ? -rounded : rounded;
}

/** Rounded to so many decimals. */
export function rounded(a: Fraction, digits: number, mode: RoundingMode): Fraction {
  const scale = 10n ** BigInt(digits);
  return fraction(toWhole({ n: a.n * scale, d: a.d }, mode), scale);
}

/** Decimal text: exact where it ends within `most` decimals, else rounded half-even to so many; no trailing zeros. */
export function formatFraction(a: Fraction, most = 6): string {
  const scale = 10n ** BigInt(most);
  const whole = toWhole({ n: a.n * scale, d: a.d }, 'half-even');
  const size = whole < 0n ? -whole : whole;
  const digits = String(size).padStart(most + 1, '0');
  const fraction = most === 0 ? '' : digits.slice(-most).replace(/0+$/, '');
  const units = most === 0 ? digits : digits.slice(0, -most);
  return `${whole < 0n ? '-' : ''}${units}${fraction === '' ? '' : `.${fraction}`}`;
}

/** Milliseconds and the like: integers that a float holds exactly. */
export const integer = (value: number): Fraction => ({ n: BigInt(value), d: 1n });
