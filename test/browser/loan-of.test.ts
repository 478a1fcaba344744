import { describe, expect, it } from 'vitest';
import { loanOf } from '../../api/board/dispatch/loan-of.ts';

const at = (text: string) => Date.parse(text);
const shift = (date: string, start: string, end: string) => ({
  date,
  territory: 'NORTH',
  on_call_up_to: null,
  bands: [{ start, end }],
});

describe('what a loan takes of a shift', () => {
  it('the whole of one of up to a day, over midnight too', () => {
    const night = shift('2026-06-01', '2026-06-01T18:00:00Z', '2026-06-02T06:00:00Z');
    expect(loanOf(night, 'UTC', at('2026-06-02T03:00:00Z'))).toEqual({
      on: '2026-06-01',
      begins: at('2026-06-01T18:00:00Z'),
      ends: at('2026-06-02T06:00:00Z'),
    });
  });

  it('what is left of the date, of duty that goes on for more than a day', () => {
    const always = shift('2026-03-28', '2026-03-27T09:00:00Z', '2026-04-05T09:00:00Z');
    // London puts its clocks forward on 29 March.
    expect(loanOf(always, 'Europe/London', at('2026-03-29T00:30:00Z'))).toEqual({
      on: '2026-03-29',
      begins: at('2026-03-29T00:30:00Z'),
      ends: at('2026-03-29T23:00:00Z'),
    });
    const coming = shift('2026-03-30', '2026-03-30T09:00:00Z', '2026-04-05T09:00:00Z');
    expect(loanOf(coming, 'UTC', at('2026-03-29T12:00:00Z'))).toEqual({
      on: '2026-03-30',
      begins: at('2026-03-30T09:00:00Z'),
      ends: at('2026-03-31T00:00:00Z'),
    });
  });
});
