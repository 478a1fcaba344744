// @ts-check
/** Texts remembered before the memory is emptied. */
const REMEMBERED = 20_000;

/**
 * Instants as people read them, in the zone that the user chose.
 * @param {string} zone IANA name
 */
export function times(zone) {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  const day = new Intl.DateTimeFormat('en-GB', { timeZone: zone, weekday: 'short', day: 'numeric', month: 'short' });
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' });
  const full = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'short',
  });
  // A thousand countdowns a second name the same instants again and again; formatting is the slow part.
  const shortOf = remember((at) => ({
    day: date.format(at),
    time: time.format(at),
    // A date is not broken over two lines.
    long: `${day.format(at)} ${time.format(at)}`.replaceAll(' ', '\u00a0'),
  }));
  const dayOfMinute = remember((minute) => date.format(minute * 60_000));
  return {
    zone,
    /** @param {number} at */
    time: (at) => shortOf(at).time,
    /** `14:30`, with the day where it isn't today. @param {number} at @param {number} now */
    short: (at, now) => {
      const { day: its, time: clock, long } = shortOf(at);
      return its === dayOfMinute(Math.floor(now / 60_000)) ? clock : long;
    },
    /** @param {number} at */
    day: (at) => day.format(at),
    /** `2026-10-23`. @param {number} at */
    date: (at) => date.format(at),
    /** @param {number} at */
    full: (at) => full.format(at),
  };
}
/** @typedef {ReturnType<typeof times>} Times */

/** @template T @param {(of: number) => T} make @returns {(of: number) => T} */
function remember(make) {
  /** @type {Map<number, T>} */
  const known = new Map();
  return (of) => {
    const before = known.get(of);
    if (before !== undefined) return before;
    if (known.size >= REMEMBERED) known.clear();
    const made = make(of);
    known.set(of, made);
    return made;
  };
}
