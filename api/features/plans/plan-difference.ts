import {
  type Call,
  type DifferenceFacts,
  differenceOfPlans,
  formatInstant,
  formatMoney,
  type Instant,
  isFinishedWork,
  minor,
  type Plan,
  type PlanCost,
  planAsItStands,
  presentPlan,
  type TerritoryInput,
  withPastLoads,
} from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { dayOfPlan } from '../../platform/past.ts';
import { allocationView, at, costView, reasonsView, territoryOf } from '../../platform/views.ts';
import { Refusal, refusal } from '../../problem.ts';
import {
  type Em,
  findCall,
  firstPlanEntry,
  type PastPlan,
  planAt,
  planEntry,
  planOf,
  readPlan,
} from '../../store/index.ts';
import type { DifferenceEnd } from './improvement-schema.ts';
import { inputOf } from './planning/facts.ts';
import { pricedInput } from './planning/priced-input.ts';

/** One end of a difference: a plan, with the territory as it was then. */
interface End {
  readonly version: number;
  readonly madeAt: Instant;
  readonly plan: Plan;
  /** null: not known any more. */
  readonly input: TerritoryInput | null;
  readonly callOf: (number: string) => Call | null;
}

/**
 * What has changed from one plan of a territory to another, and why. Money is compared at the moment of the later one:
 * what both plans come to then, so that a delay that time alone has brought is nobody's change.
 * @throws Refusal `territory-not-found`, `plan-not-found`, `moment-in-future`, `moment-not-kept`, `bad-value` where `from` is later than `to`
 */
export async function planDifference(
  office: Office,
  territory: string,
  ends: {
    readonly from?: DifferenceEnd | undefined;
    readonly to?: DifferenceEnd | undefined;
    /** In which the texts name times; that of the territory where left out. */
    readonly time_zone?: string | undefined;
  },
): Promise<Reply> {
  const em = office.store.em();
  const { tables } = await office.desk.upToDate(em, office.clock());
  if (!tables.territories.has(territory)) {
    throw new Refusal('territory-not-found', `There is no territory ${territory}.`);
  }
  const to =
    ends.to === undefined ? await endOfNow(office, em, territory) : await endAt(office, em, territory, ends.to);
  const from =
    ends.from === undefined
      ? await endBefore(office, em, territory, to)
      : await endAt(office, em, territory, ends.from);
  if (from.version > to.version) throw reversed(from, to);
  if (to.input === null)
    throw new Refusal('moment-not-kept', `Nothing is known any more of ${formatInstant(to.madeAt)}.`);
  // Who had what by the plan before: taking a call from them has its price.
  const input = { ...to.input, ...presentPlan(to.input, from.plan, null) };
  const known = await callsOf(em, from, to);
  const [stood, made] = [planAsItStands(input, from.plan), planAsItStands(input, to.plan)];
  const facts: DifferenceFacts = {
    ...{ former: from.input, since: from.input?.now ?? from.madeAt, input, stood, made },
    ...{ callOf: (number) => known.get(number) ?? null, absences: tables.reference.absences },
  };
  const {
    groups,
    cost: _cost,
    changeCost: _change,
    ...lists
  } = differenceOfPlans(from.plan, to.plan, ends.time_zone ?? input.timeZone, facts);
  const { currency } = input.policy;
  const more = Object.fromEntries(
    Object.entries(made.cost).map(([part, amount]) => [part, minor(amount - stood.cost[part as keyof PlanCost])]),
  );
  const body = {
    ...{ territory, currency },
    from: { version: from.version, planned_at: at(from.madeAt) },
    to: { version: to.version, planned_at: at(to.madeAt) },
    cost: costView(more, currency),
    change_cost: formatMoney(minor(made.changeCost - stood.changeCost), currency),
    changes: Object.entries(lists).flatMap(([kind, changes]) =>
      changes.map(({ call, before, after, text, why }) => ({
        ...{ kind, call, text, why: reasonsView(why) },
        before: before === null ? null : allocationView(before),
        after: after === null ? null : allocationView(after),
      })),
    ),
    groups: groups.map(({ changeCost, ...group }) => ({
      ...group,
      cost: costView(group.cost as Partial<PlanCost>, currency),
      change_cost: formatMoney(minor(changeCost), currency),
    })),
  };
  return { status: 200, headers: {}, body };
}

