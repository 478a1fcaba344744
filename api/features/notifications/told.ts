import { formatInstant, type Plan } from '#engine';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import {
  anybodyWants,
  appendEvents,
  type CallEvent,
  lockPlan,
  readTold,
  type Told,
  writeTold,
} from '../../store/index.ts';
import type { EventName } from './events.ts';

const MINUTE = 60_000;
/** A start that moves by less is no news. */
const NEWS = 15 * MINUTE;
/** Plans are made by the second: nobody is told of the same call twice within this. */
const QUIET = 5 * MINUTE;
const WANTED: readonly EventName[] = ['call.allocated', 'call.delayed'];

/**
 * Enters in the journals who comes when, where that is news: somebody comes at all, another one, or at another time.
 * Nothing is entered while nobody wants to be told. What is kept back to leave people in peace, a later plan brings.
 */
export async function tellPlanned(office: Office, { book }: Day, territory: string, plan: Plan): Promise<void> {
  if (!(await anybodyWants(office.store.em(), WANTED))) return;
  await office.store.transaction(async (em) => {
    await lockPlan(em, territory);
    const now = office.clock();
    const before = await readTold(em, territory);
    const entries: CallEvent[] = [];
    const news: Told[] = [];
    for (const { call, resource, start } of plan.allocations) {
      const former = before.get(call);
      const moved = former === undefined ? 0 : start - former.start;
      const same = former?.resource === resource && Math.abs(moved) < NEWS;
      if (same || (former !== undefined && now - former.toldAt < QUIET) || book.ordered(call) === null) continue;
      const kind = former !== undefined && moved >= NEWS ? 'told-delay' : 'told-allocation';
      const formerStart = former === undefined ? null : formatInstant(former.start);
      const data = { resource, start: formatInstant(start), former_start: formerStart };
      entries.push({ territory, call, at: now, recordedAt: now, kind, who: 'plan', why: null, data });
      news.push({ territory, call, resource, start, toldAt: now });
    }
    if (entries.length === 0) return;
    await writeTold(em, news);
    await appendEvents(em, entries);
  });
}
