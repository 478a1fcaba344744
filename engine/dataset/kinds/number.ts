import { BadCell, type Kind } from './kind.ts';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Bounds of a number; `least` and `most` are inclusive, `above` is not. */
export interface Bounds {
  readonly least?: number;
  readonly above?: number;
  readonly most?: number;
}

function describe({ least, above, most }: Bounds): string {
  const lower = least !== undefined ? `from ${least}` : above !== undefined ? `above ${above}` : '';
  const upper = most !== undefined ? `${lower ? ' ' : ''}to ${most}` : '';
  return lower + upper;
}

const outside = (value: number, { least, above, most }: Bounds) =>
  (least !== undefined && value < least) ||
  (above !== undefined && value <= above) ||
  (most !== undefined && value > most);

/** A decimal number with a point, within bounds. */
export function number(what: string, bounds: Bounds, whole = false): Kind<number> {
  const range = describe(bounds);
  const plain = `a ${whole ? 'whole ' : ''}number${range ? ` ${range}` : ''}`;
  return {
    read: (text) => {
      const value = NUMBER.test(text) ? Number(text) : Number.NaN;
      if (!Number.isFinite(value) || (whole && !Number.isSafeInteger(value)))
        return new BadCell(
          'bad-number',
          `"${text}" is not a ${whole ? 'whole ' : ''}number.`,
          `Write ${what} as ${plain}, ${whole ? 'digits alone' : 'with a decimal point and no other signs'}.`,
        );
      if (outside(value, bounds))
        return new BadCell('out-of-range', `${what} must be ${plain}; ${text} is not.`, `Write ${plain}.`);
      return value === 0 ? 0 : value;
    },
    write: String,
  };
}

export const whole = (what: string, bounds: Bounds): Kind<number> => number(what, bounds, true);

export const latitude = number('latitude', { least: -90, most: 90 });
export const longitude = number('longitude', { least: -180, most: 180 });
export const percent = (what: string): Kind<number> => number(what, { least: 0, most: 100 });
/** Priority or skill level, 1 to 9. */
export const level = whole('level', { least: 1, most: 9 });
