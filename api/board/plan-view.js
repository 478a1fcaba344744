// @ts-check
import { byId, element } from './element.js';

/** @typedef {import('./api.js').Plan} Plan @typedef {import('./api.js').Allocation} Allocation @typedef {import('./times.js').Times} Times */
/** @typedef {{ times: Times, now: number, chosen: string | null, siteOf: (number: string) => string }} Look */

const HOUR = 3_600_000;
/** So much is drawn at a time: at night the next morning is in it. */
const SPAN = 24 * HOUR;
const PAGE = 12 * HOUR;
const MARKS = 3 * HOUR;

/**
 * Who goes where, when: a lane for each technician who has work in the window, the others below in words.
 * @param {(number: string) => void} onChoose
 */
export function planView(onChoose) {
  const place = byId('plan', HTMLDivElement);
  const idle = byId('plan-idle', HTMLDetailsElement);
  const summary = byId('plan-summary', HTMLParagraphElement);
  const range = byId('plan-range', HTMLOutputElement);
  /** How far the window was moved from now. */
  let moved = 0;
  /** @type {{ plans: Plan[], look: Look } | null} */
  let last = null;
  let drawn = '';

  /** @param {string} id @param {() => void} turn */
  const turns = (id, turn) =>
    byId(id, HTMLButtonElement).addEventListener('click', () => {
      turn();
      draw();
    });
  turns('plan-earlier', () => {
    moved -= PAGE;
  });
  turns('plan-now', () => {
    moved = 0;
  });
  turns('plan-later', () => {
    moved += PAGE;
  });

  function draw() {
    if (last === null) return;
    const { plans, look } = last;
    const { times, now } = look;
    const from = Math.floor(now / HOUR) * HOUR - HOUR + moved;
    const to = from + SPAN;
    const lanes = plans
      .flatMap((plan) => plan.resources.map((resource) => ({ plan, resource })))
      .map(({ plan, resource }) => {
        const stops = plan.allocations
          .filter((each) => each.resource === resource.code)
          .sort((a, b) => Date.parse(a.travel_start) - Date.parse(b.travel_start));
        const inWindow = stops.filter((each) => Date.parse(each.finish) > from && Date.parse(each.travel_start) < to);
        return { resource, stops, inWindow };
      });
    const busy = lanes.filter(({ inWindow }) => inWindow.length > 0);
    const without = lanes.filter(({ inWindow }) => inWindow.length === 0);
    const planned = lanes.reduce((sum, { stops }) => sum + stops.length, 0);
    summary.textContent =
      `${planned} ${planned === 1 ? 'call' : 'calls'} planned, ` +
      `${busy.length} of ${lanes.length} technicians have work in these 24 hours`;
    range.textContent = `${times.short(from, now)} to ${times.short(to, now)}`;

    // Made anew only where something shown has changed: what has the focus, or is selected, stays.
    const sites = lanes.map(({ stops }) => stops.map(({ call }) => look.siteOf(call)));
    const content = JSON.stringify([from, times.zone, times.date(now), lanes, sites]);
    if (content !== drawn) {
      drawn = content;
      const focused = document.activeElement?.closest('#plan [data-call]')?.getAttribute('data-call') ?? null;
      place.replaceChildren(
        ...(busy.length === 0
          ? [
              element(
                'p',
                { class: 'quiet' },
                nothing(
                  lanes.flatMap(({ stops }) => stops),
                  from,
                  look,
                ),
              ),
            ]
          : [scale(from, times), ...busy.map((each) => lane(each, from, look))]),
      );
      idle.hidden = without.length === 0;
      byId('plan-idle-title', HTMLElement).textContent =
        `${without.length} ${without.length === 1 ? 'technician' : 'technicians'} without work in these 24 hours`;
      byId('plan-idle-list', HTMLUListElement).replaceChildren(
        ...without.map(({ resource, stops }) =>
          element('li', {}, element('strong', {}, resource.name), ` (${resource.code}): ${nextStop(stops, now, look)}`),
        ),
      );
      if (focused !== null) stopOf(focused)?.focus({ preventScroll: true });
    }
    for (const line of place.querySelectorAll('.now-line')) {
      /** @type {HTMLElement} */ (line).style.left = `${share(now, from)}%`;
      /** @type {HTMLElement} */ (line).hidden = now < from || now > to;
    }
    for (const each of place.querySelectorAll('[data-call]')) {
      each.classList.toggle('chosen', each.getAttribute('data-call') === look.chosen);
    }
  }

  /** @param {string} call */
  const stopOf = (call) => /** @type {HTMLElement | null} */ (place.querySelector(`[data-call="${CSS.escape(call)}"]`));

  /**
   * @param {{ resource: { code: string, name: string }, stops: Allocation[], inWindow: Allocation[] }} route
   * @param {number} from @param {Look} look
   */
  function lane({ resource, stops, inWindow }, from, look) {
    const more = stops.length - inWindow.length;
    const drawn = element('div', { class: 'lane', style: `--mark: ${(100 * MARKS) / SPAN}%` });
    drawn.append(element('span', { class: 'now-line', title: 'now' }));
    for (const each of inWindow) drawn.append(...stop(each, from, look));
    return element(
      'div',
      { class: 'route' },
      element(
        'p',
        {},
        element('strong', {}, resource.name),
        element(
          'span',
          { class: 'quiet' },
          `${resource.code}, ${inWindow.length} ${inWindow.length === 1 ? 'call' : 'calls'}${more > 0 ? `, ${more} more` : ''}`,
        ),
      ),
      drawn,
    );
  }

  /** @param {Allocation} each @param {number} from @param {Look} look @returns {HTMLElement[]} */
  function stop(each, from, { times, now, siteOf }) {
    const travel = Date.parse(each.travel_start);
    const arrival = Date.parse(each.arrival);
    const start = Date.parse(each.start);
    const finish = Date.parse(each.finish);
    const site = siteOf(each.call) || each.call;
    const says = `${each.call} at ${site}: leaves ${times.short(travel, now)}, arrives ${times.short(arrival, now)}, works ${times.time(start)} to ${times.time(finish)}${each.fixed ? ', stays (accepted, begun or pinned)' : ''}`;
    return [
      element('span', { class: 'travel', style: at(travel, arrival, from), title: says }),
      element(
        'button',
        {
          type: 'button',
          class: `work${each.fixed ? ' fixed' : ''}`,
          style: at(start, finish, from),
          title: says,
          'aria-label': says,
          'data-call': each.call,
          click: () => onChoose(each.call),
        },
        element('span', { class: 'when' }, `${times.short(start, now)} to ${times.time(finish)} `),
        `${each.fixed ? '◆ ' : ''}${site}`,
        element('span', { class: 'when' }, ` (${each.call})`),
      ),
    ];
  }

  return {
    /** @param {Plan[]} plans @param {Look} look */
    show(plans, look) {
      last = { plans, look };
      draw();
    },
  };
}

