import {
  type BetterPlan,
  countLate,
  extendPlan,
  instant,
  objectiveOf,
  type Plan,
  planAsItStands,
  planInPool,
  presentPlan,
  pricesIn,
  type TerritoryInput,
} from '#engine';
import type { ImproveJob } from '../../../platform/jobs/queues.ts';
import type { Office } from '../../../platform/office.ts';
import {
  changeImprovement,
  type Em,
  type ImprovementChange,
  type ImprovementOutcome,
  type ImprovementProgress,
  type PlanImprovement,
  planOf,
  readImprovement,
  recordLive,
} from '../../../store/index.ts';
import type { LiveEvent } from '../../live/live.ts';
import { afterPlan } from '../after-plan.ts';
import { type PlanningAbout, planningEvent, TELL_EACH } from '../planning/progress.ts';
import { readTerritory } from '../planning/reading.ts';
import { untilSaved } from '../planning/until-saved.ts';
import { foundIn, withFound } from './found.ts';

/** Makes an improvement that was asked for; `closing`: the process ends, another one is to go on with it. */
export type Improver = (asked: ImproveJob, closing: AbortSignal) => Promise<void>;

/** Milliseconds between two writings of what is found: for boards, and for whoever takes over from a process that dies. */
const WRITE_EACH = 1_200;
/** Working out what is found takes at most one part in so many of the time. */
const REST = 20;

/**
 * Searches longer for a better plan of a territory: from the plan as it stands, moving calls at their price, while the
 * plan stays in force and others may change it. What is found stands in a row of its own (changes, no plan) that boards
 * show as a preview. At the end those changes are made in the plan as it stands then, times worked out anew, calls that
 * no longer fit placed anew; that is checked and saved as any plan is, where it costs less than the one it replaces. So
 * people's days change once, and nothing is half done whenever this ends: the process that takes over goes on with what is
 * found and the time that is left.
 */
export function createImprover(office: Office): Improver {
  return async ({ territory, run }, closing) => {
    const { store, clock } = office;
    const asked = await readImprovement(store.em(), territory);
    if (asked === null || asked.run !== run || asked.finishedAt !== null) return;
    const begun = await change(office, asked, { beganAt: asked.beganAt ?? clock() }, 'running');
    if (begun === null) return;
    try {
      const searched = begun.stop === null ? await search(office, begun, closing) : begun;
      if (!closing.aborted) return await end(office, searched);
    } catch (err) {
      if (!closing.aborted) {
        office.log.error({ err, territory }, 'improvement failed');
        await change(office, begun, { finishedAt: clock(), outcome: 'failed', found: [] }, 'ended');
        return;
      }
    }
    throw new Error('The process ends: another one goes on.');
  };
}

/** Writes what has changed, and tells it where `state` is given; null: it has ended. */
async function change(
  office: Office,
  improvement: PlanImprovement,
  changed: ImprovementChange,
  state: Extract<LiveEvent, { kind: 'improvement' }>['state'] | null,
): Promise<PlanImprovement | null> {
  const { store, live } = office;
  if (state === null) return changeImprovement(store.em(), improvement, changed);
  const told: LiveEvent = { kind: 'improvement', territory: improvement.territory, state };
  const made = await store.transaction(async (em: Em) => {
    const row = await changeImprovement(em, improvement, changed);
    if (row !== null) await recordLive(em, [told]);
    return row;
  });
  if (made !== null) live.publish();
  return made;
}

