import type { Office } from '../../platform/office.ts';
import { allocationView, reasonsView } from '../../platform/views.ts';
import { allocationOf, readPlan } from '../../store/index.ts';

/** Looked at again now and then, should a notification be lost. */
const LOOK_AGAIN = 500;

/**
 * Waits until a plan has been made that knows the call, or the time is up. Gives its allocation, or why it has none;
 * nothing where no plan came in time.
 */
export async function waitForPlan(
  office: Office,
  territory: string,
  number: string,
  seconds: number,
): Promise<Readonly<Record<string, unknown>>> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const next = nextPlan(office, [territory]);
    const found = await inPlan(office, territory, number);
    const left = end - performance.now();
    if (found !== null || left <= 0) {
      next.cancel();
      return found ?? {};
    }
    await next.within(Math.min(left, LOOK_AGAIN));
  }
}

async function inPlan(office: Office, territory: string, number: string): Promise<Record<string, unknown> | null> {
  const em = office.store.em();
  const allocation = await allocationOf(em, territory, number);
  if (allocation !== null) {
    return {
      allocation: allocationView(allocation),
      unallocated: null,
      resource: allocation.resource,
      status: 'allocated',
    };
  }
  const plan = await readPlan(em, territory);
  const unplaced = plan.unallocated.find(({ call }) => call === number);
  return unplaced === undefined ? null : { allocation: null, unallocated: reasonsView(unplaced.reasons) };
}

export function nextPlan(
  office: Office,
  territories: readonly string[],
): { within(ms: number): Promise<void>; cancel(): void } {
  let wake = (): void => {};
  const heard = new Promise<void>((resolve) => {
    wake = resolve;
  });
  const leave = office.live.subscribe((each) => {
    if ('reset' in each || (each.event.kind === 'plan' && territories.includes(each.event.territory))) wake();
  });
  return {
    async within(ms) {
      const timer = setTimeout(wake, ms);
      await heard;
      clearTimeout(timer);
      leave();
    },
    cancel: leave,
  };
}
