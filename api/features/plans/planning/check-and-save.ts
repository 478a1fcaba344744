import { type CallPrices, checkPlan, type Plan, pastOf, pastsOf, type Violation } from '#engine';
import type { Office } from '../../../platform/office.ts';
import {
  type Em,
  logRefusal,
  type PlanMade,
  type PlanSource,
  planVersion,
  type SavedPlan,
  savePlan,
} from '../../../store/index.ts';
import type { Alert } from '../../health/alerts.ts';
import { budgetOf } from './budget.ts';
import { planDigest } from './digest.ts';
import { planEvents } from './plan-events.ts';
import type { Reading } from './reading.ts';

/** A plan, and what it was made from. */
export interface Made {
  readonly reading: Reading;
  readonly plan: Plan;
  /** The prices of calls that it was made by. */
  readonly prices: CallPrices;
}

/** `overtaken`: while the plan was made another one was saved, or somebody's working time changed; nothing was changed. */
export type Outcome = SavedPlan | 'refused' | 'overtaken';

/**
 * Has the independent checker look at a plan, and saves it where it finds nothing but what work that may not move
 * explains. A refused plan leaves the former one, and /health says so. After the commit, boards are to be told.
 */
export async function checkAndSave(
  office: Office,
  em: Em,
  territory: string,
  made: Made,
  how: (source: PlanSource) => PlanMade,
): Promise<Outcome> {
  const { alerts, log } = office;
  const { plan, prices, reading } = made;
  const { day, now, stored } = reading;
  const violations = violationsOf(made);
  const defects = violations.filter(({ fixed }) => !fixed);
  if (defects.length > 0) {
    log.error({ territory, violations: defects }, 'plan refused by the checker');
    const text = refusedText(territory, defects);
    const former = alerts.get(alertOf(territory));
    const isNew = former?.text !== text || (await former.isOver(em));
    const isOver: Alert['isOver'] = async (asked) => (await planVersion(asked, territory)) !== stored.version;
    alerts.set(alertOf(territory), { code: 'plan-refused', at: now, text, isOver });
    // Once: a defect that stays is found with each call that comes in.
    if (isNew) await logRefusal(em, territory, office.clock(), defects);
    return 'refused';
  }
  const tables = { reference: day.referenceVersion, rota: day.rotaVersion };
  const saved = await savePlan(em, territory, plan, {
    madeAt: office.clock(),
    now,
    seen: day.seen,
    basedOn: stored.version,
    tables,
    violations,
    made: how(sourceOf({ reading, plan, prices })),
    tell: (changed, left) => planEvents(territory, changed, left),
  });
  if (saved === null) return 'overtaken';
  alerts.delete(alertOf(territory));
  const { version, skipped } = saved;
  const [allocated, unallocated] = [plan.allocations.length, plan.unallocated.length];
  log.debug({ territory, version, allocated, unallocated, skipped: skipped.length }, 'planned');
  return saved;
}

/** How a plan was made that changes the one before it. */
export const asChange =
  (office: Office, { reading }: Made) =>
  (source: PlanSource): PlanMade => ({ ...source, anew: false, ...budgetOf(office, reading.input) });

/** What the plan can be made again from. */
export function sourceOf({ reading: { day, now, input, stored }, plan, prices }: Made): PlanSource {
  return {
    ...{ now, seen: day.seen.xid, reference: day.referenceVersion, rota: day.rotaVersion },
    digest: planDigest(plan),
    present: { log: input.present?.size === 0 ? null : stored.log, unsettled: [...(input.lookAgain ?? [])] },
    prices: [...prices],
    past: [...pastOf(input)],
  };
}

function violationsOf({ reading: { day, now, input, calls, finished }, plan, prices }: Made): readonly Violation[] {
  const asked = new Map(input.calls.map((call) => [call.number, call]));
  const positions = new Map(input.calls.map(({ number }, k) => [number, k]));
  return checkPlan(day.tables.reference, [...calls, ...finished], plan, now, (call) => asked.get(call)?.class ?? null, {
    orderedOf: (call) => asked.get(call) ?? null,
    positionOf: (call) => positions.get(call) ?? null,
    // Those that it was made by: they are brought up to date after the calls are read.
    prices,
    past: pastsOf([input]),
    ...(input.present && { present: input.present }),
  });
}

const alertOf = (territory: string): string => `plan ${territory}`;

const refusedText = (territory: string, violations: readonly Violation[]): string =>
  `The plan of ${territory} broke ${violations.length} hard rules and was not saved: ${violations[0]?.text}`;
