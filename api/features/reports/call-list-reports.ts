import { at } from '../../platform/views.ts';
import { type CallListKind, cursorText, type ListedCall, parseCursor, reportCalls } from '../../store/index.ts';
import { badCursor } from '../calls/list-calls.ts';
import { type Report, report } from './report.ts';
import { listedCallRow, pageFields } from './schema.ts';

const LISTS: readonly (readonly [kind: CallListKind, title: string, definition: string])[] = [
  [
    'open',
    'Open calls',
    'Calls that were open at the end of the period: logged by then, neither fixed, closed nor cancelled. Newest first.',
  ],
  [
    'closed',
    'Closed calls',
    'Calls that were fixed, or closed without a fix, in the period. Cancelled ones are not among them. Newest first.',
  ],
  [
    'escalated',
    'Escalated calls',
    'Calls that went a step of escalation by the end of the period and were not ended before its beginning, with the steps. A failure that was reported twice is one, with the steps of each report. Newest first.',
  ],
  [
    'on-hold',
    'Calls on hold',
    'Calls that were open and on hold at the end of the period, with reason and beginning. Newest first.',
  ],
  [
    'high-priority',
    'High priority',
    'Calls of class emergency or high that were open at the end of the period; a failure that was reported twice is its first report. Of calls that are open now the class of now; of those that have ended, declared emergencies and what an escalation raised. Newest first.',
  ],
];

export const CALL_LIST_REPORTS: readonly Report[] = LISTS.map(([name, title, definition]) =>
  report<{ readonly limit: number; readonly cursor?: string }>({
    name,
    title,
    definition,
    row: listedCallRow,
    options: pageFields,
    pages: true,
    async run({ em, filter, query: { limit, cursor } }) {
      const after = cursor === undefined ? null : parseCursor(cursor);
      if (cursor !== undefined && after === null) throw badCursor();
      const { calls, next } = await reportCalls(em, name, filter, { limit, after });
      return { rows: calls.map(listedView), next: next === null ? null : cursorText(next) };
    },
  }),
);

const listedView = (call: ListedCall) => ({
  number: call.number,
  logged_at: at(call.loggedAt),
  class: call.class,
  type: call.type,
  contract: call.contract,
  customer: call.customer,
  territory: call.territory,
  site: call.site,
  model: call.model,
  device: call.device,
  technician: call.technician,
  description: call.description,
  duplicate_of: call.duplicateOf,
  responded_at: at(call.respondedAt),
  fixed_at: at(call.fixedAt),
  closed_at: at(call.closedAt),
  on_hold: call.holdReason,
  on_hold_since: at(call.holdFrom),
  escalations: call.escalations.join(';'),
});
