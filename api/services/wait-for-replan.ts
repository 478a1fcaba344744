import { allocationOf, planVersion, readPlan } from '../store/index.ts';
import type { Reply } from './change.ts';
import type { Office } from './office.ts';
import { allocationView, reasonsView } from './views.ts';
import { nextPlan } from './wait-for-plan.ts';

/** Looked at again now and then, should a notification be lost. */
const LOOK_AGAIN = 500;

interface Affecting {
  readonly affected: readonly { readonly call: string; readonly before: object }[];
  /** Versions of the plans that were overtaken. */
  readonly replanned: readonly { readonly territory: string; readonly version: number }[];
}

/**
 * The reply to a change of working time, with who has each affected call now (`after`: an allocation, or `unallocated`
 * with the reasons), once the territories are planned again; as it is where the time is up before.
 */
export async function withPlansAfter(office: Office, reply: Reply, seconds: number): Promise<Reply> {
  const body = reply.body as Affecting;
  if (seconds === 0 || body.affected.length === 0 || !(await plansMade(office, body, seconds))) return reply;
  const em = office.store.em();
  const territories = body.replanned.map(({ territory }) => territory);
  const affected = [];
  for (const each of body.affected) {
    let after = null;
    let unallocated = null;
    for (const territory of territories) {
      const allocation = await allocationOf(em, territory, each.call);
      const { unallocated: left } = await readPlan(em, territory);
      after ??= allocation === null ? null : allocationView(allocation);
      unallocated ??= left.find(({ call }) => call === each.call)?.reasons ?? null;
    }
    affected.push({ ...each, after, unallocated: unallocated === null ? null : reasonsView(unallocated) });
  }
  return { ...reply, body: { ...body, affected } };
}

async function plansMade(office: Office, { replanned }: Affecting, seconds: number): Promise<boolean> {
  const end = performance.now() + seconds * 1000;
  const territories = replanned.map(({ territory }) => territory);
  for (;;) {
    const next = nextPlan(office, territories);
    const em = office.store.em();
    const versions = await Promise.all(territories.map((territory) => planVersion(em, territory)));
    const made = replanned.every(({ version }, k) => versions[k]! > version);
    const left = end - performance.now();
    if (made || left <= 0) {
      next.cancel();
      return made;
    }
    await next.within(Math.min(left, LOOK_AGAIN));
  }
}
