import { approvalLevel, asksApproval, type Contract, type Millis } from '#engine';
import type { Change } from '../../platform/change.ts';
import { readEvents, type StoredCall } from '../../store/index.ts';
import type { Found } from './find-call.ts';

const NONE: Pick<Contract, 'approvalOver'> = { approvalOver: [] };

const contractOf = async (change: Change, { contract }: StoredCall) =>
  (await change.day()).tables.contracts.get(contract) ?? NONE;

/** How many of the contract's thresholds the call's estimate is over: what an approval of it is for. */
export const levelAsked = async (change: Change, call: StoredCall): Promise<number> =>
  approvalLevel(call.estimatedTime, await contractOf(change, call));

/** Whether another estimate has to be approved, by what the journal says was approved so far (see `asksApproval`). */
export async function asksAnew(change: Change, { call, status }: Found, estimatedTime: Millis): Promise<boolean> {
  const contract = await contractOf(change, call);
  if (approvalLevel(estimatedTime, contract) === 0) return false;
  const events = await readEvents(change.em, call.territory, call.number);
  const levels = events.filter(({ kind }) => kind === 'approve').map(({ data }) => Number(data.level ?? 0));
  // What stands in the order with its estimate needs, or has had, no approval for it.
  if (status !== 'awaiting-approval') levels.push(approvalLevel(call.estimatedTime, contract));
  return asksApproval(estimatedTime, contract, Math.max(0, ...levels));
}