/** The plan as it stands, with the territory as it is now. */
async function endOfNow(office: Office, em: Em, territory: string): Promise<End> {
  const stored = await readPlan(em, territory);
  const day = await office.desk.upToDate(em, office.clock());
  const { version, madeAt } = stored;
  const plan = planOf(stored);
  if (madeAt === null || plan === null) {
    throw new Refusal('plan-not-found', `Territory ${territory} has not been planned yet.`);
  }
  const input = await pricedInput(office, em, day, territory);
  return {
    version,
    madeAt,
    plan,
    input,
    callOf: (number) => day.book.call(number),
  };
}

/** The version before; where none is known, the plan itself: it has changed nothing that anybody could know of. */
async function endBefore(office: Office, em: Em, territory: string, to: End): Promise<End> {
  const entry = await planEntry(em, territory, to.version - 1);
  const found = entry === null ? null : await planAt(em, territory, { log: entry });
  return found === null ? to : pastEnd(office, territory, found);
}

/** At an instant of which nothing is known yet: the earliest plan that is. */
async function endAt(office: Office, em: Em, territory: string, end: DifferenceEnd): Promise<End> {
  const stood = 'at' in end ? await planAt(em, territory, end) : null;
  if (stood !== null) return pastEnd(office, territory, stood);
  const entry = 'at' in end ? await firstPlanEntry(em, territory) : await planEntry(em, territory, end.version);
  const found = entry === null ? null : await planAt(em, territory, { log: entry });
  if (found === null) {
    const which = 'at' in end ? '' : ` with version ${end.version}`;
    throw new Refusal('plan-not-found', `No plan of ${territory} is known${which}.`);
  }
  return pastEnd(office, territory, found);
}

/** The territory as it was when a plan was saved, made again from the journals. */
async function pastEnd(office: Office, territory: string, found: PastPlan): Promise<End> {
  const { version, madeAt, made, allocations, unallocated, cost, changeCost } = found;
  const day = await dayOfPlan(office, found).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'moment-not-kept') return null;
    throw error;
  });
  const plan = { allocations, unallocated, cost, changeCost };
  if (day === null || !day.tables.territories.has(territory)) {
    return { version, madeAt, plan, input: null, callOf: () => null };
  }
  const { book, tables, calls, now } = day;
  const finished = calls.filter(
    (call) =>
      isFinishedWork(call, now) && book.ordered(call.number) === null && territoryOf(tables, call) === territory,
  );
  const open = allocations.filter(({ call }) => book.ordered(call) !== null);
  const byNumber = new Map(calls.map((call) => [call.number, call]));
  const callOf = (number: string): Call | null => book.call(number) ?? byNumber.get(number) ?? null;
  // What people brought along then, as the plan was priced.
  const past = new Map((made?.merged ?? made)?.past ?? []);
  const input = withPastLoads(inputOf(day, territory, finished), past);
  return { version, madeAt, plan: { ...plan, allocations: open }, input, callOf };
}

/** The records of all calls of either plan, as the later one knew them; ended ones as they are. */
async function callsOf(em: Em, from: End, to: End): Promise<Map<string, Call>> {
  const named = [from, to].flatMap(({ plan }) => [...plan.allocations, ...plan.unallocated].map(({ call }) => call));
  const found = new Map<string, Call>();
  for (const number of new Set(named)) {
    const call = to.callOf(number) ?? (await findCall(em, number, { lock: false }));
    if (call !== null) found.set(number, call);
  }
  return found;
}

function reversed(from: End, to: End): Refusal {
  return refusal('invalid-request', [
    {
      code: 'bad-value',
      field: 'from',
      value: String(from.version),
      message: `Version ${from.version} is later than version ${to.version}.`,
      action: 'Give the earlier plan as `from`.',
    },
  ]);
}
