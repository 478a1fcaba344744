// @ts-check
import { get, listen, Refused } from './api.js';
import { detailsView } from './details-view.js';
import { byId, element } from './element.js';
import { planView } from './plan-view.js';
import { queueView } from './queue-view.js';
import { times as timesIn } from './times.js';
import { planned } from './who-comes.js';

/** @typedef {import('./api.js').QueueCall} QueueCall @typedef {import('./api.js').Plan} Plan @typedef {import('./api.js').Territory} Territory */

const PAGE = 200;
const MOST = 1000;
/** Changes come in bursts (a call, then the plan it causes): they are gathered before the page asks again. */
const GATHER = 250;
const RETRY = 3_000;
const NARROW = matchMedia('(max-width: 60rem)');

const state = {
  territory: new URLSearchParams(location.search).get('territory') ?? '',
  /** @type {string | null} */ chosen: null,
  shown: PAGE,
  /** @type {Territory[]} */ territories: [],
  /** @type {QueueCall[]} */ calls: [],
  /** Plans by territory. @type {Map<string, Plan | null>} */ plans: new Map(),
  planned: planned([]),
  total: 0,
  /** What the server's clock is ahead of this machine's, milliseconds. */
  ahead: 0,
  times: timesIn(Intl.DateTimeFormat().resolvedOptions().timeZone),
};
const now = () => Date.now() + state.ahead;

const queue = queueView(choose);
const plan = planView(choose);
const details = detailsView({ onBack: () => queue.focus(state.chosen) });
const territory = byId('territory', HTMLSelectElement);
const zone = byId('time-zone', HTMLSelectElement);
const more = byId('more', HTMLButtonElement);
const news = byId('news', HTMLParagraphElement);
const notice = byId('notice', HTMLParagraphElement);

/** @param {string} number */
function choose(number) {
  state.chosen = number;
  history.replaceState(null, '', `${location.pathname}${location.search}#${encodeURIComponent(number)}`);
  draw(false);
  showDetails();
  // On a narrow page the answer stands below the queue, out of sight.
  if (NARROW.matches) {
    byId('details', HTMLElement).scrollIntoView({ block: 'start' });
    byId('details', HTMLElement).focus({ preventScroll: true });
  }
}

function showDetails() {
  if (state.chosen === null) return;
  return details.show(state.chosen, {
    times: state.times,
    now: now(),
    nameOf: (code) => (state.planned.names.has(code) ? `${state.planned.names.get(code)} (${code})` : code),
    queued: queue.find(state.chosen),
  });
}

/** The call that the address names; a hash that is no proper escape is taken as it is. */
function fromHash() {
  const hash = location.hash.slice(1);
  try {
    return decodeURIComponent(hash) || null;
  } catch {
    return hash;
  }
}

/** @param {boolean} mark show what changed since it was last drawn */
function draw(mark) {
  const look = { times: state.times, now: now(), chosen: state.chosen };
  queue.show(state.calls, { ...look, plans: state.planned, mark }, () => {
    summarize();
    more.hidden = state.calls.length >= Math.min(MOST, state.total);
  });
  plan.show(wantedPlans(), { ...look, siteOf: (number) => queue.find(number)?.site_name ?? number });
}

const wantedPlans = () => [...state.plans.values()].filter((each) => each !== null);

function summarize() {
  const { red, amber } = queue.counts(now());
  const nobody = state.calls.filter(
    (call) => call.resource === null && call.duplicate_of === null && call.on_hold === null,
  );
  const part = state.calls.length < state.total;
  const text =
    `${state.total} open; ${part ? `of the first ${state.calls.length}, shown here: ` : ''}` +
    `■ ${red} missed, ▲ ${amber} soon, ${nobody.length} with nobody`;
  const summary = byId('queue-summary', HTMLParagraphElement);
  if (summary.textContent !== text) summary.textContent = text;
  document.title = red > 0 ? `(${red} missed) Turnout · dispatch` : 'Turnout · dispatch';
}

/** Says which calls came in since the last look. @param {QueueCall[]} calls */
function tellNews(calls) {
  const known = new Set(state.calls.map(({ number }) => number));
  const fresh = calls.filter(({ number }) => !known.has(number));
  if (fresh.length === 0) return;
  news.replaceChildren(
    `${state.times.time(now())} New: `,
    ...fresh
      .slice(0, 3)
      .flatMap((call, nth) => [
        nth > 0 ? ', ' : '',
        element('button', { type: 'button', class: 'link', click: () => choose(call.number) }, call.number),
        ` at ${call.site_name}, ${call.class}, place ${call.position}`,
      ]),
    fresh.length > 3 ? ` and ${fresh.length - 3} more` : '',
  );
}

/**
 * What is to be asked for anew beside the queue: the plans of some territories, or everything.
 * @type {{ all: boolean, plans: Set<string> }}
 */
let stale = { all: true, plans: new Set() };

