import { type Allocation, formatInstant, type Unallocated } from '#engine';
import { reasonsView } from '../../../platform/views.ts';
import type { LiveEvent } from '../../live/live.ts';

/** Changes in one event: what a listener is sent at once has a size at most. */
const CHANGES = 40;

/** A new plan as boards are told of it: in one event or, where it changes much, in several. `left`: has no place since. */
export function planEvents(
  territory: string,
  changed: readonly Allocation[],
  left: readonly Unallocated[],
): LiveEvent[] {
  const changes = changed.map(({ call, resource, start }) => ({ call, resource, start: formatInstant(start) }));
  const unallocated = left.map(({ call, reasons }) => ({ call, reasons: reasonsView(reasons.slice(0, 1)) }));
  const events: LiveEvent[] = [];
  do {
    const told = changes.splice(0, CHANGES);
    events.push({
      kind: 'plan',
      territory,
      changed: told,
      unallocated: unallocated.splice(0, CHANGES - told.length),
    });
  } while (changes.length > 0 || unallocated.length > 0);
  return events;
}
