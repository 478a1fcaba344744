import { type Instant, instant } from '#engine';
import { forgetDeliveries, forgetKeys, forgetPlans, pruneLive, readPlan } from '../../store/index.ts';
import type { Office } from '../office.ts';
import { every, type Repeated } from './every.ts';

const MINUTE = 60_000;
const TICK = MINUTE;
/** Plans grow old by themselves: work planned to begin has not, shifts go by. */
const PLAN_AGE = 5 * MINUTE;
/** Boards that were away for longer load anew. */
const LIVE_AGE = 60 * MINUTE;
/** A retry comes within seconds; keys are kept for a week. */
const KEY_AGE = 7 * 24 * 60 * MINUTE;

/** Any moment of the last hundred days can be made again with its plan. */
const PLANS_KEPT = 100 * 24 * 60 * MINUTE;
/** Messages that were sent, or given up, are kept for three months. */
const DELIVERY_AGE = 90 * 24 * 60 * MINUTE;

/** What no request asks for: plans that are missing or old are made again, old idempotency keys forgotten. */
export const keepUp = (office: Office): Repeated => every(TICK, 'upkeep', office.log, () => upkeep(office));

export async function upkeep(office: Office): Promise<void> {
  const now = office.clock();
  const em = office.store.em();
  await forgetKeys(em, instant(now - KEY_AGE));
  await pruneLive(em, LIVE_AGE);
  await forgetPlans(em, instant(now - PLANS_KEPT));
  await forgetDeliveries(em, instant(now - DELIVERY_AGE));
  void office.figures.bringUpToDate(office);
  const { tables } = await office.desk.upToDate(em, now);
  for (const territory of tables.territories.keys()) {
    if (office.stopping()) return;
    const { madeAt } = await readPlan(em, territory);
    if (isOld(madeAt, now)) await office.store.transaction((one) => office.jobs.replan(one, territory));
  }
}

const isOld = (madeAt: Instant | null, now: Instant): boolean => madeAt === null || now - madeAt >= PLAN_AGE;
