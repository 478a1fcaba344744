import type { Reference } from '../../model/dataset.ts';
import type { Resource } from '../../model/resource.ts';
import type { Site } from '../../model/site.ts';
import type { Instant } from '../../model/units.ts';
import type { CallFacts } from './facts.ts';
import type { CheckedShift } from './shifts.ts';
import type { Stop } from './stops.ts';

/** Somebody who has finished work in a running shift and has no more to do in it: the plan pays the way home. */
export interface IdleAway {
  readonly resource: Resource;
  readonly from: Site;
}

/** Those of the territories that the plan answers for: a territory without an open call has no plan. */
export function idleAway(
  reference: Reference,
  facts: ReadonlyMap<string, CallFacts>,
  routes: readonly Stop[][],
  shiftsOf: (resource: Resource) => readonly CheckedShift[],
  now: Instant,
): IdleAway[] {
  const planned = new Set<string>();
  const workers = new Set<string | null>();
  for (const { call, doneAt, inPlan, site } of facts.values()) {
    if (inPlan) planned.add(site.territory);
    if (doneAt !== null) workers.add(call.resource);
  }
  const busy = new Set<string>();
  for (const stop of routes.flat()) if (stop.shift !== null) busy.add(`${stop.resource.code} ${stop.shift.begin}`);
  return reference.resources
    .filter(({ code }) => workers.has(code))
    .flatMap((resource) =>
      shiftsOf(resource)
        .filter(({ begin, end, territory }) => begin <= now && now < end && planned.has(territory))
        .filter(({ begin, done }) => done !== null && !busy.has(`${resource.code} ${begin}`))
        .map(({ done }) => ({ resource, from: done!.lastSite })),
    );
}
