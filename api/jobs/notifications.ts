import { deliver } from '../services/notify/deliver.ts';
import { dispatch } from '../services/notify/dispatch.ts';
import type { Office } from '../services/office.ts';
import { every, type Repeated } from './every.ts';

const TICK = 1_000;

/** Tells people what has happened, for as long as it runs. Any number of processes may. */
export const keepTelling = (office: Office): Repeated =>
  every(TICK, 'notifications', office.log, async () => {
    await dispatch(office);
    await deliver(office);
  });
