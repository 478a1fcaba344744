import type { CallStatus } from '../model/call.ts';
import type { Plan } from '../model/plan.ts';
import { doorsOf, earliestPlace, type LaidPlace, type Roster } from './problem/fixed-work.ts';
import { hasSkill } from './problem/skill-profiles.ts';
import { keepsResource, type PlannableCall, type TerritoryInput } from './problem/territory-input.ts';
import { mayBeCalledOut, overtimeFor } from './shifts/extra-hours.ts';

/**
 * Which emergencies the search may move like other calls: none of them, one by its number, or `all`. `asIn`: each stays
 * with the resource that a plan gives it, as early as that can be there; those without a place in it are free.
 */
export type FreeEmergencies =
  | { readonly call: string }
  | { readonly asIn: ReadonlyMap<string, string> }
  | 'all'
  | 'none';

/** Whether an emergency is left to the search. */
export function isFreed(call: PlannableCall, free: FreeEmergencies): boolean {
  if (call.class !== 'emergency' || free === 'none') return false;
  if (free === 'all') return true;
  return 'call' in free ? free.call === call.number : !free.asIn.has(call.number);
}

/** Emergencies as a plan has them. */
export const emergenciesIn = ({ allocations }: Pick<Plan, 'allocations'>): FreeEmergencies => ({
  asIn: new Map(allocations.map(({ call, resource }) => [call, resource])),
});

/** Nobody leaves these calls: their times are facts. */
const BEGUN: ReadonlySet<CallStatus> = new Set(['travelling', 'on-site']);

/** A resource that can reach an emergency, and its earliest place there. */
export interface Reach {
  /** Index of the resource. */
  readonly resource: number;
  readonly place: LaidPlace;
}

/** Ways of equal merit, and emergencies behind, that are looked at before one of them is taken. */
const MOST_EQUAL = 8;
const MOST_BEHIND = 8;

/**
 * Gives every emergency the earliest start of work that anybody able can give it, whatever that costs (rule 10): over all
 * shifts, overtime and turns on call, behind started work alone. Several are served in their order; of resources that
 * reach one at the same instant the one is taken with which those behind it are reached earliest, then the one that has
 * it at present, then the nearest.
 * @param rosters of the resources, with started work laid; what is laid here is added.
 * @returns the calls that were laid, by index.
 */
export function layEmergencies(
  input: TerritoryInput,
  rosters: readonly Roster[],
  free: FreeEmergencies,
): ReadonlySet<number> {
  const laid = new Set<number>();
  const waiting = free === 'all' ? [] : emergenciesOf(input, free);
  waiting.forEach((call, k) => {
    const equal = earliestReach(input, rosters, call, free).slice(0, MOST_EQUAL);
    if (equal.length === 0) return;
    let best = equal[0]!;
    const behind = waiting.slice(k + 1, k + 1 + MOST_BEHIND);
    if (equal.length > 1 && behind.length > 0) {
      let least: number[] | null = null;
      for (const reach of equal) {
        const starts = startsBehind(input, rosters, reach, behind);
        if (least !== null && !isEarlier(starts, least)) continue;
        least = starts;
        best = reach;
      }
    }
    lay(rosters, best);
    laid.add(call);
  });
  return laid;
}

/** Emergencies that somebody is to be sent to, in their order, by index. */
function emergenciesOf({ calls, policy, resources }: TerritoryInput, free: FreeEmergencies): number[] {
  const isKnown = (code: string | null) => resources.some((resource) => resource.code === code);
  const waits = (call: PlannableCall): boolean =>
    call.class === 'emergency' &&
    !call.held &&
    call.duplicateOf === null &&
    call.status !== 'awaiting-approval' &&
    !BEGUN.has(call.status) &&
    !isFreed(call, free) &&
    (!keepsResource(call, policy) || isKnown(call.resource));
  return calls.flatMap((call, c) => (waits(call) ? [c] : []));
}

/** Every resource that can be there, with its earliest place. One that is pinned or accepted stays with its resource. */
export function reachOf(
  input: TerritoryInput,
  rosters: readonly Roster[],
  c: number,
  free: FreeEmergencies = 'none',
): Reach[] {
  const { policy, resources } = input;
  const call = input.calls[c]!;
  const wanted = {
    call: c,
    work: call.workTime,
    overtime: overtimeFor(policy, call.class),
    release: call.earliest ?? 0,
    latest: Number.POSITIVE_INFINITY,
    doors: doorsOf(call, keepsResource(call, policy)),
  };
  const isCalledOut = mayBeCalledOut(policy, call);
  const only = typeof free === 'object' && 'asIn' in free ? free.asIn.get(call.number) : undefined;
  return resources.flatMap((resource, r): Reach[] => {
    if (only !== undefined && only !== resource.code) return [];
    if (keepsResource(call, policy) && call.resource !== resource.code) return [];
    if (!keepsResource(call, policy) && !call.skills.every((needed) => hasSkill(resource.skills, needed))) return [];
    const { shifts, travel } = rosters[r]!;
    const open = isCalledOut ? shifts : shifts.filter(({ onCallUpTo }) => onCallUpTo === null);
    const place = earliestPlace(open, wanted, travel);
    return place === null ? [] : [{ resource: r, place }];
  });
}

/** The resources that reach a call first, at the same instant: the one that has it at present, then the nearest. */
function earliestReach(input: TerritoryInput, rosters: readonly Roster[], c: number, free: FreeEmergencies): Reach[] {
  const reach = reachOf(input, rosters, c, free);
  const first = reach.reduce((least, { place }) => Math.min(least, place.work.start), Number.POSITIVE_INFINITY);
  const { number, resource } = input.calls[c]!;
  const present = resource ?? input.present?.get(number)?.resource ?? null;
  const isOther = ({ resource: r }: Reach) => (input.resources[r]!.code === present ? 0 : 1);
  return reach
    .filter(({ place }) => place.work.start === first)
    .sort((a, b) => isOther(a) - isOther(b) || a.place.work.seconds - b.place.work.seconds || a.resource - b.resource);
}

function lay(rosters: readonly Roster[], { resource, place: { shift, position, work } }: Reach): void {
  shift.fixed.splice(position, 0, work);
  rosters[resource]!.laid.push(work);
}

function takeOut(rosters: readonly Roster[], { resource, place: { shift, work } }: Reach): void {
  shift.fixed.splice(shift.fixed.indexOf(work), 1);
  rosters[resource]!.laid.pop();
}

/** When the emergencies behind would be reached, each by the first of those who are there first. */
function startsBehind(
  input: TerritoryInput,
  rosters: readonly Roster[],
  first: Reach,
  behind: readonly number[],
): number[] {
  const laid = [first];
  lay(rosters, first);
  const starts = behind.map((call) => {
    const reach = earliestReach(input, rosters, call, 'none')[0];
    if (reach === undefined) return Number.POSITIVE_INFINITY;
    lay(rosters, reach);
    laid.push(reach);
    return reach.place.work.start;
  });
  for (const reach of laid.reverse()) takeOut(rosters, reach);
  return starts;
}

/** Whether the first difference of two lists is to the good of `a`. */
function isEarlier(a: readonly number[], b: readonly number[]): boolean {
  const k = a.findIndex((start, i) => start !== b[i]);
  return k >= 0 && a[k]! < b[k]!;
}
