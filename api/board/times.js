// @ts-check
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
  return {
    /** @param {number} at */
    time: (at) => time.format(at),
    /** `14:30`, with the day where it isn't today. @param {number} at @param {number} now */
    short: (at, now) =>
      date.format(at) === date.format(now) ? time.format(at) : `${day.format(at)} ${time.format(at)}`,
    /** @param {number} at */
    day: (at) => day.format(at),
    /** `2026-10-23`. @param {number} at */
    date: (at) => date.format(at),
    /** @param {number} at */
    full: (at) => full.format(at),
  };
}
/** @typedef {ReturnType<typeof times>} Times */
