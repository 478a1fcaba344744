/** The engine's only door: api, bench, fixtures and migrations import nothing else of it. Sorted by room. */

// dataset: text in, text out
export * from './dataset/index.ts';
// every problem of a dataset at once
export * from './dataset-problems.ts';
// difference of two plans of a dataset
export * from './difference-in-dataset.ts';
export {
  applyEvent,
  approvalLevel,
  asksApproval,
  CALL_EVENTS,
  type CallEvent,
  type CallEventKind,
  callFromJournal,
  changedFields,
  duplicatesAfter,
  heldAt,
  holdAt,
  isOpenAt,
  type JournalEntry,
  lastKnown,
  mergeProblems,
  needsApproval,
  originalOf,
  possibleTransitions,
  possibleWith,
  reopenedCall,
  standsInOrder,
  statusAt,
  visitsAfter,
  visitsFromJournal,
} from './lifecycle/index.ts';
// model: the records
export * from './model/calendar.ts';
export * from './model/call.ts';
export * from './model/call-price.ts';
export * from './model/call-terms.ts';
export * from './model/contract.ts';
export * from './model/customer.ts';
export * from './model/dataset.ts';
export * from './model/device.ts';
export * from './model/escalation.ts';
export { withFirstReport, withFirstReports } from './model/first-report.ts';
export * from './model/model.ts';
export * from './model/money.ts';
export * from './model/ordered-call.ts';
export * from './model/payment-terms.ts';
export * from './model/plan.ts';
export * from './model/policy.ts';
export * from './model/priority.ts';
export * from './model/problem.ts';
export * from './model/regime.ts';
export * from './model/reliability.ts';
export * from './model/remedy.ts';
export * from './model/resource.ts';
export * from './model/rota.ts';
export * from './model/site.ts';
export * from './model/skill.ts';
export * from './model/special-day.ts';
export * from './model/territory.ts';
export * from './model/units.ts';
export * from './model/visit.ts';
export * from './model/zone.ts';
// the main job over one dataset, from end to end
export * from './open-dataset.ts';
// order: the book of open calls
export * from './order/index.ts';
// payment and performance: what was measured, and the money it makes
export * from './payment/index.ts';
export * from './performance/index.ts';
export * from './plan-dataset.ts';
// planning: plans, their checker and their difference
export * from './planning/index.ts';
// pool: threads
export * from './pool/index.ts';
// what lateness costs by payment terms
export * from './prices-of-dataset.ts';
// sla and lifecycle: entitlement, the tables that the order reads, the life of a call
export {
  type Admission,
  type CallRequest,
  type CallTable,
  type ContractDates,
  compileTerms,
  computeTargets,
  contractDates,
  countsAsFailure,
  createCallTable,
  createEscalationClock,
  createHoldStore,
  createReliability,
  createTargetTable,
  type EscalationClock,
  type EscalationStep,
  escalationKey,
  escalationSteps,
  type FailureTable,
  failureTable,
  forecastStep,
  type HoldStore,
  judgeFailures,
  keepTerms,
  type MaintenanceDue,
  maintenanceDue,
  noneRaised,
  type RaisedTargets,
  type Reliability,
  type RunningClock,
  type TargetTable,
  type Terms,
  withoutImpliedTerms,
  writeCall,
} from './sla/index.ts';
// a contract's statement over one dataset
export * from './statement-of-dataset.ts';
// time: what the edges read and write; timelines stay inside
export {
  addDays,
  addPeriod,
  formatDuration,
  formatInstant,
  formatLocal,
  formatPeriod,
  isTimeZone,
  localDateAt,
  localTime,
  parseDuration,
  parseInstant,
  parseLocalDate,
  parseOpeningHours,
  parsePeriod,
  spokenLength,
  spokenTime,
  startOfDay,
} from './time/index.ts';
// the same history under other terms
export * from './what-if.ts';
