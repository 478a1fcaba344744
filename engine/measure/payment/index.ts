/** Payment terms applied: statements, forecasts, prices of calls, and the linter. */
export { type CallPricer, callPricer } from './call-price.ts';
export { asPlanned, type PlannedTimes, type PlannedWork } from './forecast.ts';
export { FINDING_CODES, type Finding, type FindingCode, SEVERITIES, type Severity } from './lint/finding.ts';
export { lintPasses, lintPaymentTerms } from './lint/lint.ts';
export { type OpenStake, type Outlook, outlookOf } from './outlook.ts';
export { periodsLookedBack } from './period-lines.ts';
export { type Statement, statementOf } from './statement.ts';
export { type Basis, type Evidence, LINE_KINDS, type LineKind, type StatementLine } from './statement-line.ts';
export { type FiguresInPeriods, scopeKey, summaryOf, summaryPeriods, summaryScopes } from './summary.ts';
