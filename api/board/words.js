// @ts-check
/** @typedef {import('./api.js').Reason} Reason @typedef {import('./times.js').Times} Times */

const INSTANT = /\b(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?:Z| ?([+-]\d\d:\d\d))/g;
const DURATION = /\bP(?=\d|T\d)(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\b/g;

/**
 * A text of the API with its instants and ISO durations as people read them, in the zone of the page.
 * @param {string} text @param {Times} times @param {number} now
 */
export function inWords(text, times, now) {
  return text
    .replace(INSTANT, (written, date, time, offset = 'Z') => {
      const at = Date.parse(`${date}T${time}${offset}`);
      return Number.isNaN(at) ? written : times.short(at, now);
    })
    .replace(DURATION, (written, weeks, days, hours, minutes, seconds) => {
      const parts = [
        [weeks, 'weeks'],
        [days, 'd'],
        [hours, 'h'],
        [minutes, 'min'],
        // Seconds beside hours are noise to the reader.
        [hours === undefined ? seconds : undefined, 's'],
      ].filter(([count]) => count !== undefined);
      return parts.length === 0 ? written : parts.map(([count, unit]) => `${count} ${unit}`).join(' ');
    });
}

/** Short words for what bars a call from a place; the whole sentence stands in the details. */
const BARS = /** @type {Record<string, string>} */ ({
  'skill-missing': 'too few have the skills',
  'no-shift-in-horizon': 'no shift soon enough',
  'shift-too-short': 'no shift long enough',
  'appointment-missed': 'nobody can keep the appointment',
  'max-calls': 'all have as many calls as they take',
  'shift-full': 'all shifts are full',
  'no-resource-in-territory': 'no technicians in this territory',
  'awaiting-approval': 'waits for approval',
  'on-hold': 'on hold',
});

/**
 * Why a call has no place, in a few words.
 * @param {Reason[] | undefined} reasons undefined: no plan has looked at it yet
 */
export function whyNobody(reasons) {
  if (reasons === undefined) return 'not planned yet';
  // Reasons of one resource repeat those of the summary.
  const summary = reasons.filter(({ resource }) => resource === undefined);
  const codes = new Set((summary.length > 0 ? summary : reasons).map(({ code }) => code));
  return [...codes].map((code) => BARS[code] ?? code.replaceAll('-', ' ')).join(', ') || 'no reason given';
}
