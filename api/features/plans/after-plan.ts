import { forecastStep, instant, missesShown, type Plan } from '#engine';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import { deviceOf } from '../../platform/views.ts';
import { stepsTaken } from '../../store/index.ts';
import { escalateForecasts, stepsOf } from '../escalation/escalate.ts';
import { tellPlanned } from '../notifications/told.ts';

/**
 * What a saved plan shows beyond itself: who is to be told that somebody comes, and targets that it will miss. The plan
 * stands whatever comes of this; what a process that ends here leaves undone, the next plan brings, within minutes.
 */
export async function afterPlan(office: Office, day: Day, territory: string, plan: Plan): Promise<void> {
  await tellPlanned(office, day, territory, plan);
  const { book, tables } = day;
  const now = office.clock();
  if (tables.reference.escalations.length > 0) {
    const horizonEnd = instant(book.now + tables.reference.policy.horizon);
    const respondedAt = (call: string) => book.call(call)?.respondedAt ?? null;
    const misses = missesShown(plan, (call) => book.ordered(call), respondedAt, now, horizonEnd);
    if (misses.length === 0) return;
    const calls = misses.map(({ call }) => call);
    const taken = await stepsTaken(office.store.em(), calls);
    const due = misses.filter((miss) => {
      const step = forecastStep(stepsOf(day, { contract: contractOf(day, miss.call) }), miss.clock);
      return step !== null && taken.get(miss.call)?.has(step.key) !== true;
    });
    await escalateForecasts(office, due);
  }
}

function contractOf({ book, tables }: Day, number: string): string {
  const call = book.call(number);
  return call === null ? '' : deviceOf(tables, call).contract;
}
