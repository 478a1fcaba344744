import { type Call, type Dataset, type Instant, instant, type Millis, millis, parseDataset, workTimeOf } from '#engine';
import { generateDataset, Random } from '#fixtures';
import { realLog } from '../datasets.ts';

/** Days as they will be lived, whatever anybody plans: what comes, how long it takes, who falls ill. */
export interface Scenario {
  readonly name: string;
  /** Reference tables, and the calls of the days before `begin` (history: closed). */
  readonly dataset: Dataset;
  /** Calls that arrive in `[begin, end)`, by `loggedAt`; nothing of what became of them is in them. */
  readonly arrivals: readonly Call[];
  readonly begin: Instant;
  readonly end: Instant;
  /** How long a repair truly takes over what is thought, 1 in the mean. */
  readonly workFactor: (number: string) => number;
  readonly illnesses: readonly Illness[];
}

/** Known at `from`, not before. */
export interface Illness {
  readonly resource: string;
  readonly from: Instant;
  readonly to: Instant;
}

export interface DaySize {
  /** Calls a day, in the mean. */
  readonly calls: number;
  readonly resources: number;
  readonly days: number;
  readonly historyDays: number;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** A Friday at midnight in London: the days lived are Tuesday to Thursday. */
const END = instant(Date.UTC(2026, 5, 11, 23));
/** Spread of true over thought repair times (lognormal): half of all lie within a third of what was thought. */
const WORK_SPREAD = 0.5;
/** Chance of a technician to fall ill on a day, in its first hours at work. */
const ILL = 0.03;
/** Longer work is split by any desk; here it is cut, so that no call is beyond everybody's shift. */
const LONGEST = 3 * HOUR;
/** Generated calls include duplicates and those that await approval: they are left out, so that every call is one job. */
const MORE = 1.25;

/** One territory of the seeded generator. */
export function generatedScenario(size: DaySize, seed: number): Scenario {
  const { calls, resources, days, historyDays } = size;
  const all = Math.round(calls * (days + historyDays) * MORE);
  const files = generateDataset({
    ...{ seed, now: END, days: days + historyDays, calls: all, openShare: 1 },
    ...{ territories: 1, resources, sites: calls * 2, devices: calls * 6 },
  });
  const parsed = parseDataset(files);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return scenarioOf(`generated ${seed}`, manySkilled(parsed.value.dataset, seed), instant(END - days * DAY), END, seed);
}

/** The busiest weeks of the real call log, three days each; none where its files are not there. */
export function realScenarios(): Scenario[] {
  const log = realLog();
  if (log === null) return [];
  const { dataset } = log;
  const days = new Map<number, number>();
  for (const { loggedAt } of dataset.calls) {
    const day = Math.floor(loggedAt / DAY);
    days.set(day, (days.get(day) ?? 0) + 1);
  }
  const busy = [...days.keys()].sort((a, b) => days.get(b)! - days.get(a)! || a - b);
  const chosen: number[] = [];
  for (const day of busy) {
    if (chosen.length < 3 && chosen.every((other) => Math.abs(other - day) > 7)) chosen.push(day);
  }
  const inOne = oneTerritory(dataset);
  return chosen.map((day) => {
    const name = `real log ${new Date(day * DAY).toISOString().slice(0, 10)}`;
    return scenarioOf(name, inOne, instant((day - 1) * DAY), instant((day + 2) * DAY), day);
  });
}

/** The whole network as one territory. */
function oneTerritory(dataset: Dataset): Dataset {
  const [first] = dataset.territories;
  const territory = first!.code;
  return {
    ...dataset,
    territories: [first!],
    sites: dataset.sites.map((site) => ({ ...site, territory })),
    resources: dataset.resources.map((resource) => ({ ...resource, territory })),
    loans: [],
    policy: { ...dataset.policy, lent: [] },
  };
}

/** Each skill is held by three of four the technicians, so that no call hangs on one person's roster alone. */
function manySkilled(dataset: Dataset, seed: number): Dataset {
  const random = new Random('skills', seed);
  const asked = new Map<string, number>();
  for (const { skills } of [...dataset.models, ...dataset.sites])
    for (const { skill, level } of skills) asked.set(skill, Math.max(level, asked.get(skill) ?? 0));
  const resources = dataset.resources.map((resource) => ({
    ...resource,
    skills: Array.from(asked, ([skill, level]) => ({ skill, level })).filter(() => random.chance(0.75)),
  }));
  return { ...dataset, resources };
}

/** The calls of a dataset that arrive in `[begin, end)`, with what becomes of them drawn anew. */
export function scenarioOf(name: string, dataset: Dataset, begin: Instant, end: Instant, seed: number): Scenario {
  const jobs = dataset.calls.filter(({ duplicateOf, status }) => duplicateOf === null && status !== 'cancelled');
  const arrivals = jobs
    .filter(({ loggedAt }) => loggedAt >= begin && loggedAt < end)
    .map(asLogged)
    .sort((a, b) => a.loggedAt - b.loggedAt || (a.number < b.number ? -1 : 1));
  const history = jobs
    .filter(({ loggedAt }) => loggedAt < begin)
    .map(
      (call): Call => ({
        ...asLogged(call),
        status: 'closed',
        respondedAt: endOfPast(call, begin),
        fixedAt: endOfPast(call, begin),
        closedAt: endOfPast(call, begin),
      }),
    );
  const models = new Map(dataset.models.map((model) => [model.code, model]));
  const devices = new Map(dataset.devices.map((device) => [device.code, device]));
  const usual = (call: Call) => workTimeOf(call, models.get(devices.get(call.device)!.model)!);
  const feasible = arrivals.map((call) => ({
    ...call,
    estimatedTime: millis(Math.min(LONGEST, usual(call))),
    // Generated appointments may lie days after the targets: nobody's plan could help.
    earliest: null,
    latest: null,
  }));
  const random = new Random('illness', seed);
  const illnesses: Illness[] = [];
  for (let day = begin as number; day < end; day += DAY) {
    for (const { code } of dataset.resources) {
      const falls = random.chance(ILL);
      const at = day + random.between(6, 14) * HOUR;
      if (falls)
        illnesses.push({ resource: code, from: instant(Math.floor(at / 60_000) * 60_000), to: instant(day + DAY) });
    }
  }
  const workFactor = (number: string) =>
    Math.exp(WORK_SPREAD * new Random('work', seed, number).normal() - WORK_SPREAD ** 2 / 2);
  return { name, dataset: { ...dataset, calls: history }, arrivals: feasible, begin, end, workFactor, illnesses };
}

/** Fixed some hours after, but before the days that are lived. */
const endOfPast = ({ loggedAt }: Call, begin: Instant): Instant => instant(Math.min(begin, loggedAt + 6 * HOUR));

/** As the call centre would have it: approved, with nothing known of what follows. */
const asLogged = (call: Call): Call => ({
  ...call,
  status: 'open',
  resource: null,
  pinned: false,
  respondedAt: null,
  fixedAt: null,
  closedAt: null,
  holds: [],
  excuse: null,
  plannedStart: null,
  keptTerms: null,
  raisedTo: null,
  emergency: null,
});

/** Working time as it will be, whole seconds. */
export const trueWork = (scenario: Scenario, number: string, thought: Millis): Millis =>
  millis(Math.max(60, Math.round((thought * scenario.workFactor(number)) / 1000)) * 1000);
