export { approvalLevel, asksApproval, needsApproval } from './approval.ts';
export {
  type CallTable,
  clearCall,
  createCallTable,
  createHoldStore,
  createTargetTable,
  FLAG_DUPLICATE,
  FLAG_EMERGENCY,
  FLAG_FIXED,
  FLAG_HELD,
  FLAG_LIVE,
  FLAG_PLANNED,
  FLAG_RAISED,
  FLAG_STOPPED,
  growCallTable,
  growTargetTable,
  type HoldStore,
  type TargetTable,
} from './call-table.ts';
export type { RaisedTargets } from './class.ts';
export { indexIn } from './codes.ts';
export { type CompileOptions, compileTerms } from './compile.ts';
export { stretchOfDay } from './compile-special-days.ts';
export { type ContractDates, contractDates } from './contract-dates.ts';
export { endOfTerm, inForce, noticePeriodAt } from './contract-term.ts';
export { duplicatesAfter, mergeProblems } from './duplicates.ts';
export {
  type Admission,
  type CallRequest,
  checkDatasetCalls,
  checkDevices,
  checkEntitlement,
  type EntitlementContext,
} from './entitlement.ts';
export {
  createEscalationClock,
  type EscalationClock,
  type EscalationStep,
  escalationKey,
  escalationSteps,
  forecastStep,
} from './escalation.ts';
export { explainTargets } from './explain.ts';
export { raisingHints } from './explain-class.ts';
export type { ExplainedCall } from './explained-call.ts';
export { callFromJournal, changedFields, type JournalEntry } from './history.ts';
export { type FailureTable, failureTable, judgeFailures, noneRaised } from './judge-failures.ts';
export { isCompiledFor } from './kept-coverage.ts';
export { targetOf, timelineOf } from './kept-terms.ts';
export {
  applyEvent,
  CALL_EVENTS,
  type CallEvent,
  type CallEventKind,
  lastKnown,
  possibleTransitions,
  possibleWith,
  reopenedCall,
} from './life.ts';
export { keepTerms, withoutImpliedTerms } from './logged-terms.ts';
export { type MaintenanceDue, maintenanceDue } from './maintenance-due.ts';
export { isDeferred, regimeAt } from './regime.ts';
export { countsAsFailure, createReliability, type Reliability } from './reliability.ts';
export type { Codes, CodeTable, TermRules, Terms, TermTables } from './rules.ts';
export { type RunningClock, runningClock } from './running-clock.ts';
export { serviceCoverage } from './service-coverage.ts';
export { heldAt, holdAt, isOpenAt, originalOf, standsInOrder, statusAt } from './state.ts';
export { computeClocks, computeTargets } from './targets.ts';
export { visitsAfter, visitsFromJournal } from './visits.ts';
export { workTimeOf, writeCall } from './write-call.ts';
