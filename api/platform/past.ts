import {
  type Book,
  type Call,
  DAY,
  extendPlan,
  FINISHED_LOOK_BACK,
  formatInstant,
  type Instant,
  instant,
  openBook,
  type Plan,
  planInPool,
  type TerritoryInput,
  withPastLoads,
} from '#engine';
import { planDigest } from '../features/plans/planning/digest.ts';
import { finishedOf, inputOf } from '../features/plans/planning/facts.ts';
import { Refusal, refusal } from '../problem.ts';
import {
  type Em,
  lastMadeAnew,
  type MomentOf,
  type PastPlan,
  type PlanMade,
  type PlanSource,
  planAt,
  readCallsAt,
  readReferenceAt,
  type SeenBy,
  type StoredAllocation,
} from '../store/index.ts';
import type { Office } from './office.ts';
import { type Directory, directory, territoryOf } from './views.ts';

/** A day as it was at a past instant: made again from the journals and the history of the reference tables. */
export interface PastDay {
  readonly now: Instant;
  readonly book: Book;
  readonly tables: Directory;
  /** All calls that were read, ended ones too. */
  readonly calls: readonly Call[];
  readonly referenceVersion: string;
  readonly rotaVersion: string;
}

/** The day as it was known at an instant. @throws Refusal `moment-in-future`, `moment-not-kept` */
export async function pastDay(office: Office, at: Instant): Promise<PastDay> {
  const now = office.clock();
  if (at > now) {
    const message = `It is ${formatInstant(now)} now: ${formatInstant(at)} is still to come.`;
    const action = 'Give an instant up to now, or leave it out.';
    throw refusal('invalid-request', [
      { code: 'moment-in-future', field: 'at', value: formatInstant(at), message, action },
    ]);
  }
  const made = await makeAgain(office.store.em(), { at }, { at }, at);
  if (made === null) throw new Refusal('moment-not-kept', `Nothing is known any more of ${formatInstant(at)}.`);
  const { book, tables } = made;
  // Where money orders calls: as the plans of that time priced them.
  if (book.policy.order.includes('cost_of_delay')) {
    const prices = [];
    for (const territory of tables.territories.keys()) {
      const last = await lastMadeAnew(office.store.em(), territory, at);
      prices.push(...(last?.made.prices ?? []));
    }
    book.price(new Map(prices));
  }
  return made;
}

/** The day as the planner knew it when a plan was saved. @throws Refusal `moment-not-kept` */
export async function dayOfPlan(office: Office, { made, madeAt }: Pick<PastPlan, 'made' | 'madeAt'>): Promise<PastDay> {
  return made === null ? pastDay(office, madeAt) : dayOf(office.store.em(), made.merged ?? made);
}

/** The day that a plan was made from. @throws Refusal `moment-not-kept` */
async function dayOf(em: Em, { reference, rota, seen, now, prices }: PlanSource): Promise<PastDay> {
  const day = await makeAgain(em, { reference, rota }, { snapshot: seen }, now);
  if (day === null) throw new Refusal('moment-not-kept', `Nothing is known any more of ${formatInstant(now)}.`);
  day.book.price(new Map(prices));
  return day;
}

async function makeAgain(em: Em, moment: MomentOf, by: SeenBy, now: Instant): Promise<PastDay | null> {
  const past = await readReferenceAt(em, moment);
  if (past === null) return null;
  const { reference } = past;
  const longest = Math.max(0, ...reference.reliabilityTargets.map(({ window }) => window));
  const needed = instant(now - Math.max(longest + 30 * DAY, FINISHED_LOOK_BACK));
  const devices = new Set(reference.devices.map(({ code }) => code));
  const calls = (await readCallsAt(em, by, needed)).filter(({ device }) => devices.has(device));
  const opened = openBook({ ...reference, calls }, now);
  // Calls and tables of one moment fit together; only a moment between a crash and its repair would not.
  if (!opened.ok) return null;
  return { ...past, now, book: opened.value, tables: directory(reference), calls };
}

/** Allocations of calls as they stood, by number. */
export async function pastAllocations(
  em: Em,
  at: Instant,
  of: readonly { readonly number: string; readonly territory: string }[],
): Promise<Map<string, StoredAllocation>> {
  const found = new Map<string, StoredAllocation>();
  const numbers = new Set(of.map(({ number }) => number));
  for (const territory of new Set(of.map((each) => each.territory))) {
    const plan = await planAt(em, territory, { at });
    for (const each of plan?.allocations ?? []) if (numbers.has(each.call)) found.set(each.call, each);
  }
  return found;
}

/** A plan that was made again. */
export interface PlanAgain {
  readonly version: number;
  readonly madeAt: Instant;
  readonly made: PlanMade;
  readonly tables: Directory;
  readonly plan: Plan;
  /** Whether it came to the same end. */
  readonly same: boolean;
}

/**
 * Makes the last plan again that was made anew by an instant: from the journals as the planner had read them, the tables
 * that stood then, the same seed and budget. @throws Refusal `plan-not-found`, `moment-not-kept`
 */
export async function planAgain(office: Office, territory: string, at: Instant): Promise<PlanAgain> {
  const em = office.store.em();
  const last = await lastMadeAnew(em, territory, at);
  if (last === null)
    throw new Refusal('plan-not-found', `No plan of ${territory} is known up to ${formatInstant(at)}.`);
  const { made } = last;
  const { seed, iterations, milliseconds, merged } = made;
  const before = await sourceAgain(em, territory, made);
  const planned = await planInPool(office.pool, before.input, { seed, iterations, milliseconds });
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join(' '));
  const same = planDigest(planned.value) === made.digest;
  const whole = { ...last, tables: before.tables, plan: planned.value, same };
  if (merged === undefined) return whole;
  // What had come in while it was made was put into it.
  const after = await sourceAgain(em, territory, merged);
  const plan = extendPlan(after.input, whole.plan);
  return { ...whole, tables: after.tables, plan, same: same && planDigest(plan) === merged.digest };
}

/** What a plan was made from. @throws Refusal `moment-not-kept` */
async function sourceAgain(
  em: Em,
  territory: string,
  source: PlanSource,
): Promise<{ readonly tables: Directory; readonly input: TerritoryInput }> {
  const day = await dayOf(em, source);
  if (!day.tables.territories.has(territory)) {
    throw new Refusal('moment-not-kept', `Nothing is known any more of ${formatInstant(source.now)}.`);
  }
  const finished = finishedOf(day.calls, day.book, source.now)
    .filter((call) => territoryOf(day.tables, call) === territory)
    .sort((a, b) => (a.number < b.number ? -1 : 1));
  const present = await presentOf(em, territory, source);
  const facts = withPastLoads(inputOf(day, territory, finished), new Map(source.past ?? []));
  const input = { ...facts, ...present, prices: new Map(source.prices) };
  return { tables: day.tables, input };
}

/** The plan that people knew when another was made, and what had changed since. */
async function presentOf(
  em: Em,
  territory: string,
  { present }: PlanSource,
): Promise<Required<Pick<TerritoryInput, 'present' | 'lookAgain'>>> {
  const before = present.log === null ? null : await planAt(em, territory, { log: present.log });
  const places = (before?.allocations ?? []).map(({ call, resource, start }) => [call, { resource, start }] as const);
  return { present: new Map(places), lookAgain: new Set(present.unsettled) };
}
