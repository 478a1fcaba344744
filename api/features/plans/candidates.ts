import { formatMoney, type Plan, rankCandidates } from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { at, costView, reasonsView, territoryOf } from '../../platform/views.ts';
import { readPlan } from '../../store/index.ts';
import { pricedInput } from './planning/priced-input.ts';
import { notInOrder } from './queue.ts';

/** Every resource of the call's territory: who could take it, cheapest first, then the others with what bars them. */
export async function candidates(office: Office, number: string): Promise<Reply> {
  const em = office.store.em();
  const day = await office.desk.upToDate(em, office.clock());
  const call = day.book.call(number);
  if (call === null || day.book.ordered(number) === null) throw await notInOrder(office, number);
  const territory = territoryOf(day.tables, call);
  const stored = await readPlan(em, territory);
  const input = await pricedInput(office, em, day, territory);
  const plan: Plan = { ...stored, cost: stored.cost ?? ({} as Plan['cost']) };
  const { currency } = day.tables.reference.policy;
  const ranked = rankCandidates(input, plan, number).map((each) => ({
    resource: each.resource,
    name: day.tables.resources.get(each.resource)?.name ?? each.resource,
    possible: each.feasible,
    present: each.present,
    cost: each.extra === null ? null : formatMoney(each.extra.cost.total, currency),
    cost_parts: each.extra === null ? null : costView(each.extra.cost, currency),
    change_cost: each.extra === null ? null : formatMoney(each.extra.changeCost, currency),
    travel_start: at(each.times?.travelStart ?? null),
    arrival: at(each.times?.arrival ?? null),
    start: at(each.times?.start ?? null),
    finish: at(each.times?.finish ?? null),
    travel_seconds: each.times?.travelSeconds ?? null,
    seconds_from_home: each.secondsFromHome,
    reasons: reasonsView(each.reasons),
  }));
  return { status: 200, headers: {}, body: { call: number, currency, candidates: ranked } };
}
