import { createEscalationWatch } from '../../features/escalation/escalation-watch.ts';
import type { Office } from '../office.ts';
import { every, type Repeated } from './every.ts';

/** Well below the shortest target of any contract. */
const TICK = 2_000;

/** Escalates what is due, for as long as it runs. Any number of processes may. */
export function keepEscalating(office: Office): Repeated {
  const watch = createEscalationWatch(office);
  return every(TICK, 'escalations', office.log, async () => {
    await watch.look();
  });
}
