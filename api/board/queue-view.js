// @ts-check
import { keepInPlace } from './anchor.js';
import { clockFace } from './countdown.js';
import { byId, element } from './element.js';
import { whoComes } from './who-comes.js';

/** @typedef {import('./api.js').QueueCall} QueueCall @typedef {import('./times.js').Times} Times @typedef {import('./who-comes.js').Planned} Planned */

/** So long a row stays marked as new or changed, milliseconds. */
const MARKED = 120_000;

/**
 * @typedef {object} Shown
 * @property {QueueCall} call
 * @property {HTMLTableRowElement} row
 * @property {HTMLTableCellElement} place
 * @property {HTMLElement} face
 * @property {HTMLButtonElement} button
 * @property {import('./countdown.js').Clock} clock
 * @property {string} content what the row was made from
 * @property {number} marked since when it is marked as new or changed; 0: it isn't
 */

/**
 * The ordered queue. Rows are kept and moved, not made anew, so that focus, selection and scroll position stay and a
 * change among a thousand calls touches few rows.
 * @param {(number: string) => void} onChoose
 */
export function queueView(onChoose) {
  const body = /** @type {HTMLTableSectionElement} */ (byId('queue', HTMLTableElement).tBodies[0]);
  const scroller = byId('queue-scroller', HTMLElement);
  /** @type {Map<string, Shown>} */
  const rows = new Map();
  /** The row that Tab reaches; the arrow keys go on from there. @type {string | null} */
  let reached = null;

  /** @param {string | null} number */
  function reach(number) {
    const before = reached === null ? undefined : rows.get(reached);
    if (before !== undefined) before.button.tabIndex = -1;
    const after = (number === null ? undefined : rows.get(number)) ?? rows.get(body.rows[0]?.dataset.call ?? '');
    reached = after?.call.number ?? null;
    if (after !== undefined) after.button.tabIndex = 0;
  }

  body.addEventListener('focusin', (event) => {
    const number = /** @type {HTMLElement} */ (event.target).closest('tr')?.dataset.call;
    if (number !== undefined && number !== reached) reach(number);
  });
  body.addEventListener('keydown', (event) => {
    const row = /** @type {HTMLElement} */ (event.target).closest('tr');
    if (row === null || event.altKey || event.ctrlKey || event.metaKey) return;
    const at = row.sectionRowIndex;
    const last = body.rows.length - 1;
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 10, PageUp: at - 10, Home: 0, End: last }[
      event.key
    ];
    if (to === undefined) return;
    event.preventDefault();
    body.rows[Math.min(last, Math.max(0, to))]?.querySelector('button')?.focus();
  });

  /** @param {QueueCall} call @param {Planned} plans @param {Times} times @param {number} now @returns {Omit<Shown, 'content' | 'marked'>} */
  function make(call, plans, times, now) {
    const face = element('span', { class: 'face' });
    const place = element('td', { class: 'place' }, String(call.position));
    const button = element('button', { type: 'button', tabindex: '-1' }, call.number);
    const comes = whoComes(call, plans, times, now);
    const row = element(
      'tr',
      { 'data-call': call.number, click: () => onChoose(call.number) },
      place,
      element(
        'td',
        { class: 'what' },
        button,
        ` ${call.site_name}`,
        element('span', { class: 'quiet clip', title: call.description }, `${call.device}: ${call.description}`),
      ),
      element(
        'td',
        { class: 'urgency' },
        element('span', { class: `class ${call.class}` }, call.class),
        ' ',
        element('span', { class: 'priority' }, `priority ${call.priority}`),
      ),
      element('td', { class: 'deadline' }, face),
      element(
        'td',
        { class: `who ${comes.kind}` },
        comes.text,
        comes.late ? element('span', { class: 'late' }, '▲ after the deadline') : null,
      ),
    );
    return { call, row, place, face, button, clock: instants(call.clock) };
  }

  /** @param {QueueCall[]} calls @param {{ plans: Planned, times: Times, now: number, chosen: string | null, mark: boolean }} look */
  function arrange(calls, { plans, times, now, chosen, mark }) {
    const focused = document.activeElement?.closest('tr')?.dataset.call ?? null;
    const stay = new Set(calls.map(({ number }) => number));
    for (const [number, { row }] of rows) {
      if (stay.has(number)) continue;
      row.remove();
      rows.delete(number);
    }
    let next = /** @type {HTMLTableRowElement | null} */ (body.rows[0] ?? null);
    for (const call of calls) {
      const { position, clock, ...rest } = call;
      const comes = whoComes(call, plans, times, now);
      const content = JSON.stringify([rest, comes, times.zone]);
      let shown = rows.get(call.number);
      if (shown === undefined || shown.content !== content) {
        const made = { ...make(call, plans, times, now), content, marked: mark ? now : (shown?.marked ?? 0) };
        if (made.marked > 0) {
          const word =
            mark && shown === undefined ? 'new' : (shown?.row.querySelector('.mark')?.textContent ?? 'changed');
          made.row.classList.add('changed');
          made.button.after(element('span', { class: 'mark' }, word));
        }
        if (shown !== undefined) {
          if (next === shown.row) next = made.row;
          shown.row.replaceWith(made.row);
        }
        shown = made;
        rows.set(call.number, shown);
      } else {
        if (shown.call.position !== position) shown.place.textContent = String(position);
        shown.call = call;
        shown.clock = instants(clock);
      }
      const { row } = shown;
      if (row === next) next = following(next);
      else if (next !== null && following(next) === row) {
        // The row in between moves down: it is put aside until its turn comes, so that the others need not move.
        body.append(next);
        next = following(row);
      } else body.insertBefore(row, next);
      row.classList.toggle('chosen', call.number === chosen);
      if (call.number === chosen) shown.button.setAttribute('aria-current', 'true');
      else shown.button.removeAttribute('aria-current');
    }
    reach(reached !== null && rows.has(reached) ? reached : chosen);
    if (focused !== null) rows.get(focused)?.button.focus({ preventScroll: true });
  }

  return {
    /**
     * @param {QueueCall[]} calls in order
     * @param {{ plans: Planned, times: Times, now: number, chosen: string | null, mark: boolean }} look mark: show what changed
     * @param {() => void} also writes what stands above the rows, which may push them
     */
    show(calls, look, also) {
      const chosen = look.chosen === null ? null : (rows.get(look.chosen)?.row ?? null);
      keepInPlace(scroller, body.rows, chosen, () => {
        arrange(calls, look);
        this.tick(look.times, look.now);
        also();
      });
    },
    /** Writes the countdowns of this second. @param {Times} times @param {number} now */
    tick(times, now) {
      for (const shown of rows.values()) {
        const { clock, face } = shown;
        if (shown.marked > 0 && now - shown.marked > MARKED) unmark(shown);
        const { state, shape, text } = clockFace(clock, now, (at) => times.short(at, now));
        const words = `${shape} ${text}`;
        if (face.textContent === words) continue;
        const comma = words.indexOf(', ');
        const lead = comma < 0 ? words : words.slice(0, comma + 2);
        face.replaceChildren(element('span', { class: 'count' }, lead), words.slice(lead.length));
        face.className = `face ${state}`;
      }
    },
    /** How many of the calls shown stand so. @param {number} now */
    counts(now) {
      const counts = { red: 0, amber: 0 };
      for (const { clock } of rows.values()) {
        const { state } = clockFace(clock, now, () => '');
        if (state === 'red' || state === 'amber') counts[state] += 1;
      }
      return counts;
    },
    /** @param {string} number */
    find: (number) => rows.get(number)?.call ?? null,
    /** Back to where the keyboard was. @param {string | null} number */
    focus(number) {
      const shown = number === null ? undefined : rows.get(number);
      shown?.button.focus();
      shown?.row.scrollIntoView({ block: 'center' });
    },
  };
}

/** @param {Shown} shown */
function unmark(shown) {
  shown.marked = 0;
  shown.row.classList.remove('changed');
  shown.row.querySelector('.mark')?.remove();
}

/** @param {Element} row */
const following = (row) => /** @type {HTMLTableRowElement | null} */ (row.nextElementSibling);

/** @param {QueueCall['clock']} clock @returns {import('./countdown.js').Clock} */
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
