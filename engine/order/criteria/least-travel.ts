import type { Reference } from '../../model/dataset.ts';
import type { Resource } from '../../model/resource.ts';
import type { Site } from '../../model/site.ts';
import type { SkillLevel } from '../../model/skill.ts';
import { HOUR } from '../../model/units.ts';
import { greatCircle } from './great-circle.ts';

/**
 * Least travel time to a device, whole milliseconds, for `slack` (decision 17): from the home of the nearest resource
 * that works in the site's territory and has every skill of model and site at its level. 0 where there is none:
 * a call that nobody can take is not made more urgent by a journey that nobody makes.
 */
export type LeastTravel = (device: string) => number;

/** Worked out once a pair of site and model, when first asked for. */
export function createLeastTravel(reference: Reference): LeastTravel {
  const { policy } = reference;
  const sites = new Map(reference.sites.map((site) => [site.code, site]));
  const models = new Map(reference.models.map((model) => [model.code, model]));
  const devices = new Map(reference.devices.map((device) => [device.code, device]));
  const workers = resourcesByTerritory(reference);
  const known = new Map<string, Map<string, number>>();

  function nearest(site: Site, skills: readonly SkillLevel[]): number {
    let least = Infinity;
    for (const resource of workers.get(site.territory) ?? []) {
      if (!skills.every((needed) => hasSkill(resource, needed))) continue;
      const hours = (greatCircle(resource, site) * policy.detourFactor) / (policy.speed * resource.speed);
      least = Math.min(least, hours);
    }
    return least === Infinity ? 0 : Math.round(least * HOUR);
  }

  return (code) => {
    const device = devices.get(code);
    const site = device && sites.get(device.site);
    const model = device && models.get(device.model);
    if (site === undefined || model === undefined) return 0;
    const ofSite = known.get(site.code) ?? new Map<string, number>();
    known.set(site.code, ofSite);
    const least = ofSite.get(model.code) ?? nearest(site, [...model.skills, ...site.skills]);
    ofSite.set(model.code, least);
    return least;
  };
}

function hasSkill(resource: Resource, needed: SkillLevel): boolean {
  return resource.skills.some(({ skill, level }) => skill === needed.skill && level >= needed.level);
}

/** Who works in a territory, those lent to it for some shift included. */
function resourcesByTerritory(reference: Reference): Map<string, Set<Resource>> {
  const byCode = new Map(reference.resources.map((resource) => [resource.code, resource]));
  const workers = new Map<string, Set<Resource>>(reference.territories.map(({ code }) => [code, new Set()]));
  for (const resource of reference.resources) workers.get(resource.territory)?.add(resource);
  for (const { resource, territory } of reference.policy.lent) {
    const lent = byCode.get(resource);
    if (lent !== undefined) workers.get(territory)?.add(lent);
  }
  return workers;
}
