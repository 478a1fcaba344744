import type { TerritoryInput } from '#engine';
import type { Office } from '../../../platform/office.ts';

/** What a plan made anew may take. */
export const budgetOf = ({ planning }: Office, { policy }: TerritoryInput) => ({
  seed: planning.seed,
  iterations: planning.iterations ?? (planning.milliseconds === null ? policy.iterations : Number.MAX_SAFE_INTEGER),
  milliseconds: planning.milliseconds,
});
