import type { z } from 'zod';
import type { callDetailSchema, loggedSchema, queueSchema } from '../../schemas/calls.ts';
import type { resourcesSchema } from '../../schemas/people.ts';
import type {
  allocationSchema,
  candidatesSchema,
  planSchema,
  reasonSchema,
  territoriesSchema,
} from '../../schemas/plans.ts';

/** What the API gives, by its own schemas. */
export type Queue = z.output<typeof queueSchema>;
export type QueueCall = Queue['calls'][number];
export type CallDetail = z.output<typeof callDetailSchema>;
export type LoggedCall = z.output<typeof loggedSchema>;
export type Plan = z.output<typeof planSchema>;
export type Allocation = z.output<typeof allocationSchema>;
export type Reason = z.output<typeof reasonSchema>;
export type Territory = z.output<typeof territoriesSchema>['territories'][number];
export type Candidates = z.output<typeof candidatesSchema>;
export type Candidate = Candidates['candidates'][number];
export type Resource = z.output<typeof resourcesSchema>['resources'][number];

/** Why a call stands where it does (GET /calls/:number/explain). */
export interface Explanation {
  readonly call: string;
  readonly position: number;
  readonly criteria: readonly { readonly criterion: string; readonly value: string; readonly text?: string }[];
  readonly above: { readonly number: string; readonly criterion: string; readonly text: string } | null;
  readonly below: { readonly number: string; readonly criterion: string; readonly text: string } | null;
  readonly would_move_up: readonly string[];
}
