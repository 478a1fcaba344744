import { isElsewhere } from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { allocationView, reasonsView } from '../../platform/views.ts';
import { readPlan } from '../../store/index.ts';
import { nextPlan } from './wait-for-plan.ts';

/** Looked at again now and then, should a notification be lost. */
const LOOK_AGAIN = 500;

interface Affecting {
  readonly affected: readonly AffectedView[];
  /** Versions of the plans that were overtaken. */
  readonly replanned: readonly { readonly territory: string; readonly version: number }[];
  readonly handed_over?: readonly string[];
}
interface AffectedView {
  readonly call: string;
  readonly fixed: boolean;
  readonly before: { readonly resource: string; readonly start: string };
}

/**
 * The reply to a change of working time, with who has each affected call now (`after`: an allocation, or `unallocated`
 * with the reasons), once the territories are planned again; as it is where the time is up before.
 */
export async function withPlansAfter(office: Office, reply: Reply, seconds: number): Promise<Reply> {
  const body = reply.body as Affecting;
  if (seconds === 0 || body.affected.length === 0) return reply;
  const end = performance.now() + seconds * 1000;
  const territories = body.replanned.map(({ territory }) => territory);
  for (;;) {
    const next = nextPlan(office, territories);
    const affected = await planAnew(office, body);
    const left = end - performance.now();
    if (affected !== null || left <= 0) {
      next.cancel();
      return affected === null ? reply : { ...reply, body: { ...body, affected } };
    }
    await next.within(Math.min(left, LOOK_AGAIN));
  }
}

/**
 * Who has each call by the plans of now; null: not all are made yet. A plan may first take in what has just been logged
 * and leave the rest as it was, so that its version alone tells nothing: the calls themselves have to have moved.
 */
async function planAnew(
  office: Office,
  { affected, replanned, handed_over = [] }: Affecting,
): Promise<object[] | null> {
  const em = office.store.em();
  const plans = await Promise.all(replanned.map(({ territory }) => readPlan(em, territory)));
  if (!replanned.every(({ version }, k) => plans[k]!.version > version)) return null;
  const found = affected.map((each) => {
    const allocation = plans.flatMap(({ allocations }) => allocations).find(({ call }) => call === each.call);
    const left = plans.flatMap(({ unallocated }) => unallocated).find(({ call }) => call === each.call);
    const after = allocation === undefined ? null : allocationView(allocation);
    return { ...each, after, unallocated: left === undefined ? null : reasonsView(left.reasons) };
  });
  const stays = ({ fixed, call }: AffectedView) => fixed && !handed_over.includes(call);
  const moved = found.every(
    (each) => stays(each) || each.unallocated !== null || (each.after !== null && isElsewhere(each.before, each.after)),
  );
  return moved ? found : null;
}
