import { CALL_STATUSES, CALL_TYPES, type Call, EXCUSES } from '../../model/call.ts';
import { keptTerms } from '../kinds/kept-terms.ts';
import { holds, intervals, list, skillLevel } from '../kinds/list.ts';
import { boolean, code, oneOf, text } from '../kinds/text.ts';
import { duration, instant } from '../kinds/time.ts';
import { checkOrder, defaulting, many, optional, type Report, required, type Table } from '../table.ts';

/** A call as it is written: what may be left out is worked out in calls.ts. */
export interface CallRow extends Omit<Call, 'row' | 'number' | 'device' | 'serviceAffecting' | 'earlierReport'> {
  readonly number: string | null;
  readonly device: string | null;
  readonly site: string | null;
  readonly model: string | null;
  readonly serviceAffecting: boolean | null;
}

export const calls: Table<CallRow> = {
  name: 'calls',
  key: 'number',
  columns: {
    number: optional(code),
    device: optional(code, { references: 'devices' }),
    site: optional(code, { references: 'sites' }),
    model: optional(code, { references: 'models' }),
    contact: required(text),
    description: required(text),
    type: defaulting(oneOf(CALL_TYPES), 'fault'),
    loggedAt: required(instant),
    occurredAt: optional(instant),
    serviceAffecting: optional(boolean),
    estimatedTime: optional(duration('above zero')),
    earliest: optional(instant),
    latest: optional(instant),
    status: optional(oneOf(CALL_STATUSES)),
    resource: optional(code, { references: 'resources' }),
    pinned: defaulting(boolean, false),
    respondedAt: optional(instant),
    fixedAt: optional(instant),
    closedAt: optional(instant),
    holds: many(holds),
    duplicateOf: optional(code, { references: 'calls' }),
    excuse: optional(oneOf(EXCUSES)),
    emergency: optional(text, { extension: true }),
    raisedTo: optional(oneOf(['high']), { extension: true }),
    plannedStart: optional(instant, { extension: true }),
    inUse: optional(boolean, { extension: true }),
    temporaryFixedAt: optional(instant, { extension: true }),
    arrivedAt: optional(instant, { extension: true }),
    visitSkills: optional(list(skillLevel), { references: 'skills', extension: true }),
    resolution: optional(text, { extension: true }),
    restored: many(intervals, { extension: true }),
    // As JSON, see kinds/kept-terms.ts. The calendar is what the clocks run on; the regime may have been removed since.
    keptTerms: optional(keptTerms, { references: 'calendars', extension: true }),
  },
  check: checkTimes,
};

function checkTimes(row: Partial<CallRow>, report: Report): void {
  const { loggedAt } = row;
  if (row.device === null && (row.site === null || row.model === null))
    report(
      'device',
      'device-missing',
      'The call names neither a device nor both a site and a model.',
      'Fill device, or site and model.',
    );
  checkOrder(
    { from: row.occurredAt, to: loggedAt },
    { from: 'occurred_at', to: 'logged_at' },
    (_, code, message, action) => report('occurred_at', code, message, action),
  );
  checkOrder({ from: row.earliest, to: row.latest }, { from: 'earliest', to: 'latest' }, report);
  checkOrder({ from: loggedAt, to: row.respondedAt }, { from: 'logged_at', to: 'responded_at' }, report);
  checkOrder({ from: loggedAt, to: row.fixedAt }, { from: 'logged_at', to: 'fixed_at' }, report);
  checkOrder(
    { from: row.fixedAt ?? loggedAt, to: row.closedAt },
    { from: row.fixedAt ? 'fixed_at' : 'logged_at', to: 'closed_at' },
    report,
  );
}
