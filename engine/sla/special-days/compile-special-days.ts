import type { Reference } from '../../model/dataset.ts';
import type { SpecialDay } from '../../model/special-day.ts';
import { addDays, startOfDay } from '../../time/index.ts';
import type { Codes } from '../rules.ts';

/** A stretch `[start, end)` of a site that one special day rules; `day` is its position in `specialDays`. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly day: number;
}

/** The stretches ruled by special days, for each site, disjoint and in order (domain, section 7). */
export function specialDaySegments(reference: Reference, codes: Codes): Segment[][] {
  const bySite: Segment[][] = reference.sites.map(() => []);
  for (const [day, specialDay] of reference.specialDays.entries()) {
    const site = codes.sites.indexOf.get(specialDay.site);
    if (site === undefined) continue;
    const segment = { ...stretchOfDay(specialDay, reference.sites[site]!.timeZone), day };
    if (segment.start < segment.end) bySite[site]!.push(segment);
  }
  return bySite.map((segments) => disjoint(segments, reference.specialDays));
}

/** When a special day rules. Dates are local and both inclusive; instants are half-open. */
export function stretchOfDay(day: SpecialDay, zone: string): { start: number; end: number } {
  const start = 'date' in day.from ? startOfDay(day.from.date, zone) : day.from.instant;
  const end = 'date' in day.to ? startOfDay(addDays(day.to.date, 1), zone) : day.to.instant;
  return { start, end };
}

/** Of overlapping special days the later `from` rules, of equal ones the lower row. */
function disjoint(segments: readonly Segment[], days: readonly SpecialDay[]): Segment[] {
  const byRank = [...segments].sort((a, b) => a.start - b.start || days[a.day]!.row - days[b.day]!.row);
  const bounds = [...new Set(segments.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
  const result: Segment[] = [];
  for (let k = 0; k + 1 < bounds.length; k++) {
    const start = bounds[k]!;
    const end = bounds[k + 1]!;
    const ruling = byRank.findLast((segment) => segment.start <= start && end <= segment.end);
    if (ruling === undefined) continue;
    const last = result.at(-1);
    if (last !== undefined && last.day === ruling.day && last.end === start) {
      result[result.length - 1] = { ...last, end };
    } else result.push({ start, end, day: ruling.day });
  }
  return result;
}
