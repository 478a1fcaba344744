import type { SkillLevel } from '../../model/skill.ts';
import { SUITED, WASTED } from './problem.ts';
import type { PlannableCall, PlannableResource } from './territory-input.ts';

/** A skill is scarce where at most this share of a territory's resources have it, at whatever level. */
export const SCARCE_SHARE = 0.2;

export const hasSkill = (skills: readonly SkillLevel[], needed: SkillLevel): boolean =>
  skills.some(({ skill, level }) => skill === needed.skill && level >= needed.level);

/** Skills that few of these resources have. */
export function scarceSkills(resources: readonly PlannableResource[]): Set<string> {
  const holders = new Map<string, number>();
  for (const { skills } of resources) for (const { skill } of skills) holders.set(skill, (holders.get(skill) ?? 0) + 1);
  return new Set([...holders].filter(([, count]) => count <= SCARCE_SHARE * resources.length).map(([skill]) => skill));
}

/** Whether a resource has a scarce skill and the call needs none of those: "a scarce expert for common work". */
export const isWasted = (resource: PlannableResource, call: PlannableCall, scarce: ReadonlySet<string>): boolean =>
  resource.skills.some(({ skill }) => scarce.has(skill)) &&
  !call.skills.some(
    (needed) => scarce.has(needed.skill) && resource.skills.some(({ skill }) => skill === needed.skill),
  );

export interface SkillProfiles {
  readonly profile: Int32Array;
  readonly profileOffset: Int32Array;
  readonly capable: Int32Array;
  readonly wasted: Uint8Array;
  readonly suits: Uint8Array;
}

/**
 * Groups calls by what they need, and finds for each such profile who can do it. Every skill at a level that is asked
 * gets a bit; a resource can do a profile where its bits contain the profile's. A call tied to a resource is done by
 * that one alone, whatever its skills.
 * @param tiedTo resource of each call; -1: not tied.
 */
export function skillProfiles(
  calls: readonly PlannableCall[],
  resources: readonly PlannableResource[],
  tiedTo: Int32Array,
): SkillProfiles {
  const bitOf = new Map<string, number>();
  const asked: SkillLevel[] = [];
  const profileOf = new Map<string, number>();
  const needs: number[][] = [];
  const example: PlannableCall[] = [];
  const only: number[] = [];
  const profile = Int32Array.from(calls, (call, c) => {
    const bits = call.skills.map((needed) => {
      const key = `${needed.level} ${needed.skill}`;
      let bit = bitOf.get(key);
      if (bit === undefined) {
        bit = asked.push(needed) - 1;
        bitOf.set(key, bit);
      }
      return bit;
    });
    const key = `${tiedTo[c]} ${bits.sort((a, b) => a - b).join()}`;
    let index = profileOf.get(key);
    if (index === undefined) {
      index = needs.push(bits) - 1;
      profileOf.set(key, index);
      example.push(call);
      only.push(tiedTo[c]!);
    }
    return index;
  });

  const scarce = scarceSkills(resources);
  const has = resources.map(({ skills }) => Uint8Array.from(asked, (needed) => (hasSkill(skills, needed) ? 1 : 0)));
  const profileOffset = new Int32Array(needs.length + 1);
  const capable: number[] = [];
  const wasted: number[] = [];
  const suits = new Uint8Array(needs.length * resources.length);
  needs.forEach((bits, index) => {
    has.forEach((own, r) => {
      const isAble = bits.every((bit) => own[bit] === 1);
      if (only[index]! < 0 ? !isAble : only[index] !== r) return;
      capable.push(r);
      const isIdle = isAble && isWasted(resources[r]!, example[index]!, scarce);
      wasted.push(isIdle ? 1 : 0);
      suits[index * resources.length + r] = isIdle ? WASTED : SUITED;
    });
    profileOffset[index + 1] = capable.length;
  });
  return { profile, profileOffset, capable: Int32Array.from(capable), wasted: Uint8Array.from(wasted), suits };
}
