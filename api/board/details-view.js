// @ts-check
import { get, Refused } from './api.js';
import { byId, element } from './element.js';

/** @typedef {import('./times.js').Times} Times */

/** Why a call stands where it does, who comes and who else could: asked for when a call is chosen. */
export function detailsView() {
  const place = byId('details', HTMLElement);
  let wanted = '';

  return {
    /** @param {string} number @param {Times} times */
    async show(number, times) {
      wanted = number;
      if (place.dataset.call !== number) {
        place.replaceChildren(element('h2', {}, number), element('p', { class: 'quiet' }, 'Loading …'));
      }
      try {
        const path = `calls/${encodeURIComponent(number)}`;
        const call = await get(path);
        const [why, who] = await Promise.all([
          call.order === null ? null : get(`${path}/explain`),
          call.order === null ? null : get(`${path}/candidates`).catch(() => null),
        ]);
        if (wanted !== number) return;
        place.dataset.call = number;
        place.replaceChildren(...content(call, why, who, times));
      } catch (error) {
        if (wanted !== number) return;
        const gone = error instanceof Refused && error.status === 404;
        place.replaceChildren(
          element('h2', {}, number),
          element('p', {}, gone ? 'There is no such call any more.' : `This could not be loaded: ${String(error)}`),
        );
      }
    },
  };
}

/** @param {any} call @param {any} why @param {any} who @param {Times} times @returns {Node[]} */
function content(call, why, who, times) {
  const now = Date.now();
  /** @param {string | null} at */
  const when = (at) => (at === null ? '–' : times.short(Date.parse(at), now));
  /** @param {string} name @param {string} value */
  const fact = (name, value) => [element('dt', {}, name), element('dd', {}, value)];
  const { allocation, order } = call;
  const facts = element(
    'dl',
    { class: 'facts' },
    ...fact('Where', `${call.site}, ${call.device} (${call.model})`),
    ...fact('What', call.description),
    ...fact('From', call.contact),
    ...fact('Logged', when(call.logged_at)),
    ...fact('Status', call.status),
    ...(order === null
      ? []
      : [
          ...fact('Contract', `${order.contract}, regime ${order.regime}`),
          ...fact('Respond by', when(order.respond_by)),
          ...fact('Fix by', when(order.fix_by)),
        ]),
    ...fact(
      'Who comes',
      allocation === null
        ? 'nobody yet'
        : `${allocation.resource}, arrives ${when(allocation.arrival)}, done ${when(allocation.finish)}`,
    ),
  );
  /** @param {string} title @param {any[] | null | undefined} items @param {(item: any) => string} text */
  const list = (title, items, text) =>
    items == null || items.length === 0
      ? []
      : [element('h3', {}, title), element('ul', {}, ...items.map((item) => element('li', {}, text(item))))];
  return [
    element('h2', {}, order === null ? `${call.number}, not in the order` : `${call.number}, place ${order.position}`),
    facts,
    ...list('Why no one comes', call.unallocated, (reason) => reason.text),
    ...list('Why here', call.because, (because) => because.text),
    ...(why?.above ? [element('p', {}, why.above.text)] : []),
    ...list('What would move it up', why?.would_move_up, (text) => text),
    ...list('Who could take it', who?.candidates?.slice(0, 6), (each) =>
      each.possible
        ? `${each.name}: arrives ${when(each.arrival)}, costs ${each.cost} ${who.currency} more`
        : `${each.name} can't: ${each.reasons.map((/** @type {any} */ reason) => reason.text).join(' ')}`,
    ),
    ...list(
      'What happened',
      call.journal,
      (event) => `${when(event.at)} ${event.kind} by ${event.who}${event.why ? `: ${event.why}` : ''}`,
    ),
  ];
}
