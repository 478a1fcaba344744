import type { Call } from '../../model/call.ts';
import { type Instant, instant } from '../../model/units.ts';
import type { TermRules } from '../../sla/index.ts';

/** The next instant after `now` at which a call's own data makes it another: logged, responded, a hold's end … null: none. */
export function nextCallChange(call: Call, now: Instant): Instant | null {
  let next: Instant | null = null;
  const look = (at: Instant | null) => {
    if (at !== null && at > now && (next === null || at < next)) next = at;
  };
  look(call.loggedAt);
  look(call.respondedAt);
  look(call.fixedAt);
  look(call.closedAt);
  for (const hold of call.holds) {
    look(hold.from);
    look(hold.to);
  }
  return next;
}

/** The next instant after `now` at which calls at a site (an index) become `deferred`, or no longer are; null: none. */
export function nextDeferralChange(rules: TermRules, site: number, now: Instant): Instant | null {
  const end = rules.segmentOffset[site + 1]!;
  for (let k = rules.segmentOffset[site]!; k < end; k++) {
    if (rules.dayServiceAffecting[rules.segmentDay[k]!] === 1) continue;
    if (rules.segmentStart[k]! > now) return instant(rules.segmentStart[k]!);
    if (rules.segmentEnd[k]! > now) return instant(rules.segmentEnd[k]!);
  }
  return null;
}
