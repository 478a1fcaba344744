/** The database: what other rooms of the API may use. */
export { backUp, RestoreRefused, restore } from './backup.ts';
export * from './calendar-feeds.ts';
export * from './call-list.ts';
export * from './calls.ts';
export { type Em, kysely } from './database.ts';
export * from './dataset.ts';
export * from './devices.ts';
export { type EmbeddedDatabase, type EmbeddedOptions, startEmbedded } from './embedded/embedded-database.ts';
export type { Supervision } from './embedded/supervise.ts';
export * from './escalations.ts';
export { createHeartbeat, type Heartbeat } from './heartbeat.ts';
export * from './history.ts';
export * from './idempotency.ts';
export * from './improvements.ts';
export * from './journal.ts';
export * from './links.ts';
export * from './live-events.ts';
export { lockExclusively } from './locks.ts';
export * from './maintenance.ts';
export * from './merge-dataset.ts';
export { type SchemaStanding, schemaStanding } from './migrate.ts';
export * from './outbox.ts';
export * from './payment-statements.ts';
export * from './people-events.ts';
export * from './performance.ts';
export * from './performance-evidence.ts';
export * from './performance-marks.ts';
export * from './period-calls.ts';
export * from './plan-log.ts';
export { planStandings } from './plan-standings.ts';
export * from './plans.ts';
export * from './recount.ts';
export {
  atOneMoment,
  claimReference,
  claimRota,
  HOLD_REFERENCE,
  holdReference,
  holdTables,
  isEmpty,
  type ReferenceRow,
  readDatasetVersion,
  readReference,
  readReferenceVersion,
  readRota,
  readRotaVersion,
  replaceRotaRows,
  writeCodedRow,
  writePaymentTerms,
  writeReferenceRow,
} from './reference.ts';
export * from './reports/backlog.ts';
export * from './reports/call-groups.ts';
export * from './reports/call-lists.ts';
export * from './reports/failures.ts';
export type { ReportFilter } from './reports/report-filter.ts';
export * from './reports/time-spent.ts';
export type { Seen } from './seen.ts';
export * from './settings.ts';
export * from './similar-calls.ts';
export * from './stale-figures.ts';
export { literal, literals, sendAll, type Writer, writer } from './statements.ts';
export * from './store.ts';
export * from './subscriptions.ts';
export type { CalendarFeed } from './tables/calendar-feeds.ts';
export type { CallEvent, StoredCallEvent } from './tables/call-events.ts';
export type { CallPlace, StoredCall } from './tables/calls.ts';
export type { ImprovementOutcome, ImprovementProgress, PlanImprovement } from './tables/improvements.ts';
export type { CallLink } from './tables/links.ts';
export * from './tables/notifications.ts';
export type { StoredStatement } from './tables/payment-statements.ts';
export type { StoredFacts } from './tables/performance.ts';
export { costColumns, costOf, type StoredAllocation } from './tables/plans.ts';
export type { StoredVisit } from './tables/visits.ts';
export * from './visits.ts';
