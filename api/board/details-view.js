// @ts-check
import { get, Refused } from './api.js';
import { clockFace } from './countdown.js';
import { byId, element } from './element.js';
import { instants } from './queue-view.js';
import { inWords } from './words.js';

/** @typedef {import('./times.js').Times} Times @typedef {import('./api.js').QueueCall} QueueCall */
/** @typedef {{ times: Times, now: number, nameOf: (resource: string) => string, queued: QueueCall | null }} Look */

/** Candidates named before the rest. */
const NAMED = 8;
/** What leads: the class, the priority and the deadline decide the order before all else. */
const LEADING = ['class', 'priority', 'due'];

/**
 * Why a call stands where it does, who comes and who else could: asked for when a call is chosen.
 * @param {{ onBack: () => void }} on onBack: the reader of a narrow page wants the queue again
 */
export function detailsView({ onBack }) {
  const place = byId('details', HTMLElement);
  let wanted = '';
  /** What was last written, so that the same is not written again under the reader's eyes. */
  let written = '';
  /** Parts that the reader has opened; they stay open from call to call. @type {Set<string>} */
  const open = new Set();

  /** @param {string} number @param {Look} look */
  async function load(number, look) {
    const path = `calls/${encodeURIComponent(number)}`;
    const call = await get(path);
    const inOrder = call.order !== null;
    const [why, who] = await Promise.all([
      inOrder ? get(`${path}/explain`).catch(unlessRefused) : null,
      // Costly to work out, so only for those who want to see it.
      inOrder && open.has('who') ? get(`${path}/candidates`).catch(unlessRefused) : null,
    ]);
    if (wanted !== number) return;
    const { times, now } = look;
    const content = JSON.stringify([call, why, who, times.zone, times.date(now), look.queued?.clock, [...open]]);
    if (content === written) return;
    // The same call once more keeps its place under the eyes of whoever reads it; another one begins at the top.
    const { scrollTop } = place;
    const same = place.dataset.call === number;
    const focused = place.contains(document.activeElement)
      ? document.activeElement?.closest('details')?.dataset.part
      : undefined;
    written = content;
    place.dataset.call = number;
    place.replaceChildren(back(), ...parts(call, why, who, look));
    place.scrollTop = same ? scrollTop : 0;
    if (focused !== undefined) {
      place.querySelector(`details[data-part="${focused}"]`)?.querySelector('summary')?.focus({ preventScroll: true });
    }
  }

  const back = () => element('button', { type: 'button', class: 'back', click: onBack }, '↑ Back to the queue');

  /** @param {string} part @param {string} title @param {(Node | string)[]} content @param {() => void} [onOpen] */
  function folded(part, title, content, onOpen) {
    const made = element(
      'details',
      { 'data-part': part, open: open.has(part) },
      element('summary', {}, title),
      ...content,
    );
    made.addEventListener('toggle', () => {
      if (made.open === open.has(part)) return;
      if (made.open) open.add(part);
      else open.delete(part);
      if (made.open) onOpen?.();
    });
    return made;
  }

  /** @param {any} call @param {any} why @param {any} who @param {Look} look @returns {Node[]} */
  function parts(call, why, who, look) {
    const { times, now, nameOf } = look;
    /** @param {string | null} at */
    const when = (at) => (at === null ? '–' : times.short(Date.parse(at), now));
    /** @param {string} text */
    const words = (text) => inWords(text, times, now);
    const { order } = call;
    /** @param {any} each */
    const candidate = (each) =>
      each.possible
        ? `${each.name}${each.present ? ' (has it now)' : ''}: arrives ${when(each.arrival)}${each.cost === null ? '' : `, the plan costs ${each.cost} ${who.currency} more`}`
        : `${each.name} can’t: ${each.reasons.map((/** @type {any} */ reason) => words(reason.text)).join(' ')}`;
    const candidates =
      who === null
        ? [element('p', { class: 'quiet' }, 'Loading …')]
        : [
            list(who.candidates.slice(0, NAMED), candidate),
            ...(who.candidates.length > NAMED
              ? [element('p', { class: 'quiet' }, `and ${who.candidates.length - NAMED} more`)]
              : []),
          ];
    return [
      heading(call),
      ...lead(call, why, look),
      facts(call, when, words),
      ...(order === null
        ? []
        : [
            folded('who', 'Who could take it', candidates, () => void show(wanted, look)),
            ...(why?.would_move_up?.length
              ? [folded('up', 'What would move it up', [list(why.would_move_up, words)])]
              : []),
            folded('rules', 'All rules that decided', [
              list(call.because, (/** @type {any} */ each) => words(each.text)),
            ]),
          ]),
      folded('journal', 'What happened so far', [
        list(
          call.journal,
          (/** @type {any} */ event) =>
            `${when(event.at)} ${event.kind} by ${nameOf(event.who)}${event.why ? `: ${event.why}` : ''}`,
        ),
      ]),
    ];
  }

  /** @param {string} number @param {Look} look */
  async function show(number, look) {
    wanted = number;
    if (place.dataset.call !== number) {
      written = '';
      place.replaceChildren(back(), element('h2', {}, number), element('p', { class: 'quiet' }, 'Loading …'));
    }
    try {
      await load(number, look);
    } catch (error) {
      if (wanted !== number) return;
      const said = error instanceof Refused ? error.message : 'This could not be loaded; it is tried again.';
      // What was read before is better than nothing while the connection is away.
      if (!(error instanceof Refused) && place.dataset.call === number) return;
      written = '';
      delete place.dataset.call;
      place.replaceChildren(back(), element('h2', {}, number), element('p', {}, said));
    }
  }

  return { show };
}

