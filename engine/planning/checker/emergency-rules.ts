import type { Reference } from '../../model/dataset.ts';
import type { Plan } from '../../model/plan.ts';
import type { Policy } from '../../model/policy.ts';
import type { Resource } from '../../model/resource.ts';
import { DAY, type Instant } from '../../model/units.ts';
import { spokenTime } from '../../time/index.ts';
import { letInBetween } from './access-rule.ts';
import { longestCalledOut, overtimeAllowed } from './class-limits.ts';
import { roadKilometres, secondsNeeded } from './distance.ts';
import type { Stretch } from './duties.ts';
import type { CallFacts } from './facts.ts';
import type { CheckedShift } from './shifts.ts';
import type { Stop } from './stops.ts';
import type { Violation } from './violation.ts';

interface Point {
  readonly latitude: number;
  readonly longitude: number;
}

/** Work that an emergency does not push aside: where and when it ends, and when the way to it has to be over. */
interface Obstacle {
  readonly site: Point;
  readonly from: number;
  readonly to: number;
}

/** Ways are taken a second longer than they are, so that no rounding is taken for a delay. */
const ROUNDING = 1;

/**
 * Rule 10: every emergency is reached at the earliest instant at which anybody able can be there without leaving work
 * that has begun, whatever else is planned. Emergencies ahead of it in the order keep their time.
 * @param positionOf place in the order; without it all other emergencies keep theirs.
 */
export function checkEmergencies(
  reference: Reference,
  facts: ReadonlyMap<string, CallFacts>,
  routes: readonly Stop[][],
  shiftsOf: (resource: Resource) => readonly CheckedShift[],
  plan: Plan,
  now: Instant,
  positionOf: (call: string) => number | null,
): Violation[] {
  const stopOf = new Map(routes.flat().map((stop) => [stop.facts.call.number, stop]));
  const planned = [...plan.allocations, ...plan.unallocated].map(({ call }) => facts.get(call));
  const waiting = planned.filter(
    (own) => own?.class === 'emergency' && own.barred === null && !hasBegun(own) && !isWithNobodyKnown(own),
  );
  const found: Violation[] = [];
  for (const own of waiting as CallFacts[]) {
    const position = positionOf(own.call.number);
    const keepsTime = ({ facts: other }: Stop): boolean => {
      if (other === own || other.class !== 'emergency') return false;
      const ahead = positionOf(other.call.number);
      return position === null || ahead === null || ahead < position;
    };
    const start = stopOf.get(own.call.number)?.allocation.start ?? Number.POSITIVE_INFINITY;
    const doors = letInBetween(own, reference, now, now + reference.policy.horizon + DAY);
    for (const resource of reference.resources) {
      if (!mayTake(own, resource)) continue;
      const stops = routes.find((each) => each[0]?.resource === resource) ?? [];
      const soonest = earliestBy(reference.policy, own, resource, shiftsOf(resource), stops, doors, now, keepsTime);
      if (soonest >= start) continue;
      found.push(violationOf(reference, own, resource, soonest));
      break;
    }
  }
  return found;
}

const hasBegun = ({ status }: CallFacts): boolean => status === 'travelling' || status === 'on-site';

/** Pinned to, or accepted by, somebody whom the tables don't have. */
const isWithNobodyKnown = ({ isKept, fixedTo }: CallFacts): boolean => isKept && fixedTo === null;

const mayTake = ({ fixedTo, mayLeave, skills }: CallFacts, resource: Resource): boolean =>
  fixedTo !== null && !mayLeave
    ? fixedTo === resource.code
    : skills.every((needed) => resource.skills.some((own) => own.skill === needed.skill && own.level >= needed.level));

function violationOf(reference: Reference, own: CallFacts, { code, territory }: Resource, at: number): Violation {
  const zone = reference.territories.find((each) => each.code === territory)!.timeZone;
  const text = `Emergency ${own.call.number} could be reached by ${code} at ${spokenTime(at as Instant, zone)}, the plan has it later.`;
  return { code: 'emergency-delayed', call: own.call.number, resource: code, text, fixed: false };
}

