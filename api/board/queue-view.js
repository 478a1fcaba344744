// @ts-check
import { clockFace } from './countdown.js';
import { byId, element } from './element.js';

/** @typedef {import('./api.js').QueueCall} QueueCall @typedef {import('./times.js').Times} Times */

/**
 * The ordered queue. Rows are kept and moved, not made anew, so that focus and scroll position stay.
 * @param {(number: string) => void} onChoose
 */
export function queueView(onChoose) {
  const body = /** @type {HTMLTableSectionElement} */ (byId('queue', HTMLTableElement).tBodies[0]);
  /** @type {Map<string, { row: HTMLTableRowElement, call: QueueCall, face: HTMLElement, shown: string }>} */
  const rows = new Map();

  /** @param {QueueCall} call @param {Times} times @param {number} now */
  function fill(call, times, now) {
    const face = element('span', { class: 'face' });
    const row = element(
      'tr',
      { 'data-call': call.number, click: () => onChoose(call.number) },
      element('td', {}, String(call.position)),
      element(
        'td',
        {},
        element('button', { type: 'button' }, call.number),
        ` ${call.site_name}`,
        element('br'),
        element('span', { class: 'quiet' }, `${call.device}: ${call.description}`),
      ),
      element('td', {}, element('span', { class: `class ${call.class}` }, call.class), ` ${call.priority}`),
      element('td', {}, face),
      element('td', {}, ...whoComes(call, times, now)),
    );
    return { row, call, face };
  }

  return {
    /**
     * @param {QueueCall[]} calls in order
     * @param {{ times: Times, now: number, chosen: string | null, mark: boolean }} look mark: show what changed
     */
    show(calls, { times, now, chosen, mark }) {
      const stay = new Set(calls.map(({ number }) => number));
      for (const [number, { row }] of rows) {
        if (stay.has(number)) continue;
        row.remove();
        rows.delete(number);
      }
      for (const [index, call] of calls.entries()) {
        const shown = JSON.stringify(call) + times.short(now, 0);
        const before = rows.get(call.number);
        if (before === undefined || before.shown !== shown) {
          const made = { ...fill(call, times, now), shown };
          const moved =
            before === undefined || before.call.position !== call.position || before.call.resource !== call.resource;
          if (mark && moved) made.row.classList.add('changed');
          const focused = before?.row.contains(document.activeElement) ?? false;
          if (before === undefined) rows.set(call.number, made);
          else before.row.replaceWith(made.row);
          rows.set(call.number, made);
          if (focused) made.row.querySelector('button')?.focus();
        }
        const { row } = /** @type {{ row: HTMLTableRowElement }} */ (rows.get(call.number));
        if (body.rows[index] !== row) body.insertBefore(row, body.rows[index] ?? null);
        row.classList.toggle('chosen', call.number === chosen);
      }
      this.tick(times, now);
    },
    /** Writes the countdowns of this second. @param {Times} times @param {number} now */
    tick(times, now) {
      for (const { call, face } of rows.values()) {
        const { state, shape, text } = clockFace(instants(call.clock), now, (at) => times.short(at, now));
        const words = `${shape} ${text}`;
        if (face.textContent !== words) {
          face.textContent = words;
          face.className = `face ${state}`;
        }
      }
    },
    /** @param {string} number */
    find: (number) => rows.get(number)?.call ?? null,
  };
}

/** @param {QueueCall['clock']} clock */
export const instants = (clock) => ({
  awaits: clock.awaits,
  due: parsed(clock.due),
  amberAt: parsed(clock.amber_at),
  stopped: clock.stopped,
  counting: clock.counting,
  changesAt: parsed(clock.changes_at),
});

/** @param {string | null} text */
const parsed = (text) => (text === null ? null : Date.parse(text));

const UNDER_WAY = new Set(['accepted', 'travelling', 'on-site']);

/** @param {QueueCall} call @param {Times} times @param {number} now @returns {(Node | string)[]} */
function whoComes(call, times, now) {
  const state = UNDER_WAY.has(call.status) || call.status === 'on-hold' ? ` (${call.status})` : '';
  if (call.resource === null) return [element('span', { class: 'nobody' }, `nobody yet${state}`)];
  const when = call.start === null ? '' : `, ${times.short(Date.parse(call.start), now)}`;
  return [`${call.resource}${when}${state}`];
}
