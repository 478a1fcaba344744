import type { Problem } from '#engine';
import { shown } from '../../problem.ts';

export const unknownResource = (resource: string): Problem => ({
  code: 'unknown-resource',
  field: 'resource',
  value: shown(resource),
  message: `There is no resource ${shown(resource)}.`,
  action: 'Check the code; GET /calls/{number}/candidates lists who could take the call.',
});