/** Earliest start of work that a resource can give an emergency; Infinity: none. */
function earliestBy(
  policy: Policy,
  own: CallFacts,
  resource: Resource,
  shifts: readonly CheckedShift[],
  stops: readonly Stop[],
  doors: readonly Stretch[],
  now: number,
  keepsTime: (stop: Stop) => boolean,
): number {
  const begun = stops.filter(({ facts }) => hasBegun(facts));
  const freeAt = Math.max(now, ...begun.map(({ allocation }) => allocation.finish));
  const lastBegun = begun.find(({ allocation }) => allocation.finish === freeAt);
  let best = Number.POSITIVE_INFINITY;
  for (const shift of shifts) {
    if (shift.territory !== own.site.territory || shift.end <= now || isClosedTo(policy, own, shift)) continue;
    const isHere = lastBegun !== undefined && lastBegun.shift === shift;
    // Where begun work lies across shifts, only what follows it at home is sure.
    if (begun.length > 0 && !isHere) {
      const home = (secondsBetween(policy, lastBegun!.facts.site, resource, resource) + 1) * 1000;
      if (shift.begin < freeAt + home) continue;
    }
    const obstacles = stops
      .filter((stop) => stop.shift === shift && keepsTime(stop))
      .map(({ facts, allocation }): Obstacle => ({ site: facts.site, from: allocation.start, to: allocation.finish }));
    const done = (shift.done?.calls ?? 0) + (isHere ? begun.filter((stop) => stop.shift === shift).length : 0);
    if (resource.maxCalls !== null && done + obstacles.length >= resource.maxCalls * shift.dates) continue;
    const home = policy.routeStart === 'open' ? null : resource;
    const origin = isHere ? lastBegun.facts.site : (shift.done?.lastSite ?? home);
    best = Math.min(best, startBeside(policy, own, resource, shift, { origin, freeAt, obstacles, doors }));
  }
  return best;
}

/** Whether people on call in a shift are not called out for such a call. Every class may call out for emergencies. */
const isClosedTo = (policy: Policy, { workTime }: CallFacts, { onlyUpTo }: CheckedShift): boolean =>
  onlyUpTo !== null && workTime > longestCalledOut(policy, 'emergency');

/** Earliest start in a shift, before, between or after what keeps its time. */
function startBeside(
  policy: Policy,
  own: CallFacts,
  resource: Resource,
  { bands, regularEnd }: CheckedShift,
  at: {
    readonly origin: Point | null;
    readonly freeAt: number;
    readonly obstacles: readonly Obstacle[];
    readonly doors: readonly Stretch[];
  },
): number {
  const { call, site, workTime } = own;
  const close = regularEnd + overtimeAllowed(policy, 'emergency');
  const soonest = (from: number, length: number): number => {
    for (const band of bands) {
      const start = Math.max(band.start, from);
      if (start + length <= band.end) return start;
    }
    return Number.POSITIVE_INFINITY;
  };
  const inTurn = [...at.obstacles].sort((a, b) => a.from - b.from);
  for (let k = 0; k <= inTurn.length; k++) {
    const before = inTurn[k - 1];
    const behind = inTurn[k];
    const origin = before?.site ?? at.origin;
    const way = origin === null ? 0 : secondsBetween(policy, origin, site, resource) * 1000;
    const start = at.doors
      .map(([opens, shuts]) => {
        const arrival = soonest(Math.max(at.freeAt, before?.to ?? 0, opens - way), way) + way;
        const begin = soonest(Math.max(arrival, call.earliest ?? 0), workTime);
        return begin + workTime <= shuts ? begin : Number.POSITIVE_INFINITY;
      })
      .reduce((least, begin) => Math.min(least, begin), Number.POSITIVE_INFINITY);
    const finish = start + workTime;
    if (!(finish <= close)) continue;
    const onward = behind?.site ?? (policy.routeEnd === 'open' ? null : resource);
    const leg = onward === null ? 0 : secondsBetween(policy, site, onward, resource) * 1000;
    if (soonest(finish, leg) + leg <= (behind?.from ?? close)) return start;
  }
  return Number.POSITIVE_INFINITY;
}

/** Whole seconds between two places, rounding counted in. */
const secondsBetween = (policy: Policy, from: Point, to: Point, { speed }: Resource): number =>
  Math.ceil(secondsNeeded(roadKilometres(from, to, policy), policy, speed)) + ROUNDING;
