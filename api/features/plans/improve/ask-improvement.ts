import { differenceOfPlans, formatMoney, minor } from '#engine';
import type { Change, Reply } from '../../../platform/change.ts';
import type { Day } from '../../../platform/desk.ts';
import type { Office } from '../../../platform/office.ts';
import { allocationView, at } from '../../../platform/views.ts';
import { Refusal } from '../../../problem.ts';
import {
  changeImprovement,
  type Em,
  enterImprovement,
  type PlanImprovement,
  planOf,
  planVersion,
  readImprovement,
  readPlan,
} from '../../../store/index.ts';
import { savedPercent } from '../planning/progress.ts';
import { withFound } from './found.ts';

/** What is asked for; one of both budgets. */
export interface ImprovementAsked {
  readonly who: string;
  readonly milliseconds: number | null;
  readonly iterations: number | null;
}

/** Asks for a longer search for a better plan of a territory. @throws Refusal where one is under way, or there is no plan. */
export async function askImprovement(change: Change, territory: string, asked: ImprovementAsked): Promise<Reply> {
  const day = await change.day();
  mustBeKnown(day, territory);
  if ((await planVersion(change.em, territory)) === 0) {
    throw new Refusal('plan-not-found', `Territory ${territory} has not been planned yet.`);
  }
  const entered = await enterImprovement(change.em, { territory, askedAt: change.now, ...asked });
  if (entered === null) {
    const running = await readImprovement(change.em, territory);
    const by = running === null ? '' : `, asked for by ${running.who}`;
    throw new Refusal('improvement-running', `The plan of ${territory} is being improved already${by}.`);
  }
  change.improve({ territory, run: entered.run });
  change.tell({ kind: 'improvement', territory, state: 'waiting' });
  return { status: 202, headers: {}, body: await view(change.em, day, entered) };
}

/** Ends the search; `keep`: with what it has found so far, which is checked and saved. @throws Refusal where none is under way. */
export async function stopImprovement(change: Change, territory: string, keep: boolean): Promise<Reply> {
  const day = await change.day();
  mustBeKnown(day, territory);
  const found = await readImprovement(change.em, territory);
  const stop = keep ? 'keep' : 'discard';
  // Nobody has begun: it ends here and now.
  const ended = { finishedAt: change.now, outcome: keep ? 'nothing-better' : 'discarded' } as const;
  const changed =
    found === null
      ? null
      : await changeImprovement(change.em, found, { stop, ...(found.beganAt === null ? ended : {}) });
  if (changed === null) {
    throw new Refusal('improvement-not-running', `The plan of ${territory} is not being improved.`);
  }
  change.tell({ kind: 'improvement', territory, state: stateOf(changed) });
  return { status: 200, headers: {}, body: await view(change.em, day, changed) };
}

/** The improvement of a territory's plan that was asked for last, with what it would change now. */
export async function improvementOf(office: Office, territory: string): Promise<Reply> {
  const em = office.store.em();
  const day = await office.desk.upToDate(em, office.clock());
  mustBeKnown(day, territory);
  const found = await readImprovement(em, territory);
  if (found === null) {
    throw new Refusal('improvement-not-found', `Nobody has asked for an improvement of ${territory}’s plan.`);
  }
  return { status: 200, headers: {}, body: await view(em, day, found) };
}

function mustBeKnown({ tables }: Day, territory: string): void {
  if (!tables.territories.has(territory)) {
    throw new Refusal('territory-not-found', `There is no territory ${territory}.`);
  }
}

const stateOf = ({ finishedAt, beganAt, stop }: PlanImprovement) =>
  finishedAt !== null ? 'ended' : beganAt === null ? 'waiting' : stop === null ? 'running' : 'stopping';

async function view(em: Em, { tables }: Day, improvement: PlanImprovement): Promise<unknown> {
  const { territory, progress } = improvement;
  const { currency } = tables.reference.policy;
  const money = (amount: number): string => formatMoney(minor(amount), currency);
  return {
    territory,
    state: stateOf(improvement),
    who: improvement.who,
    asked_at: at(improvement.askedAt),
    began_at: at(improvement.beganAt),
    ended_at: at(improvement.finishedAt),
    seconds: improvement.milliseconds === null ? null : improvement.milliseconds / 1000,
    iterations: improvement.iterations,
    outcome: improvement.outcome,
    currency,
    progress:
      progress === null
        ? null
        : {
            iterations: progress.iterations,
            elapsed_ms: progress.elapsed,
            present_cost: money(progress.before),
            cost: money(progress.cost),
            change_cost: money(progress.changeCost),
            saved: money(progress.before - progress.cost),
            saved_percent: savedPercent(progress.before - progress.cost, progress.before),
            moved: progress.moved,
            retimed: progress.retimed,
            added: progress.added,
            dropped: progress.dropped,
            unplaced: progress.unplaced,
            present_late: progress.lateBefore,
            late: progress.late,
          },
    changes: improvement.finishedAt === null ? await changesOf(em, improvement, timeZoneOf(tables, territory)) : [],
    from_version: improvement.fromVersion,
    to_version: improvement.toVersion,
  };
}

const timeZoneOf = ({ territories }: Day['tables'], code: string): string => territories.get(code)!.timeZone;

/** What the plan would be changed by, were what is found so far kept now. */
async function changesOf(em: Em, { territory, found }: PlanImprovement, timeZone: string): Promise<object[]> {
  if (found.length === 0) return [];
  const plan = planOf(await readPlan(em, territory));
  if (plan === null) return [];
  const { moved, added, dropped, retimed } = differenceOfPlans(plan, withFound(plan, found), timeZone);
  const kinds = { dropped, moved, added, retimed };
  return Object.entries(kinds).flatMap(([kind, changes]) =>
    changes.map(({ call, before, after, text }) => ({
      kind,
      call,
      before: before === null ? null : allocationView(before),
      after: after === null ? null : allocationView(after),
      text,
    })),
  );
}
