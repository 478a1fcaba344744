import { describe, expect, it } from 'vitest';
import { type OpeningHours, parseOpeningHours } from '../../engine/time/index.ts';

const read = (text: string): OpeningHours => {
  const result = parseOpeningHours(text);
  if (!result.ok) throw new Error(result.message);
  return result.hours;
};
/** Monday to Sunday and holidays, as text. */
const shown = (text: string): string[] => {
  const clock = (m: number) => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`;
  const { week, holiday } = read(text);
  return [...week, holiday].map((bands) => bands.map((b) => `${clock(b.from)}-${clock(b.to)}`).join(',') || 'off');
};

describe('weekly hours', () => {
  const day = '08:00-18:00';
  it.each([
    ['Mo-Fr 08:00-18:00; Sa 09:00-13:00; PH off', [day, day, day, day, day, '09:00-13:00', 'off', 'off']],
    ['Sa,Su 08:00-18:00', ['off', 'off', 'off', 'off', 'off', day, day, 'off']],
    ['Fr-Mo 08:00-18:00', [day, 'off', 'off', 'off', day, day, day, 'off']],
    ['Mo 08:00-18:00', [day, 'off', 'off', 'off', 'off', 'off', 'off', 'off']],
    ['08:00-18:00', [day, day, day, day, day, day, day, 'off']],
    ['24/7', [...Array(7).fill('00:00-24:00'), 'off']],
    ['off', Array(8).fill('off')],
    ['PH,Mo-We 08:00-18:00', [day, day, day, 'off', 'off', 'off', 'off', day]],
    ['Mo 13:00-17:00, 08:00-12:00', ['08:00-12:00,13:00-17:00', ...Array(7).fill('off')]],
    ['Mo 08:00-12:00,12:00-24:00', ['08:00-12:00,12:00-24:00', ...Array(7).fill('off')]],
    ['Mo 22:00-06:00', ['22:00-30:00', ...Array(7).fill('off')]],
    ['Mo 22:00-00:00', ['22:00-24:00', ...Array(7).fill('off')]],
  ])('%s', (text, days) => expect(shown(text)).toEqual(days));

  it('a later rule replaces what an earlier one said of a day wholly', () => {
    expect(shown('Mo-Tu 08:00-18:00; Tu 20:00-21:00')[1]).toBe('20:00-21:00');
    expect(shown('Mo-Tu 08:00-18:00; Tu 20:00-21:00;')[1]).toBe('20:00-21:00');
    expect(shown('24/7; Su off')[6]).toBe('off');
    expect(shown('Su off; 24/7')[6]).toBe('00:00-24:00');
  });
});

describe('bad hours are refused with the part that is wrong and the notation supported', () => {
  it.each([
    ['', ''],
    ['Mo-Fr', 'Mo-Fr'],
    ['Mo-Fr 25:00-26:00', '25:00-26:00'],
    ['Mo-Fr 24:00-26:00', '24:00-26:00'],
    ['Mo-Fr 20:00-26:00', '20:00-26:00'],
    ['Mo-Fr 08:60-09:00', '08:60-09:00'],
    ['Mo-Fr 08:00-08:00', '08:00-08:00'],
    ['Mo-Fr 08:00-24:30', '08:00-24:30'],
    ['Mo-Fr 8:00-18:00', '8:00-18:00'],
    ['Mo-Fr 08:00', '08:00'],
    ['Mo-Fr 08:00-12:00,11:00-13:00', '08:00-12:00,11:00-13:00'],
    ['Mo-Xx 08:00-18:00', 'Mo-Xx'],
    ['mo-fr 08:00-18:00', 'mo-fr'],
    ['Mo-Tu-We 08:00-18:00', 'Mo-Tu-We'],
    ['PH-Mo 08:00-18:00', 'PH-Mo'],
    ['Mo-Fr 08:00-18:00;; Sa 09:00-13:00', 'Mo-Fr 08:00-18:00;; Sa 09:00-13:00'],
    [';', ';'],
    ['Mo-Fr 08:00-12:00 13:00-18:00', 'Mo-Fr 08:00-12:00 13:00-18:00'],
    ['Jan-Mar 08:00-12:00', 'Jan-Mar'],
    ['Mo-Fr sunrise-sunset', 'sunrise-sunset'],
    ['Mo-Fr closed', 'closed'],
    ['nonsense', 'nonsense'],
  ])('"%s"', (text, part) => {
    const result = parseOpeningHours(text);
    expect(result.ok).toBe(false);
    if (!result.ok) {
      expect(result.message.startsWith(`"${part}": `)).toBe(true);
      expect(result.message).toContain('Supported: ');
    }
  });

  it('of any length, in short', () => {
    const result = parseOpeningHours('Mo-Fr '.repeat(10_000));
    expect(result.ok).toBe(false);
    if (!result.ok) expect(result.message.length).toBeLessThan(500);
  });
});
