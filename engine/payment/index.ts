/** Payment terms applied: statements, forecasts, prices of calls, and the linter. */
export { type CallPricer, callPricer } from './call-price.ts';
export { FINDING_CODES, type Finding, type FindingCode, SEVERITIES, type Severity } from './lint/finding.ts';
export { lintPasses, lintPaymentTerms } from './lint/lint.ts';
export { periodsLookedBack } from './period-lines.ts';
export { asPlanned, type PlannedTimes, type PlannedWork } from './statement/forecast.ts';
export { type OpenStake, type Outlook, outlookOf } from './statement/outlook.ts';
export { type Statement, statementOf } from './statement/statement.ts';
export {
  type Basis,
  type Evidence,
  LINE_KINDS,
  type LineKind,
  type StatementLine,
} from './statement/statement-line.ts';
export { type FiguresInPeriods, scopeKey, summaryOf, summaryPeriods, summaryScopes } from './statement/summary.ts';
