import {
  type Call,
  checkPlan,
  type Instant,
  instant,
  inversionsIn,
  isFinishedWork,
  millis,
  type OrderedCall,
  openBook,
  type Plan,
  type TerritoryInput,
  territoryInput,
} from '#engine';
import { type Scenario, trueWork } from './scenario.ts';

/** How days are run: who plans, and who is kept at hand. */
export interface DayPolicy {
  /** Makes a plan from what is known at `input.now`. */
  readonly plan: (input: TerritoryInput) => Plan;
  /** Whether somebody who could leave for a call stays, for what may come; asked again at each event. null: nobody does. */
  readonly holdsBack: ((moment: Moment, ordered: OrderedCall, workTime: number) => boolean) | null;
}

/** Who is at work at an instant. */
export interface Moment {
  readonly now: Instant;
  /** On shift. */
  readonly present: number;
  /** Of them, with nothing begun. */
  readonly free: number;
}

/** One call as it went. */
export interface Lived {
  readonly call: Call;
  /** As it stood in the order when somebody left for it. */
  readonly ordered: OrderedCall;
  readonly resource: string;
  readonly left: Instant;
  readonly arrived: Instant;
  readonly finished: Instant;
  readonly travelSeconds: number;
}

export interface LivedDays {
  readonly lived: readonly Lived[];
  /** Calls that nobody had gone to when the days were given up, and their places in the last order. */
  readonly never: readonly OrderedCall[];
  readonly plans: number;
  readonly appointmentsMissed: number;
  readonly inversions: InversionCount;
  readonly until: Instant;
}

/** Calls that somebody could have served before one of a lower class, over the plans in which they were counted. */
export interface InversionCount {
  /** Every tenth plan: each inversion is tried, which takes longer than planning. */
  readonly plans: number;
  readonly calls: number;
  /** Of them, those within the policy's detour. */
  readonly avoidable: number;
  readonly emergencies: number;
}

/** What somebody has begun. */
interface Working {
  readonly number: string;
  readonly left: Instant;
  readonly arrives: Instant;
  readonly ends: Instant;
  readonly travel: number;
  readonly ordered: OrderedCall;
}

const HOUR = 3_600_000;
/** Inversions are counted in every so many plans. */
const COUNTED_EVERY = 10;
/** What came in the days is worked off for so long afterwards. */
const AFTER = 5 * 24 * HOUR;

/**
 * Lives the days of a scenario in one territory: a plan at each event (a call arrives, work ends, somebody falls ill,
 * a shift begins to have work), people leave when the plan in force says so, and stay with what they have begun.
 * Every plan is seen to keep the hard rules.
 */