/** @param {boolean} mark */
async function load(mark) {
  const asked = stale;
  stale = { all: false, plans: new Set() };
  try {
    const chosen = state.territory === '' ? '' : `&territory=${encodeURIComponent(state.territory)}`;
    const territories = asked.all ? (await get('territories')).territories : state.territories;
    const wanted = territories
      .map((/** @type {Territory} */ each) => each.code)
      .filter((/** @type {string} */ code) => state.territory === '' || code === state.territory);
    const [page, plans] = await Promise.all([
      get(`queue?limit=${state.shown}${chosen}`),
      Promise.all(wanted.map(async (/** @type {string} */ code) => [code, await planOf(code, asked)])),
    ]);
    state.ahead = Date.parse(page.now) - Date.now();
    if (mark) tellNews(page.calls);
    state.territories = territories;
    state.calls = page.calls;
    state.total = page.total;
    state.plans = new Map(/** @type {[string, Plan | null][]} */ (plans));
    state.planned = planned(wantedPlans());
    byId('demo-mark', HTMLParagraphElement).hidden = !page.demo;
    offerTerritories();
    draw(mark);
    await showDetails();
  } catch (error) {
    stale = { all: stale.all || asked.all, plans: new Set([...stale.plans, ...asked.plans]) };
    throw error;
  }
}

/** @param {string} code @param {{ all: boolean, plans: Set<string> }} asked */
async function planOf(code, asked) {
  const before = state.plans.get(code);
  if (before !== undefined && !asked.all && !asked.plans.has(code)) return before;
  try {
    return await get(`territories/${encodeURIComponent(code)}/plan`);
  } catch (error) {
    // Not planned yet: there is none.
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
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
/** @type {ReturnType<typeof setTimeout> | undefined} */
let retrying;
/** @param {boolean} mark */
async function refresh(mark) {
  if (loading) {
    again = true;
    return;
  }
  loading = true;
  clearTimeout(retrying);
  try {
    do {
      again = false;
      await load(mark);
    } while (again);
    answered(true);
    notice.hidden = true;
  } catch (error) {
    if (error instanceof Refused && error.status < 500) refused(error);
    else {
      answered(false);
      retrying = setTimeout(() => refresh(true), RETRY);
    }
  } finally {
    loading = false;
  }
}

/** The address asks for something that isn't there: said, and all is shown instead. @param {Refused} error */
function refused(error) {
  answered(true);
  notice.textContent = `${error.message} All territories are shown.`;
  notice.hidden = false;
  if (state.territory === '') return;
  state.territory = '';
  stale.all = true;
  setTimeout(async () => {
    await refresh(false);
    tick();
    notice.hidden = false;
  });
}

/** Whether the stream of changes is open, and the last question was answered; null: not known yet. */
const link = { stream: /** @type {boolean | null} */ (null), answers: /** @type {boolean | null} */ (null), lost: 0 };
/** @param {boolean} well */
function answered(well) {
  link.answers = well;
  tellConnection();
}
function tellConnection() {
  const well = link.stream !== false && link.answers !== false;
  if (well) link.lost = 0;
  else if (link.lost === 0) link.lost = now();
  const live = link.stream && link.answers ? '● live' : 'connecting …';
  const text = well
    ? live
    : `▲ connection lost at ${state.times.time(link.lost)}, trying again: what you see may be old`;
  const output = byId('connection', HTMLOutputElement);
  if (output.textContent !== text) output.textContent = text;
  document.body.classList.toggle('lost', !well);
}

territory.addEventListener('change', () => {
  state.territory = territory.value;
  state.shown = PAGE;
  stale.all = true;
  const query = state.territory === '' ? '' : `?territory=${encodeURIComponent(state.territory)}`;
  history.replaceState(null, '', `${location.pathname}${query}${location.hash}`);
  refresh(false);
});
zone.addEventListener('change', () => {
  state.times = timesIn(zone.value);
  draw(false);
  showDetails();
});
more.addEventListener('click', () => {
  state.shown = Math.min(MOST, state.shown + PAGE);
  refresh(false);
});
addEventListener('hashchange', () => {
  const number = fromHash();
  if (number !== null && number !== state.chosen) choose(number);
});

function tick() {
  const clock = /** @type {HTMLTimeElement} */ (document.getElementById('clock'));
  clock.textContent = state.times.full(now());
  queue.tick(state.times, now());
  summarize();
}
setInterval(tick, 1000);
// Cover begins and ends without any event; and a connection that died in silence is found out.
setInterval(() => refresh(true), 60_000);

let gathering = false;
listen({
  onChange: (kind, data) => {
    if (kind === 'plan') stale.plans.add(data.territory);
    else if (kind !== 'call') stale.all = true;
    if (gathering) return;
    gathering = true;
    setTimeout(() => {
      gathering = false;
      refresh(true);
    }, GATHER);
  },
  onConnected: (well) => {
    const before = link.stream;
    link.stream = well;
    if (well && !before) {
      stale.all = true;
      refresh(state.total > 0);
      tellConnection();
    }
    if (!well) tellConnection();
  },
});
state.chosen = fromHash();
await refresh(false);
tick();
