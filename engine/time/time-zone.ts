import { IANAZone } from 'luxon';
import { DAY, SECOND } from '../model/units.ts';

/**
 * UTC offsets of an IANA time zone. Luxon is asked a hundred times for each year in use, to find the instants at which
 * the offset changes; after that an offset is looked up in a table of a few entries.
 */
export interface TimeZone {
  readonly name: string;
  /** Milliseconds by which the local clock is ahead of UTC at an instant. */
  offsetAt(at: number): number;
}

/** Changes of offset within one span of time: `offset[k]` holds from `since[k]` on. */
interface Span {
  readonly since: readonly number[];
  readonly offset: readonly number[];
}

const SPAN = 366 * DAY;
/** Changes that undo each other within so short a time would be missed. In tz data since 1970 the least is 6.96 days. */
const SAMPLE = 6 * DAY;
const zones = new Map<string, TimeZone>();
const valid = new Map<string, boolean>();

/** Whether a name is an IANA time zone's (`Europe/London`, `UTC`); `local` and plain offsets (`+01:00`) are not. */
export function isTimeZone(name: string): boolean {
  let known = valid.get(name);
  if (known === undefined) {
    known = /^[A-Za-z][A-Za-z0-9_+\-/]{1,63}$/.test(name) && IANAZone.isValidZone(name);
    // Bounded, since anybody can send names.
    if (valid.size < 10_000) valid.set(name, known);
  }
  return known;
}

/** The zone of a name for which `isTimeZone` holds; made once. */
export function timeZone(name: string): TimeZone {
  let zone = zones.get(name);
  if (zone === undefined) {
    zone = createTimeZone(name);
    zones.set(name, zone);
  }
  return zone;
}

function createTimeZone(name: string): TimeZone {
  const luxon = IANAZone.create(name);
  const ask = (at: number) => Math.round(luxon.offset(at) * 60_000);
  const spans = new Map<number, Span>();
  let lastIndex = Number.NaN;
  let last: Span = { since: [], offset: [] };
  return {
    name,
    offsetAt(at) {
      const index = Math.floor(at / SPAN);
      if (index !== lastIndex) {
        let span = spans.get(index);
        if (span === undefined) {
          span = findChanges(ask, index * SPAN, (index + 1) * SPAN);
          spans.set(index, span);
        }
        last = span;
        lastIndex = index;
      }
      let k = last.since.length - 1;
      while (k > 0 && at < last.since[k]!) k--;
      return last.offset[k]!;
    },
  };
}

/** Finds the changes of offset in `[from, to)`, to the second (tz data knows no finer ones), by bisection. */
function findChanges(ask: (at: number) => number, from: number, to: number): Span {
  const since = [from];
  const offset = [ask(from)];
  let low = from;
  let before = offset[0]!;
  while (low < to - SECOND) {
    const next = Math.min(low + SAMPLE, to - SECOND);
    const after = ask(next);
    if (after !== before) {
      let unchanged = low;
      let changed = next;
      while (changed - unchanged > SECOND) {
        const middle = unchanged + Math.floor((changed - unchanged) / 2 / SECOND) * SECOND;
        if (ask(middle) === before) unchanged = middle;
        else changed = middle;
      }
      // Go on from the change, not from the sample: there may be another between them.
      low = changed;
      before = ask(changed);
      since.push(changed);
      offset.push(before);
    } else {
      low = next;
    }
  }
  return { since, offset };
}
