import {
  type Allocation,
  type Call,
  checkPlan,
  FINISHED_LOOK_BACK,
  formatInstant,
  instant,
  isFinishedWork,
  planInPool,
  type TerritoryInput,
  territoryInput,
  type Violation,
} from '#engine';
import { callsEndedSince, type Em, planVersion, savePlan } from '../store/index.ts';
import { afterPlan } from './after-plan.ts';
import type { Day } from './desk.ts';
import type { LiveEvent } from './live.ts';
import type { Office } from './office.ts';

/**
 * Makes the plan of a territory again: read, plan in the pool (the event loop stays free), check, save, tell.
 * A plan with a violation that work which may not move does not explain is not saved: the former one stays, and
 * /health says so.
 * @throws Error when the pool could not do it; the job is tried again.
 */
export async function makePlan(office: Office, territory: string): Promise<void> {
  while (!(await makeAndSave(office, territory))) {
    office.log.info({ territory }, 'overtaken: made again');
  }
}

/** false: while this plan was made, another one was saved, or somebody's working time changed; nothing was changed. */
async function makeAndSave(office: Office, territory: string): Promise<boolean> {
  const { store, pool, planning, live, alerts, log } = office;
  // Whoever asked for this plan has committed by the time the calls are read.
  const day = await store.em().transactional(async (em) => {
    await office.jobs.settle(em as Em, territory);
    const read = await office.desk.upToDate(em as Em, office.clock());
    const finished = await finishedIn(em as Em, read, territory);
    return { ...read, finished, basedOn: await planVersion(em as Em, territory) };
  });
  const { reference, territories } = day.tables;
  if (!territories.has(territory)) return true; // a dataset without it came meanwhile
  // Of the calls as they are read here, whatever the book takes in while the pool is at work; for the book's own now,
  // which a change may have brought further than this job's clock.
  const { seen, basedOn } = day;
  const { now } = day.book;
  const input = inputOf(day, territory, day.finished);
  const calls = input.calls.map(({ number }) => day.book.call(number)!);

  const iterations = planning.iterations ?? reference.policy.iterations;
  const planned = await planInPool(pool, input, {
    seed: planning.seed,
    iterations,
    milliseconds: planning.milliseconds,
  });
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join(' '));

  const classes = new Map(input.calls.map((call) => [call.number, call.class]));
  const violations = checkPlan(
    reference,
    [...calls, ...day.finished],
    planned.value,
    now,
    (call) => classes.get(call) ?? null,
  );
  const defects = violations.filter(({ fixed }) => !fixed);
  if (defects.length > 0) {
    log.error({ territory, violations: defects }, 'plan refused by the checker');
    alerts.set(`plan ${territory}`, { code: 'plan-refused', at: now, text: refusedText(territory, defects) });
    return true;
  }
  const tables = { reference: day.referenceVersion, rota: day.rotaVersion };
  const context = { madeAt: office.clock(), now, seen, basedOn, tables, violations };
  const saved = await savePlan(store.em(), territory, planned.value, context);
  if (saved === null) return false;
  alerts.delete(`plan ${territory}`);
  log.debug(
    {
      territory,
      version: saved.version,
      allocated: planned.value.allocations.length,
      unallocated: planned.value.unallocated.length,
      skipped: saved.skipped.length,
    },
    'planned',
  );
  live.publish(planEvents(territory, saved.changed));
  await afterPlan(office, day, planned.value).catch((error) => log.warn({ err: error, territory }, 'after the plan'));
  return true;
}

/** Changes in one event: what processes tell each other has a size at most. */
const CHANGES = 40;

/** The new plan, told in one event or, where it changes much, in several. */
function planEvents(territory: string, changed: readonly Allocation[]): LiveEvent[] {
  const changes = changed.map(({ call, resource, start }) => ({ call, resource, start: formatInstant(start) }));
  const events: LiveEvent[] = [];
  do events.push({ kind: 'plan', territory, changed: changes.splice(0, CHANGES) });
  while (changes.length > 0);
  return events;
}

/** The calls that were finished in shifts which may still be running: they tell where people are, and how many calls they had. */
export async function finishedIn(em: Em, { book }: Day, territory: string): Promise<Call[]> {
  const ended = await callsEndedSince(em, territory, instant(book.now - FINISHED_LOOK_BACK));
  return ended.filter((call) => isFinishedWork(call, book.now) && book.ordered(call.number) === null);
}

/** What the planner needs of a territory, as the book stands. `finished`: see `finishedIn`. */
export const inputOf = (day: Day, territory: string, finished: readonly Call[]): TerritoryInput =>
  territoryInput(
    day.tables.reference,
    day.book.all(),
    (number) => day.book.call(number)!,
    (number) => day.book.status(number)!,
    territory,
    day.book.now,
    finished,
  );

const refusedText = (territory: string, violations: readonly Violation[]): string =>
  `The plan of ${territory} broke ${violations.length} hard rules and was not saved: ${violations[0]?.text}`;
