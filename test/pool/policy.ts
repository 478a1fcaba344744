import { defaultPolicy } from '../../engine/dataset/index.ts';
import type { Policy } from '../../engine/model/policy.ts';

/** A policy that orders by these criteria. */
export const policyOf = (order: Policy['order']): Policy => ({ ...defaultPolicy('EUR'), order });
