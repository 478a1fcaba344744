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
export { type RunningClock, runningClock } from './clocks/running-clock.ts';
export { serviceCoverage } from './clocks/service-coverage.ts';
export { computeClocks, computeTargets } from './clocks/targets.ts';
export { indexIn } from './codes.ts';
export { type CompileOptions, compileTerms } from './compile.ts';
export { type ContractDates, contractDates } from './entitlement/contract-dates.ts';
export { endOfTerm, inForce, noticePeriodAt } from './entitlement/contract-term.ts';
export {
  type Admission,
  type CallRequest,
  checkDatasetCalls,
  checkDevices,
  checkEntitlement,
  type EntitlementContext,
} from './entitlement/entitlement.ts';
export {
  createEscalationClock,
  type EscalationClock,
  type EscalationStep,
  escalationKey,
  escalationSteps,
  forecastStep,
} from './escalation/escalation.ts';
export { explainTargets } from './explain.ts';
export type { ExplainedCall } from './explained-call.ts';
export { type MaintenanceDue, maintenanceDue } from './maintenance/maintenance-due.ts';
export type { RaisedTargets } from './priority/class.ts';
export { raisingHints } from './priority/explain-class.ts';
export { isCompiledFor } from './regime/kept-coverage.ts';
export { targetOf, timelineOf } from './regime/kept-terms.ts';
export { keepTerms, withoutImpliedTerms } from './regime/logged-terms.ts';
export { isDeferred, regimeAt } from './regime/regime.ts';
export { type FailureTable, failureTable, judgeFailures, noneRaised } from './reliability/judge-failures.ts';
export { countsAsFailure, createReliability, type Reliability } from './reliability/reliability.ts';
export type { Codes, CodeTable, TermRules, Terms, TermTables } from './rules.ts';
export { stretchOfDay } from './special-days/compile-special-days.ts';
export { workTimeOf, writeCall } from './write-call.ts';
