import type { CallTerms } from '../model/call-terms.ts';
import type { RegimeRule, TimeFrame } from '../model/regime.ts';
import type { SpecialDay } from '../model/special-day.ts';
import { instant, MINUTE, SECOND } from '../model/units.ts';
import { formatLocal } from '../time/index.ts';
import type { Terms } from './rules.ts';

/** An instant on the clock of a device's site. */
export function atSite(terms: Terms, device: number, at: number): string {
  return formatLocal(instant(at), terms.reference.sites[terms.rules.deviceSite[device]!]!.timeZone);
}

/** `4 h`, `1 h 30 min`, `12 days`; to the minute, or to the second where there is less. */
export function lengthInWords(ms: number): string {
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`;
  const minutes = Math.round(ms / MINUTE);
  const hours = Math.floor(minutes / 60);
  if (minutes >= 48 * 60 && minutes % (24 * 60) === 0) return `${minutes / (24 * 60)} days`;
  const rest = minutes % 60;
  if (hours === 0) return `${rest} min`;
  return rest === 0 ? `${hours} h` : `${hours} h ${rest} min`;
}

/** `, valid from 2026-01-01 to 2026-12-31, in Mo-Fr 08:00-18:00`; empty for a rule that always applies. */
export function frameInWords({ validFrom, validTo, hours }: TimeFrame): string {
  const from = validFrom === null ? '' : ` from ${validFrom}`;
  const to = validTo === null ? '' : ` to ${validTo}`;
  return (from + to === '' ? '' : `, valid${from}${to}`) + (hours === null ? '' : `, in ${hours}`);
}

/** `Special day in row 3 of special_days.csv (Marathon)`. */
export function dayInWords(day: SpecialDay): string {
  return `Special day in row ${day.row} of special_days.csv${day.label === null ? '' : ` (${day.label})`}`;
}

/** `contract C1 at site S2, model M1, in Mo-Fr 08:00-18:00`. */
export function ruleInWords(rule: RegimeRule): string {
  const owner = rule.contract !== null ? `contract ${rule.contract}` : `customer ${rule.customer}`;
  const site = rule.site === null ? '' : ` at site ${rule.site}`;
  const zone = rule.zone === null ? '' : `, zone ${rule.zone}`;
  const model = rule.model === null ? '' : `, model ${rule.model}`;
  return owner + site + zone + model + frameInWords(rule);
}

/** `regime GOLD (respond within 1 h, fix within 4 h of covered time, calendar OFFICE)`. */
export function termsInWords({ regime, respondWithin, fixWithin, clock, calendar }: CallTerms): string {
  const within = (name: string, target: number | null) =>
    target === null ? `no ${name} target` : `${name} within ${lengthInWords(target)}`;
  const counts = clock === 'elapsed' ? 'elapsed time' : `covered time, calendar ${calendar}`;
  return `regime ${regime} (${within('respond', respondWithin)}, ${within('fix', fixWithin)} of ${counts})`;
}
