import type { HardRule } from './rule.ts';

/** A resource works in one territory, unless it is lent to another for a shift. */
export const territoryRule: HardRule = ({ input, resource }) =>
  input.resources.some(({ code }) => code === resource.code)
    ? null
    : {
        code: 'resource-not-in-territory',
        resource: resource.code,
        text: `${resource.code} works in another territory than ${input.territory}. Lend ${resource.code} to it for a shift.`,
      };