/** Searches until the budget is spent, somebody asks to stop, or the process ends; gives the row as it is then. */
async function search(office: Office, improvement: PlanImprovement, closing: AbortSignal): Promise<PlanImprovement> {
  const { territory, beganAt } = improvement;
  const spent = Math.max(0, office.clock() - (beganAt ?? office.clock()));
  const left = improvement.milliseconds === null ? null : improvement.milliseconds - spent;
  if (left !== null && left <= 0) return improvement;
  const reading = await readTerritory(office, territory, () => null);
  if (reading === null) return improvement;
  await office.prices.refresh(office, reading.day);
  const input = { ...reading.input, prices: pricesIn(reading.input, reading.day.book.prices) };
  const stored = planOf(reading.stored);
  if (stored === null) return improvement;
  const present = planAsItStands(input, stored);
  const before = present.cost.total;
  const lateBefore = countLate(input.calls, present);

  const stop = new AbortController();
  const abort = (): void => stop.abort();
  closing.addEventListener('abort', abort, { once: true });
  if (closing.aborted) abort();
  const began = performance.now();
  let latest = improvement;
  let iterations = 0;
  let best: BetterPlan | null = null;
  let shown: BetterPlan | null = null;
  let pause = WRITE_EACH;
  let progress: ImprovementProgress = {
    ...{ iterations: 0, before, cost: before, changeCost: present.changeCost, elapsed: spent },
    ...{ moved: 0, retimed: 0, added: 0, dropped: 0 },
    ...{ unplaced: stored.unallocated.length, lateBefore, late: lateBefore },
  };
  if (improvement.found.length > 0) {
    // Found by a process that has gone: kept until something better is found.
    const kept = extendPlan(input, withFound(stored, improvement.found));
    const { cost, changeCost } = kept;
    if (objectiveOf(kept) < objectiveOf(present))
      progress = {
        ...{ ...progress, ...improvement.progress, before, lateBefore, elapsed: spent },
        ...{ cost: cost.total, changeCost },
      };
    else latest = { ...latest, found: [] };
  }
  const about: PlanningAbout = {
    ...{ territory, what: 'improvement', currency: input.policy.currency },
    ...{ milliseconds: improvement.milliseconds, iterations: improvement.iterations },
  };
  const measure = (): void => {
    progress = { ...progress, iterations, elapsed: Math.round(spent + performance.now() - began) };
    if (best === null || best === shown || objectiveOf(best) >= progress.cost + progress.changeCost) return;
    shown = best;
    const reading = performance.now();
    const plan = best.plan();
    pause = Math.max(WRITE_EACH, REST * (performance.now() - reading));
    const { found, counts } = foundIn(stored, plan);
    const unplaced = plan.unallocated.length;
    const late = countLate(input.calls, plan);
    const { cost, changeCost } = best;
    progress = { ...progress, cost: cost.total, changeCost, ...counts, unplaced, late };
    latest = { ...latest, found };
  };

  /** Writes one after the other, and hears by it whether somebody asks to stop. */
  let writing = Promise.resolve();
  let written = 0;
  const write = (): void => {
    written = performance.now();
    writing = writing
      .then(async () => {
        const row = await change(office, improvement, { progress, found: latest.found }, null);
        latest = { ...(row ?? latest), found: latest.found };
        if (row === null || row.stop !== null) abort();
      })
      .catch((err: unknown) => office.log.warn({ err, territory }, 'progress of an improvement'));
  };
  const tick = setInterval(() => {
    if (performance.now() - written >= pause) {
      measure();
      write();
    } else progress = { ...progress, iterations, elapsed: Math.round(spent + performance.now() - began) };
    office.live.pass(planningEvent(about, { state: 'running', ...progress }));
  }, TELL_EACH);
  const deaf = office.live.subscribe((told) => {
    if ('reset' in told || told.event.kind !== 'improvement' || told.event.territory !== territory) return;
    if (told.event.state === 'stopping') write();
  });
  try {
    const planned = await planInPool(office.pool, input, {
      seed: office.planning.seed + improvement.run,
      iterations: improvement.iterations ?? Number.MAX_SAFE_INTEGER,
      milliseconds: left,
      fresh: true,
      // One is left for plans of what comes in meanwhile.
      threads: Math.max(1, office.pool.threads - 1),
      signal: stop.signal,
      onBetter: (better) => {
        best = better;
      },
      onIterations: (done) => {
        iterations = done;
      },
    });
    if (!planned.ok && !closing.aborted) throw new Error(planned.problems.map(({ message }) => message).join(' '));
  } finally {
    clearInterval(tick);
    deaf();
    closing.removeEventListener('abort', abort);
  }
  measure();
  write();
  await writing;
  office.live.pass(planningEvent(about, { state: 'ended', ...progress }));
  return { ...latest, progress };
}

/** Steps for calls that no longer fit where they were found to: time has gone on, others have come. */
const MENDING = 1_000;

/** A plan with the changes made, times and prices those of now: as it is, or with what no longer fits looked at once more. */
async function mended(office: Office, input: TerritoryInput, moved: Plan): Promise<Plan> {
  const plain = extendPlan(input, moved);
  const asKnown = { ...input, ...presentPlan(input, moved, null) };
  const budget = { seed: office.planning.seed, iterations: MENDING, milliseconds: null };
  const planned = await planInPool(office.pool, asKnown, budget);
  if (!planned.ok) throw new Error(planned.problems.map(({ message }) => message).join(' '));
  // Moving a call is priced by what people know now, not by what was found. A call that was left out may stay so: the
  // place that could still be had for it may cost more than leaving it out.
  const rivals = [planAsItStands(input, moved), planAsItStands(input, planned.value)];
  return rivals.reduce((best, each) => (objectiveOf(each) < objectiveOf(best) ? each : best), plain);
}

/** Takes what was found, unless it is not wanted, and says how it ended. */
async function end(office: Office, improvement: PlanImprovement): Promise<void> {
  const ends = (outcome: ImprovementOutcome, more: ImprovementChange = {}) =>
    change(office, improvement, { finishedAt: instant(office.clock()), outcome, found: [], ...more }, 'ended');
  if (improvement.stop === 'discard') {
    await ends('discarded');
    return;
  }
  const { territory, found } = improvement;
  let progress = improvement.progress;
  let fromVersion = 0;
  let isWanted = true;
  let isBetter = false;
  const taken =
    found.length === 0
      ? null
      : await untilSaved(office, territory, async (reading) => {
          isBetter = false;
          const stored = planOf(reading.stored);
          if (stored === null) return null;
          const { input } = reading;
          // Both with whatever has come in meanwhile, timed and priced as of now.
          const present = extendPlan(input, stored);
          const plan = await mended(office, input, withFound(stored, found));
          if (objectiveOf(plan) >= objectiveOf(present)) return null;
          // Reading and mending take time, in which somebody may have asked to discard it, or it was given up.
          const row = await readImprovement(office.store.em(), territory);
          isWanted = row?.run === improvement.run && row.finishedAt === null && row.stop !== 'discard';
          if (!isWanted) return null;
          isBetter = true;
          fromVersion = reading.stored.version;
          if (progress !== null) {
            const [before, cost] = [present.cost.total, plan.cost.total];
            const late = { lateBefore: countLate(input.calls, present), late: countLate(input.calls, plan) };
            const counts = { ...foundIn(stored, plan).counts, unplaced: plan.unallocated.length };
            progress = { ...progress, ...late, ...counts, before, cost, changeCost: plan.changeCost };
          }
          return { reading, plan, prices: input.prices ?? new Map() };
        });
  if (taken === null) {
    await ends(!isWanted ? 'discarded' : isBetter ? 'failed' : 'nothing-better');
    return;
  }
  await ends('saved', { progress, fromVersion, toVersion: fromVersion + 1 });
  await afterPlan(office, taken.reading.day, territory, taken.plan).catch((err) =>
    office.log.warn({ err, territory }, 'after the plan'),
  );
}
