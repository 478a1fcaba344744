import { hasSkill } from '../problem/skill-profiles.ts';
import type { HardRule } from './rule.ts';

/** Every skill of the model and of the site, at its level. */
export const skillRule: HardRule = ({ call, resource }) => {
  const missing = call.skills.filter((needed) => !hasSkill(resource.skills, needed));
  if (missing.length === 0) return null;
  const parts = missing.map(({ skill, level }) => {
    const own = resource.skills.find((s) => s.skill === skill);
    return `${skill} level ${level} (has ${own === undefined ? 'none' : `level ${own.level}`})`;
  });
  const text = `${resource.code} lacks ${parts.join(' and ')} for ${call.number}. Send somebody who has it.`;
  return { code: 'skill-missing', resource: resource.code, text };
};
