import { raiseMaintenance } from '../../features/maintenance/raise-maintenance.ts';
import type { Office } from '../office.ts';
import { every, type Repeated } from './every.ts';

/** Repairs to join with come and go within the hour; due dates by the day. */
const TICK = 10 * 60_000;

/** Raises preventive maintenance that is due, for as long as it runs. Any number of processes may. */
export const keepMaintained = (office: Office): Repeated =>
  every(TICK, 'preventive maintenance', office.log, async () => {
    await raiseMaintenance(office);
  });
