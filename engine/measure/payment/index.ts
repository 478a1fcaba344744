/** Payment terms applied: statements, forecasts, prices of calls, and the linter. */

export { periodsLookedBack } from './period-lines.ts';
export { type Statement, statementOf } from './statement.ts';
export { type Basis, type Evidence, LINE_KINDS, type LineKind, type StatementLine } from './statement-line.ts';
