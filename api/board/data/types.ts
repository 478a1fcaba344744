import type { z } from 'zod';
import type { callDetailSchema, loggedSchema, queueSchema } from '../../features/calls/schema.ts';
import type { boardSettingsSchema } from '../../features/live/board-schema.ts';
import type {
  checkedSchema,
  deviceSchema,
  lookupSchema,
  siteSchema,
  sitesSchema,
} from '../../features/lookup/schema.ts';
import type { resourcesSchema, rotaSchema } from '../../features/people/schema.ts';
import type { trialSchema } from '../../features/plans/dispatch-schema.ts';
import type { differenceSchema, improvementSchema } from '../../features/plans/improvement-schema.ts';
import type {
  allocationSchema,
  candidatesSchema,
  planSchema,
  reasonSchema,
  routeSchema,
  territoriesSchema,
} from '../../features/plans/schema.ts';
import type { tablePageSchema, tablesSchema } from '../../features/tables/schema.ts';

/** What the API gives, by its own schemas. */
export type BoardSettings = z.output<typeof boardSettingsSchema>;
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
export type Lookup = z.output<typeof lookupSchema>;
export type Sites = z.output<typeof sitesSchema>;
export type SiteOverview = z.output<typeof siteSchema>;
export type DeviceOverview = z.output<typeof deviceSchema>;
export type CheckedCall = z.output<typeof checkedSchema>;
export type Trial = z.output<typeof trialSchema>;
export type Route = z.output<typeof routeSchema>;
export type Tables = z.output<typeof tablesSchema>['tables'];
export type TableInfo = Tables[number];
export type TablePage = z.output<typeof tablePageSchema>;
export type TableRow = TablePage['rows'][number];
export type Rota = z.output<typeof rotaSchema>;
export type Resource = z.output<typeof resourcesSchema>['resources'][number];

export type Improvement = z.output<typeof improvementSchema>;
export type PlanDifference = z.output<typeof differenceSchema>;
export type PlanChange = PlanDifference['changes'][number];

/** Why a call stands where it does (GET /calls/:number/explain). */
export interface Explanation {
  readonly call: string;
  readonly position: number;
  readonly criteria: readonly { readonly criterion: string; readonly value: string; readonly text?: string }[];
  readonly above: { readonly number: string; readonly criterion: string; readonly text: string } | null;
  readonly below: { readonly number: string; readonly criterion: string; readonly text: string } | null;
  readonly would_move_up: readonly string[];
}
