import type { Contract } from '../model/contract.ts';

/** How many of a contract's approval thresholds an estimate is over; 0: none, no approval is needed. */
export function approvalLevel(estimatedTime: number | null, { approvalOver }: Pick<Contract, 'approvalOver'>): number {
  if (estimatedTime === null) return 0;
  return approvalOver.filter((threshold) => estimatedTime > threshold).length;
}

/** Whether an estimate is over the contract's least threshold, so that the call waits for approval. */
export const needsApproval = (estimatedTime: number | null, contract: Pick<Contract, 'approvalOver'>): boolean =>
  approvalLevel(estimatedTime, contract) > 0;

/**
 * Whether a changed estimate has to be approved (again): it is over a higher threshold than any that was approved. What
 * stands in the order with an estimate counts as approved for it.
 * @param approved the highest level approved so far; 0: none
 */
export const asksApproval = (
  estimatedTime: number,
  contract: Pick<Contract, 'approvalOver'>,
  approved: number,
): boolean => approvalLevel(estimatedTime, contract) > approved;