export function liveDays(scenario: Scenario, { plan: planner, holdsBack }: DayPolicy): LivedDays {
  const { dataset, arrivals, begin } = scenario;
  const territory = dataset.territories[0]!.code;
  const opened = openBook({ ...dataset, calls: [...dataset.calls] }, begin);
  if (!opened.ok) throw new Error(opened.problems[0]?.message);
  const book = opened.value;
  const until = instant(scenario.end + AFTER);
  const finished: Call[] = [];
  const working = new Map<string, Working>();
  const lived: Lived[] = [];
  let absences = dataset.absences;
  let plans = 0;
  const inversions = { plans: 0, calls: 0, avoidable: 0, emergencies: 0 };
  let appointmentsMissed = 0;
  let nextArrival = 0;
  let nextIllness = 0;
  let plan: Plan | null = null;
  let input: TerritoryInput | null = null;
  let now = begin;

  const put = (number: string, change: Partial<Call>) => {
    const call = { ...book.call(number)!, ...change };
    book.put(call);
    return call;
  };
  const illnesses = [...scenario.illnesses].sort((a, b) => a.from - b.from);

  for (;;) {
    // What has happened by now.
    book.advance(now);
    let news = plan === null;
    for (; nextArrival < arrivals.length && arrivals[nextArrival]!.loggedAt <= now; nextArrival++) {
      book.put(arrivals[nextArrival]!);
      news = true;
    }
    for (; nextIllness < illnesses.length && illnesses[nextIllness]!.from <= now; nextIllness++) {
      const { resource, from, to } = illnesses[nextIllness]!;
      absences = [...absences, { row: 0, resource, from, to, reason: 'sick' }];
      const replaced = book.replaceReference({ ...book.reference, absences });
      if (!replaced.ok) throw new Error(replaced.problems[0]?.message);
      news = true;
    }
    for (const [resource, work] of working) {
      if (work.arrives <= now && book.call(work.number)?.status === 'travelling') {
        put(work.number, { status: 'on-site', respondedAt: work.arrives });
      }
      if (work.ends > now) continue;
      const call = put(work.number, { status: 'closed', fixedAt: work.ends, closedAt: work.ends });
      finished.push(call);
      working.delete(resource);
      lived.push({
        ...{ call, ordered: work.ordered, resource, left: work.left, arrived: work.arrives, finished: work.ends },
        travelSeconds: work.travel,
      });
      news = true;
    }
    // An appointment that nobody kept is off: somebody comes as soon as possible.
    for (const number of book.openNumbers) {
      const call = book.call(number)!;
      if (call.latest === null || call.latest >= now || call.status !== 'open') continue;
      put(number, { earliest: null, latest: null });
      appointmentsMissed += 1;
      news = true;
    }
    if (
      news ||
      plan!.allocations.some(
        ({ fixed, travelStart, resource }) => !fixed && travelStart <= now && !working.has(resource),
      )
    ) {
      const recent = finished.filter((call) => isFinishedWork(call, now));
      input = territoryInput(
        { ...book.reference, absences },
        book.all(),
        (number) => book.call(number)!,
        (number) => book.status(number)!,
        territory,
        now,
        recent,
      );
      plan = planner(input);
      plans += 1;
      const open = input.calls.map(({ number }) => book.call(number)!);
      const reference = { ...book.reference, absences };
      const classOf = (number: string) => book.ordered(number)?.class ?? null;
      const defect = checkPlan(reference, [...open, ...recent], plan, now, classOf).find(({ fixed }) => !fixed);
      if (defect !== undefined) throw new Error(`${scenario.name}: ${defect.text}`);
      if (plans % COUNTED_EVERY === 0) {
        const found = inversionsIn(reference, [...open, ...recent], plan, now, classOf, {
          orderedOf: (number) => book.ordered(number),
          positionOf: (number) => book.ordered(number)?.position ?? null,
        });
        inversions.plans += 1;
        inversions.calls += found.length;
        inversions.avoidable += found.filter(({ isAvoidable }) => isAvoidable).length;
        inversions.emergencies += found.filter((each) => each.class === 'emergency').length;
      }
    }
    // Who is free and due to leave leaves.
    const leaving = plan!.allocations.filter(
      ({ resource, travelStart }) => travelStart <= now && !working.has(resource),
    );
    for (const { call: number, resource, arrival, start, finish, travelSeconds, travelStart } of leaving) {
      const call = book.call(number);
      if (working.has(resource) || call === null || call.status === 'travelling' || call.status === 'on-site') continue;
      const ordered = book.ordered(number);
      if (ordered === null) continue;
      if (holdsBack?.(momentOf(input!, now, working), ordered, finish - start)) continue;
      const work = trueWork(scenario, number, millis(finish - start));
      working.set(resource, {
        ...{ number, arrives: instant(Math.max(arrival, start)), ends: instant(Math.max(arrival, start) + work) },
        ...{ travel: travelSeconds, ordered, left: travelStart },
      });
      put(number, { status: 'travelling', resource });
    }
    // On to what happens next.
    let next = Number.POSITIVE_INFINITY;
    const at = (instantOfEvent: number) => {
      if (instantOfEvent > now) next = Math.min(next, instantOfEvent);
    };
    if (nextArrival < arrivals.length) at(arrivals[nextArrival]!.loggedAt);
    if (nextIllness < illnesses.length) at(illnesses[nextIllness]!.from);
    for (const { arrives, ends } of working.values()) {
      at(arrives);
      at(ends);
    }
    for (const { travelStart, resource } of plan!.allocations) if (!working.has(resource)) at(travelStart);
    if (!Number.isFinite(next)) {
      if (book.size === 0 || now >= until) break;
      next = now + HOUR;
    }
    if (next > until) break;
    now = instant(next);
  }
  return { lived, never: book.all(), plans, appointmentsMissed, inversions, until: now };
}

function momentOf({ resources }: TerritoryInput, now: Instant, working: ReadonlyMap<string, unknown>): Moment {
  const present = resources.filter(({ shifts }) =>
    shifts.some(({ bands }) => bands.some(({ start, end }) => start <= now && now < end)),
  );
  return { now, present: present.length, free: present.filter(({ code }) => !working.has(code)).length };
}
