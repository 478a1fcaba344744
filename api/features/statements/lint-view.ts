import type { Finding } from '#engine';

/** A finding of the linter as it leaves. */
export const findingView = (finding: Finding) => ({
  code: finding.code,
  severity: finding.severity,
  contract: finding.contract,
  measure: finding.measure,
  path: finding.path,
  at: finding.at,
  below: finding.below,
  above: finding.above,
  message: finding.message,
  action: finding.action,
});
