import { deliverMail, deliverWebhooks } from '../../features/notifications/deliver.ts';
import { dispatch } from '../../features/notifications/dispatch.ts';
import type { Office } from '../office.ts';
import { every, type Repeated, together } from './every.ts';

const TICK = 1_000;

/** Tells people what has happened, for as long as it runs. Any number of processes may. None of the three waits for another. */
export const keepTelling = (office: Office): Repeated =>
  together([
    every(TICK, 'notifications', office.log, async (signal) => void (await dispatch(office, signal))),
    every(TICK, 'e-mail', office.log, async (signal) => void (await deliverMail(office, signal))),
    every(TICK, 'webhooks', office.log, async (signal) => void (await deliverWebhooks(office, signal))),
  ]);
