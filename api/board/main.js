// @ts-check
import { get, listen } from './api.js';
import { detailsView } from './details-view.js';
import { byId, element } from './element.js';
import { planView } from './plan-view.js';
import { queueView } from './queue-view.js';
import { times as timesIn } from './times.js';

/** @typedef {import('./api.js').QueueCall} QueueCall @typedef {import('./api.js').Plan} Plan @typedef {import('./api.js').Territory} Territory */

const PAGE = 100;
/** Changes come in bursts (a call, then the plan it causes): they are gathered before the page asks again. */
const GATHER = 250;

const state = {
  territory: new URLSearchParams(location.search).get('territory') ?? '',
  chosen: decodeURIComponent(location.hash.slice(1)) || null,
  shown: PAGE,
  /** @type {Territory[]} */ territories: [],
  /** @type {QueueCall[]} */ calls: [],
  /** @type {Plan[]} */ plans: [],
  total: 0,
  /** What the server's clock is ahead of this machine's, milliseconds. */
  ahead: 0,
  times: timesIn(Intl.DateTimeFormat().resolvedOptions().timeZone),
};
const now = () => Date.now() + state.ahead;

const queue = queueView(choose);
const plan = planView(choose);
const details = detailsView();
const territory = byId('territory', HTMLSelectElement);
const zone = byId('time-zone', HTMLSelectElement);
const more = byId('more', HTMLButtonElement);

/** @param {string} number */
function choose(number) {
  state.chosen = number;
  history.replaceState(null, '', `${location.pathname}${location.search}#${encodeURIComponent(number)}`);
  draw(false);
  details.show(number, state.times);
}

/** @param {boolean} mark show what changed since it was last drawn */
function draw(mark) {
  const look = { times: state.times, now: now(), chosen: state.chosen, mark };
  queue.show(state.calls, look);
  plan.show(state.plans, { ...look, siteOf: (number) => queue.find(number)?.site_name ?? number });
  const nobody = state.calls.filter(({ resource }) => resource === null).length;
  byId('queue-summary', HTMLParagraphElement).textContent =
    `${state.total} open${state.calls.length < state.total ? `, the first ${state.calls.length} shown` : ''}, ${nobody} with nobody yet`;
  more.hidden = state.calls.length >= state.total;
}

async function load(mark = false) {
  const chosen = state.territory === '' ? '' : `&territory=${encodeURIComponent(state.territory)}`;
  const { territories } = await get('territories');
  const wanted = territories.filter(
    (/** @type {Territory} */ each) => state.territory === '' || each.code === state.territory,
  );
  const [page, plans] = await Promise.all([
    get(`queue?limit=${state.shown}${chosen}`),
    Promise.all(
      wanted.map((/** @type {Territory} */ each) =>
        get(`territories/${encodeURIComponent(each.code)}/plan`).catch(() => null),
      ),
    ),
  ]);
  state.ahead = Date.parse(page.now) - Date.now();
  state.territories = territories;
  state.calls = page.calls;
  state.total = page.total;
  state.plans = plans.filter((each) => each !== null);
  byId('demo-mark', HTMLParagraphElement).hidden = !page.demo;
  offerTerritories();
  draw(mark);
  if (state.chosen !== null) await details.show(state.chosen, state.times);
}

function offerTerritories() {
  const offered = ['', ...state.territories.map(({ code }) => code)];
  if ([...territory.options].map(({ value }) => value).join('\n') !== offered.join('\n')) {
    territory.replaceChildren(
      element('option', { value: '' }, 'all'),
      ...state.territories.map(({ code, name }) => element('option', { value: code }, name)),
    );
    const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const zones = new Set([...state.territories.map(({ time_zone }) => time_zone), own, 'UTC']);
    zone.replaceChildren(...[...zones].map((name) => element('option', { value: name }, name)));
    state.times = timesIn(zone.value);
  }
  territory.value = state.territory;
}

/** One load at a time, and one more where changes came meanwhile. */
let loading = false;
let again = false;
/** @param {boolean} mark */
async function refresh(mark) {
  if (loading) {
    again = true;
    return;
  }
  loading = true;
  try {
    do {
      again = false;
      await load(mark);
    } while (again);
    connected(true);
  } catch {
    connected(false);
    setTimeout(() => refresh(false), 3000);
  } finally {
    loading = false;
  }
}

/** @param {boolean} well */
function connected(well) {
  const output = byId('connection', HTMLOutputElement);
  output.textContent = well ? '● live' : '▲ connection lost, trying again; what you see may be old';
  output.classList.toggle('lost', !well);
}

territory.addEventListener('change', () => {
  state.territory = territory.value;
  state.shown = PAGE;
  const query = state.territory === '' ? '' : `?territory=${encodeURIComponent(state.territory)}`;
  history.replaceState(null, '', `${location.pathname}${query}${location.hash}`);
  refresh(false);
});
zone.addEventListener('change', () => {
  state.times = timesIn(zone.value);
  draw(false);
  if (state.chosen !== null) details.show(state.chosen, state.times);
});
more.addEventListener('click', () => {
  state.shown = Math.min(1000, state.shown + PAGE);
  refresh(false);
});

setInterval(() => {
  byId('clock', HTMLOutputElement).textContent = state.times.full(now());
  queue.tick(state.times, now());
}, 1000);
// The now-line and the words of the plan move on by the minute.
setInterval(() => draw(false), 60_000);

/** @type {ReturnType<typeof setTimeout> | undefined} */
let gathering;
listen({
  onChange: () => {
    clearTimeout(gathering);
    gathering = setTimeout(() => refresh(true), GATHER);
  },
  onConnected: (well) => {
    if (well) refresh(false);
    else connected(false);
  },
});
await refresh(false);