/** @param {unknown} error */
function unlessRefused(error) {
  if (error instanceof Refused) return null;
  throw error;
}

/** @param {any[]} items @param {(item: any) => string} text */
const list = (items, text) => element('ul', {}, ...items.map((item) => element('li', {}, text(item))));

/** @param {any} call */
function heading({ number, order, status }) {
  const where = order === null ? `not in the queue (${status})` : `place ${order.position}`;
  return element('h2', { 'aria-live': 'polite' }, `${number}: ${where}`);
}

/** Who comes and when, the deadline, and why it stands here, in plain words. @param {any} call @param {any} why @param {Look} look */
function lead(call, why, { times, now, nameOf, queued }) {
  /** @param {string} at */
  const when = (at) => times.short(Date.parse(at), now);
  /** @param {string} text */
  const words = (text) => inWords(text, times, now);
  const { allocation, order, unallocated } = call;
  const made = [];
  if (allocation !== null) {
    const waits =
      Date.parse(allocation.start) > Date.parse(allocation.arrival) ? `, begins ${when(allocation.start)}` : '';
    const text = `${nameOf(allocation.resource)} arrives ${when(allocation.arrival)}${waits}, done by ${when(allocation.finish)}.`;
    made.push(element('p', { class: 'lead' }, element('strong', {}, text)));
  } else if (order !== null) {
    const summary = unallocated?.filter((/** @type {any} */ reason) => reason.resource === undefined) ?? [];
    const own = unallocated?.filter((/** @type {any} */ reason) => reason.resource !== undefined) ?? [];
    const hold = call.status === 'on-hold' ? call.holds.at(-1) : undefined;
    const plain = hold !== undefined || call.duplicate_of !== null;
    const other = call.duplicate_of === null ? 'Nobody comes yet.' : `Same failure as ${call.duplicate_of}.`;
    const head = hold === undefined ? other : `On hold: ${hold.reason}.`;
    made.push(element('p', { class: plain ? 'lead' : 'lead nobody' }, element('strong', {}, head)));
    if (unallocated === null) made.push(element('p', {}, 'The plan has not looked at it yet.'));
    else made.push(list(summary.length > 0 ? summary : own, (reason) => words(reason.text)));
    if (summary.length > 0 && own.length > 0) {
      made.push(
        element(
          'details',
          {},
          element('summary', {}, 'Technician by technician'),
          list(own, (reason) => words(reason.text)),
        ),
      );
    }
  }
  if (queued !== null) {
    const { state, shape, text } = clockFace(instants(queued.clock), now, (at) => times.short(at, now));
    made.push(element('p', { class: `face ${state}`, 'data-face': '' }, `${shape} ${text}`));
  }
  if (order !== null) {
    const reasons = LEADING.flatMap((decides) =>
      call.because.filter((/** @type {any} */ each) => each.decides === decides).slice(-1),
    );
    made.push(
      element('h3', {}, `Why place ${order.position}`),
      element(
        'ul',
        {},
        ...reasons.map((each) =>
          element('li', {}, `${each.decides === 'class' ? `Class ${order.class}: ` : ''}${words(each.text)}`),
        ),
        ...(why?.above ? [element('li', {}, `Comes after ${why.above.number}: ${words(why.above.text)}.`)] : []),
      ),
    );
  }
  return made;
}

/** @param {any} call @param {(at: string | null) => string} when @param {(text: string) => string} words */
function facts(call, when, words) {
  const { order } = call;
  /** @param {string} name @param {string | null} value */
  const fact = (name, value) => (value === null ? [] : [element('dt', {}, name), element('dd', {}, value)]);
  const appointment =
    call.earliest === null && call.latest === null ? null : `${when(call.earliest)} to ${when(call.latest)}`;
  const hold = call.status === 'on-hold' ? call.holds.at(-1) : undefined;
  return element(
    'dl',
    { class: 'facts' },
    ...fact('Where', `${call.site}, ${call.device} (${call.model})`),
    ...fact('What', call.description),
    ...fact('From', call.contact),
    ...fact('Logged', when(call.logged_at)),
    ...fact('Status', call.status),
    ...fact('On hold', hold === undefined ? null : `${hold.reason}, since ${when(hold.from)}`),
    ...fact('Appointment', appointment),
    ...fact('Contract', order === null ? call.contract : `${order.contract}, regime ${order.regime}`),
    ...fact('Respond by', order === null ? null : when(order.respond_by)),
    ...fact('Fix by', order === null ? null : when(order.fix_by)),
    ...fact('Excuse', call.excuse === null ? null : words(call.excuse)),
  );
}
