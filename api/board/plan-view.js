// @ts-check
import { byId, element } from './element.js';

/** @typedef {import('./api.js').Plan} Plan @typedef {import('./api.js').Allocation} Allocation @typedef {import('./times.js').Times} Times */

const HOUR = 3_600_000;
/** So much of the day ahead is drawn; later work is counted beside the name. */
const SPAN = 12 * HOUR;

/**
 * Who goes where, when: a lane a technician, from an hour ago to eleven hours ahead.
 * @param {(number: string) => void} onChoose
 */
export function planView(onChoose) {
  const place = byId('plan', HTMLDivElement);
  const summary = byId('plan-summary', HTMLParagraphElement);

  return {
    /**
     * @param {Plan[]} plans
     * @param {{ times: Times, now: number, chosen: string | null, siteOf: (number: string) => string }} look
     */
    show(plans, { times, now, chosen, siteOf }) {
      const from = Math.floor(now / HOUR) * HOUR - HOUR;
      const to = from + SPAN;
      const allocations = plans.flatMap((plan) => plan.allocations);
      const unplaced = plans.reduce((sum, plan) => sum + plan.unallocated.length, 0);
      summary.textContent = `${allocations.length} calls planned, ${unplaced} without a place; from ${times.short(from, now)} to ${times.short(to, now)}`;
      const lanes = plans.flatMap((plan) => plan.resources.map((resource) => ({ plan, resource })));
      place.replaceChildren(
        scale(from, times),
        ...lanes.map(({ plan, resource }) => {
          const mine = plan.allocations.filter((each) => each.resource === resource.code);
          const drawn = mine.filter((each) => Date.parse(each.finish) > from && Date.parse(each.travel_start) < to);
          const later = mine.filter((each) => Date.parse(each.travel_start) >= to).length;
          const lane = element('div', { class: 'lane', style: `--hour: ${(100 * HOUR) / SPAN}%` });
          lane.append(element('span', { class: 'now-line', style: `left: ${share(now, from)}%`, title: 'now' }));
          for (const each of drawn) lane.append(...stop(each));
          return element(
            'div',
            { class: 'route' },
            element(
              'p',
              {},
              element('strong', {}, resource.name),
              element('br'),
              element(
                'span',
                { class: 'quiet' },
                `${resource.code}, ${mine.length} calls${later > 0 ? `, ${later} of them later` : ''}`,
              ),
            ),
            lane,
          );
        }),
      );

      /** @param {Allocation} each @returns {HTMLElement[]} */
      function stop(each) {
        const travel = Date.parse(each.travel_start);
        const arrival = Date.parse(each.arrival);
        const start = Date.parse(each.start);
        const finish = Date.parse(each.finish);
        const says = `${each.call} at ${siteOf(each.call)}: leaves ${times.short(travel, now)}, arrives ${times.short(arrival, now)}, works ${times.time(start)} to ${times.time(finish)}${each.fixed ? ', stays (begun or pinned)' : ''}`;
        return [
          element('span', { class: 'travel', style: at(travel, arrival, from), title: says }),
          element(
            'button',
            {
              type: 'button',
              class: `work${each.fixed ? ' fixed' : ''}${each.call === chosen ? ' chosen' : ''}`,
              style: at(start, finish, from),
              title: says,
              'aria-label': says,
              'data-call': each.call,
              click: () => onChoose(each.call),
            },
            `${each.fixed ? '◆ ' : ''}${siteOf(each.call) || each.call}`,
          ),
        ];
      }
    },
  };
}

/** @param {number} at @param {number} from */
const share = (at, from) => Math.min(100, Math.max(0, (100 * (at - from)) / SPAN));

/** @param {number} start @param {number} end @param {number} from */
const at = (start, end, from) => `left: ${share(start, from)}%; width: ${share(end, from) - share(start, from)}%`;

/** @param {number} from @param {Times} times */
function scale(from, times) {
  const marks = Array.from({ length: SPAN / HOUR }, (_, hour) =>
    element('span', { style: `left: ${share(from + hour * HOUR, from)}%` }, times.time(from + hour * HOUR)),
  );
  return element(
    'div',
    { class: 'route' },
    element('span', { class: 'quiet' }, 'Technician'),
    element('div', { class: 'scale' }, ...marks),
  );
}