/** @param {Allocation[]} stops in order @param {number} now @param {Look} look */
function nextStop(stops, now, { times, siteOf }) {
  const next = stops.find((each) => Date.parse(each.finish) > now);
  if (next === undefined) return 'no work planned';
  const count = stops.length === 1 ? '1 call planned' : `${stops.length} calls planned`;
  return `next ${times.short(Date.parse(next.start), now)} at ${siteOf(next.call) || next.call}; ${count}`;
}

/** @param {Allocation[]} stops @param {number} from @param {Look} look */
function nothing(stops, from, { times, now }) {
  const later = stops.map(({ travel_start }) => Date.parse(travel_start)).filter((at) => at >= from);
  return later.length === 0
    ? 'Nobody goes anywhere in these 24 hours, and no later work is planned.'
    : `Nobody goes anywhere in these 24 hours. The next technician leaves ${times.short(Math.min(...later), now)}: use Later.`;
}

/** @param {number} at @param {number} from */
const share = (at, from) => Math.min(100, Math.max(0, (100 * (at - from)) / SPAN));

/** @param {number} start @param {number} end @param {number} from */
const at = (start, end, from) => `--from: ${share(start, from)}%; --long: ${share(end, from) - share(start, from)}%`;

/** @param {number} from @param {Times} times */
function scale(from, times) {
  const marks = Array.from({ length: SPAN / MARKS }, (_, nth) => {
    const when = from + nth * MARKS;
    const midnight = nth > 0 && times.date(when) !== times.date(when - MARKS);
    return element(
      'span',
      { class: 'hour', style: `left: ${share(when, from)}%` },
      midnight ? `${times.time(when)} ${times.day(when)}` : times.time(when),
    );
  });
  return element(
    'div',
    { class: 'route head' },
    element('span', { class: 'quiet' }, 'Technician'),
    element('div', { class: 'scale' }, ...marks),
  );
}
