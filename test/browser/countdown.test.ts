import { describe, expect, it } from 'vitest';
import { type Clock, clockFace, span } from '../../api/board/time/countdown.ts';
import { timesIn as times } from '../../api/board/time/times.ts';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-06-01T12:00:00Z');
const { short } = times('UTC');
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const clock = (change: Partial<Clock> = {}): Clock => ({
  awaits: 'respond',
  due: NOON + 4 * HOUR,
  amberAt: NOON + 3 * HOUR,
  stopped: false,
  counting: true,
  changesAt: NOON + 6 * HOUR,
  ...change,
});
const shown = (of: Clock, now: number): string => {
  const { state, text } = clockFace(of, now, (at) => short(at, now));
  return `${state}: ${plain(text)}`;
};

describe('the countdown to the next deadline', () => {
  it('is green while more than a quarter of the target is left', () => {
    expect(shown(clock(), NOON)).toBe('green: 4 h 00 left, arrive by 16:00');
  });
  it('is amber from the instant at which a quarter is left', () => {
    expect(shown(clock(), NOON + 3 * HOUR - 1)).toMatch(/^green/);
    expect(shown(clock(), NOON + 3 * HOUR)).toBe('amber: 1 h 00 left, arrive by 16:00');
  });
  it('is met at the deadline itself, and missed after it', () => {
    expect(shown(clock(), NOON + 4 * HOUR)).toBe('amber: 0 s left, arrive by 16:00');
    expect(shown(clock(), NOON + 4 * HOUR + 60_000)).toBe('red: missed by 1 min, arrival due 16:00');
    expect(shown(clock({ awaits: 'fix' }), NOON + 5 * HOUR)).toBe('red: missed by 1 h 00, fix due 16:00');
  });
  it('stays missed out of cover: it does not get better by waiting', () => {
    expect(shown(clock({ counting: false }), NOON + 5 * HOUR)).toMatch(/^red/);
  });
  it('says until when it does not count out of cover, with the day where it is another one', () => {
    const night = clock({ counting: false, changesAt: NOON + 20 * HOUR, due: NOON + 22 * HOUR });
    expect(shown(night, NOON)).toBe('out: arrive by Tue 2 Jun 10:00, out of cover until Tue 2 Jun 08:00');
  });
  it('is stopped on a hold that stops the clock', () => {
    expect(shown(clock({ stopped: true, counting: false }), NOON)).toBe(
      'paused: clock stopped, arrive 4 h 00 after it goes on',
    );
    expect(shown(clock({ stopped: true, due: null }), NOON)).toBe('paused: clock stopped');
  });
  it('says so where there is no deadline', () => {
    expect(shown(clock({ due: null }), NOON)).toBe('none: no deadline');
    expect(shown(clock({ awaits: null }), NOON)).toBe('none: no deadline');
  });
  it('has a shape of its own for each state: colour is never alone', () => {
    const faces = [
      clockFace(clock(), NOON, String),
      clockFace(clock(), NOON + 3 * HOUR, String),
      clockFace(clock(), NOON + 5 * HOUR, String),
      clockFace(clock({ counting: false }), NOON, String),
      clockFace(clock({ stopped: true }), NOON, String),
      clockFace(clock({ due: null }), NOON, String),
    ];
    expect(new Set(faces.map(({ shape }) => shape)).size).toBe(6);
  });
});

describe('a length of time', () => {
  it('is rounded down, so that a countdown is never late', () => {
    const written = [0, 999, 59_999, 60_000, HOUR - 1, HOUR, 26 * HOUR + HOUR / 2].map(span).map(plain);
    expect(written).toEqual(['0 s', '0 s', '59 s', '1 min', '59 min', '1 h 00', '1 d 2 h']);
  });
});
