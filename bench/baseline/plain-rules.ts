import { DateTime } from 'luxon';
import type { Device, Dimension, Level, Levels, PriorityRule, RegimeRule, SpecialDay, TimeFrame } from '#engine';
import { hoursContain } from './plain-hours.ts';
import type { PlainTables } from './plain-tables.ts';

/** Whether a rule's validity contains the local date and its hours the local time of an instant (domain, section 5). */
function appliesAt(rule: TimeFrame, at: number, zone: string): boolean {
  const { validFrom, validTo } = rule;
  if (validFrom !== null || validTo !== null) {
    const date = DateTime.fromMillis(at, { zone }).toISODate()!;
    if (date < (validFrom ?? date) || date > (validTo ?? date)) return false;
  }
  return rule.hours === null || hoursContain(rule.hours, at, zone);
}

/** The later `valid_from` first, then the row further down. */
function laterFirst(a: TimeFrame & { row: number }, b: TimeFrame & { row: number }): number {
  const [left, right] = [a.validFrom ?? '', b.validFrom ?? ''];
  return left === right ? b.row - a.row : left < right ? 1 : -1;
}

const specificity = ({ site, zone, model, contract }: RegimeRule): number =>
  (site === null ? 0 : 8) + (zone === null ? 0 : 4) + (model === null ? 0 : 2) + (contract === null ? 0 : 1);

/** The regime rule that decides for a device at an instant (domain, section 5); null: none applies. */
export function plainRegimeRule(tables: PlainTables, device: Device, at: number): RegimeRule | null {
  const zone = tables.sites.get(device.site)!.timeZone;
  const customer = tables.contracts.get(device.contract)!.customer;
  const rules = [
    ...(tables.regimeRules.get(`contract ${device.contract}`) ?? []),
    ...(tables.regimeRules.get(`customer ${customer}`) ?? []),
  ].filter(
    (rule) =>
      (rule.site === null || rule.site === device.site) &&
      (rule.zone === null || rule.zone === device.zone) &&
      (rule.model === null || rule.model === device.model) &&
      appliesAt(rule, at, zone),
  );
  rules.sort((a, b) => specificity(b) - specificity(a) || laterFirst(a, b));
  return rules[0] ?? null;
}

/** Stretch `[start, end)` of a special day at its site: dates are local and inclusive, instants half-open. */
export function specialDayStretch(day: SpecialDay, zone: string): { start: number; end: number } {
  return {
    start: 'date' in day.from ? DateTime.fromISO(day.from.date, { zone }).startOf('day').toMillis() : day.from.instant,
    end:
      'date' in day.to
        ? DateTime.fromISO(day.to.date, { zone }).plus({ days: 1 }).startOf('day').toMillis()
        : day.to.instant,
  };
}

/** The special day that rules a site at an instant: the one with the later `from`, then the lower row; null: none. */
export function plainSpecialDay(tables: PlainTables, site: string, at: number): SpecialDay | null {
  const zone = tables.sites.get(site)!.timeZone;
  const ruling = (tables.specialDays.get(site) ?? [])
    .map((day) => ({ day, ...specialDayStretch(day, zone) }))
    .filter(({ start, end }) => start <= at && at < end)
    .sort((a, b) => b.start - a.start || b.day.row - a.day.row);
  return ruling[0]?.day ?? null;
}

function plainLevel(tables: PlainTables, dimension: Dimension, code: string | null, device: Device, at: number): Level {
  const zone = tables.sites.get(device.site)!.timeZone;
  const rules = (code === null ? [] : (tables.priorityRules.get(`${dimension} ${code}`) ?? [])).filter(
    (rule) => (rule.contract === null || rule.contract === device.contract) && appliesAt(rule, at, zone),
  );
  const names = (rule: PriorityRule) => (rule.contract === null ? 0 : 1);
  rules.sort((a, b) => names(b) - names(a) || laterFirst(a, b));
  return rules[0]?.level ?? 5;
}

/** The four levels of a call logged on a device at an instant (domain, sections 7 and 8). */
export function plainLevels(tables: PlainTables, device: Device, at: number): Levels {
  const special = plainSpecialDay(tables, device.site, at);
  const specialLevel = special?.effect === 'service-affecting' ? special.level : null;
  return {
    contract: plainLevel(tables, 'contract', device.contract, device, at),
    site: specialLevel ?? plainLevel(tables, 'site', device.site, device, at),
    zone: plainLevel(tables, 'zone', device.zone, device, at),
    model: plainLevel(tables, 'model', device.model, device, at),
  };
}
