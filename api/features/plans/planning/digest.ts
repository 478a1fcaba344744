import { createHash } from 'node:crypto';
import { objectiveOf, PLACE_FIELDS, type Plan } from '#engine';

/** The same for two plans that give the same calls to the same people at the same times, leave out the same and cost the same. */
export function planDigest(plan: Plan): string {
  const { allocations, unallocated } = plan;
  const placed = allocations.map((each) => [each.call, ...PLACE_FIELDS.map((field) => each[field])].join());
  const out = unallocated.map(({ call }) => call);
  const text = JSON.stringify([placed.sort(), out.sort(), objectiveOf(plan)]);
  return createHash('sha256').update(text).digest('base64url');
}
