import * as P from './problem.ts';

/** Groups of resources that a call knows at most. */
const NEAR_GROUPS = 8;

/**
 * Resources that are alike (same home, speed, cost, skills and shifts) make one group, so that an empty route of one of
 * them is tried for all: where a hundred technicians start from one depot, a call looks at one empty route. A slot is a
 * shift of a group: those of group `g` are `slotOffset[g]` to `slotOffset[g + 1] - 1`, in order of time.
 */
export interface ResourceGroups {
  readonly groupOf: Int32Array;
  /** Some member of a group. */
  readonly member: Int32Array;
  /** Members of a group. */
  readonly members: Int32Array;
  readonly slotOffset: Int32Array;
  readonly slotOf: Int32Array;
  /** Groups near a call that can do it, nearest first, -1 where there are fewer: row `call * nearSize`; filled when first asked for. */
  readonly nearSize: number;
  readonly near: Int32Array;
  readonly isFilled: Uint8Array;
}

export function groupResources(p: P.TerritoryProblem): ResourceGroups {
  const resources = P.resourceCount(p);
  const profiles = p.profileOffset.length - 1;
  const groupOf = new Int32Array(resources);
  const member: number[] = [];
  const members: number[] = [];
  const known = new Map<string, number>();
  for (let r = 0; r < resources; r++) {
    const parts: (number | string)[] = [p.secondsPerKm[r]!, p.costPerSecond[r]!];
    if (p.scalars[P.IMBALANCE_PER_HOUR] !== 0) parts.push(p.worked[r]!, p.available[r]!);
    const home = P.homeNode(p, r) * 3;
    parts.push(p.places[home]!, p.places[home + 1]!, p.places[home + 2]!);
    for (let s = p.shiftOffset[r]!; s < p.shiftOffset[r + 1]!; s++) {
      // Whoever has something to do already, or is somewhere else, is like nobody.
      const isOwn = p.fixedOffset[s] !== p.fixedOffset[s + 1] || P.isAway(p, s);
      parts.push(
        isOwn ? `own ${s}` : p.origin[s]! < 0 ? 'open' : 'home',
        p.maxCalls[s]!,
        p.regularEnd[s]!,
        p.takesUpTo[s]!,
      );
      for (let b = p.bandOffset[s]!; b < p.bandOffset[s + 1]!; b++) parts.push(p.bandStart[b]!, p.bandEnd[b]!);
    }
    for (let k = 0; k < profiles; k++) parts.push(p.suits[k * resources + r]!);
    const key = parts.join();
    let group = known.get(key);
    if (group === undefined) {
      group = member.push(r) - 1;
      members.push(0);
      known.set(key, group);
    }
    groupOf[r] = group;
    members[group]! += 1;
  }
  const slotOffset = new Int32Array(member.length + 1);
  member.forEach((r, g) => {
    slotOffset[g + 1] = slotOffset[g]! + p.shiftOffset[r + 1]! - p.shiftOffset[r]!;
  });
  const slotOf = Int32Array.from(p.shiftResource, (r, s) => slotOffset[groupOf[r]!]! + s - p.shiftOffset[r]!);
  const nearSize = Math.min(NEAR_GROUPS, member.length);
  return {
    groupOf,
    member: Int32Array.from(member),
    members: Int32Array.from(members),
    slotOffset,
    slotOf,
    nearSize,
    near: new Int32Array(P.callCount(p) * nearSize).fill(-1),
    isFilled: new Uint8Array(P.callCount(p)),
  };
}

/** Fills all rows of `near`. */
export function fillAllNear(p: P.TerritoryProblem, groups: ResourceGroups): void {
  for (let call = 0; call < P.callCount(p); call++) if (groups.isFilled[call] === 0) fillNear(p, groups, call);
}

/** Fills the row of a call in `near`. */
export function fillNear(p: P.TerritoryProblem, groups: ResourceGroups, call: number): void {
  const { near, nearSize, member } = groups;
  const row = call * nearSize;
  const resources = P.resourceCount(p);
  const suited = p.profile[call]! * resources;
  let found = 0;
  for (let g = 0; g < member.length; g++) {
    const r = member[g]!;
    if (p.suits[suited + r] === P.UNSUITED) continue;
    const s = p.shiftOffset[r]!;
    const from = s < p.shiftOffset[r + 1]! && P.isAway(p, s) ? p.origin[s]! : P.homeNode(p, r);
    const distance = P.chordSquared(p, from, call);
    if (found === nearSize && distance >= distances[nearSize - 1]!) continue;
    let at = found < nearSize ? found++ : nearSize - 1;
    for (; at > 0 && distances[at - 1]! > distance; at--) {
      distances[at] = distances[at - 1]!;
      near[row + at] = near[row + at - 1]!;
    }
    distances[at] = distance;
    near[row + at] = g;
  }
  groups.isFilled[call] = 1;
}

/** Of the row that is being filled: taken once, as rows are filled while searching. */
const distances = new Float64Array(NEAR_GROUPS);
