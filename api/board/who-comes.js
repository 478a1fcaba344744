// @ts-check
import { whyNobody } from './words.js';

/** @typedef {import('./api.js').QueueCall} QueueCall @typedef {import('./api.js').Plan} Plan @typedef {import('./api.js').Allocation} Allocation @typedef {import('./api.js').Reason} Reason @typedef {import('./times.js').Times} Times */

/**
 * Who comes to a call, in words.
 * @typedef {object} Comes
 * @property {'somebody' | 'with' | 'hold' | 'nobody'} kind
 * @property {string} text
 * @property {boolean} late planned for after the deadline that it awaits
 */

/** What the plans say, by call and by technician. @param {Plan[]} plans */
export function planned(plans) {
  /** @type {Map<string, Allocation>} */
  const allocations = new Map();
  /** @type {Map<string, Reason[]>} */
  const unallocated = new Map();
  /** @type {Map<string, string>} */
  const names = new Map();
  for (const plan of plans) {
    for (const each of plan.allocations) allocations.set(each.call, each);
    for (const each of plan.unallocated) unallocated.set(each.call, each.reasons);
    for (const { code, name } of plan.resources) names.set(code, name);
  }
  return { allocations, unallocated, names };
}
/** @typedef {ReturnType<typeof planned>} Planned */

/** @type {Record<string, string>} */
const UNDER_WAY = { accepted: 'accepted', travelling: 'on the way', 'on-site': 'on site' };

/**
 * @param {QueueCall} call @param {Planned} plans @param {Times} times @param {number} now epoch milliseconds
 * @returns {Comes}
 */
export function whoComes(call, plans, times, now) {
  if (call.on_hold !== null) return { kind: 'hold', text: `on hold: ${call.on_hold}`, late: false };
  if (call.duplicate_of !== null && call.resource === null) {
    const other = plans.allocations.get(call.duplicate_of);
    const who = other === undefined ? '' : `, ${somebody(other.resource, other.start, '')}`;
    return { kind: 'with', text: `same failure as ${call.duplicate_of}${who}`, late: false };
  }
  if (call.resource === null) {
    return { kind: 'nobody', text: `nobody: ${whyNobody(plans.unallocated.get(call.number))}`, late: false };
  }
  const late = isLate(call, plans.allocations.get(call.number), now);
  return { kind: 'somebody', text: somebody(call.resource, call.start, UNDER_WAY[call.status] ?? ''), late };

  /** @param {string} code @param {string | null} start @param {string} state */
  function somebody(code, start, state) {
    const name = plans.names.get(code);
    const when = start === null ? '' : `, ${times.short(Date.parse(start), now)}`;
    return `${name ?? code}${state === 'on site' ? '' : when}${state === '' ? '' : `, ${state}`}`;
  }
}

/** @param {QueueCall} call @param {Allocation | undefined} allocation @param {number} now */
function isLate({ clock }, allocation, now) {
  if (allocation === undefined || clock.due === null || clock.stopped) return false;
  const due = Date.parse(clock.due);
  const met = Date.parse(clock.awaits === 'fix' ? allocation.finish : allocation.arrival);
  return due >= now && met > due;
}
