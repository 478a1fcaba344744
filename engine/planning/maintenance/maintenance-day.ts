import type { Reference } from '../../model/dataset.ts';
import type { Resource } from '../../model/resource.ts';
import type { Site } from '../../model/site.ts';
import type { SkillLevel } from '../../model/skill.ts';
import { HOUR, type LocalDate, type Millis, type Minor, minor } from '../../model/units.ts';
import { greatCircle } from '../../order/criteria/great-circle.ts';
import { dayOfDate } from '../../time/civil.ts';
import { hasSkill } from '../problem/skill-profiles.ts';
import { secondsPerKmOf, travelSecondsOf } from '../problem/travel.ts';

/** How full a day is, of those who could do the work. */
export interface DayLoad {
  readonly date: LocalDate;
  /** Their time in shifts, breaks and absences taken out. */
  readonly available: Millis;
  /** Time planned for them already, travel counted. */
  readonly booked: Millis;
}

/** Repairs that are planned at the site of a device that is due. */
export interface PlannedRepair {
  readonly call: string;
  readonly date: LocalDate;
}

export interface MaintenanceDay {
  readonly date: LocalDate;
  /** The repair that it is joined with; null: none. */
  readonly joinedWith: string | null;
  readonly why: string;
}

/**
 * The day for a piece of preventive maintenance. With a repair at the same site where that is cheaper: the way there and
 * back is saved, and the part of the interval that is given up is worth less (the price of a visit, times the days that it
 * is early over the days of the interval). Else the quietest day of its window: where, the work added, the least share of
 * the time of those who can do it is taken; of equals the earliest. A day without anybody is taken only where all are so.
 * @param loads of each day of the window, in order.
 * @param visit what the work and the way there and back cost.
 */
export function maintenanceDay(
  due: { readonly dueOn: LocalDate; readonly windowFrom: LocalDate; readonly intervalDays: number },
  work: Millis,
  loads: readonly DayLoad[],
  repairs: readonly PlannedRepair[],
  visit: { readonly work: Minor; readonly travel: Minor },
  isDue: boolean,
): MaintenanceDay | null {
  const cheapest = repairs
    .map((repair) => ({ repair, given: givenUp(due, repair.date, visit) }))
    .filter(({ given }) => given < visit.travel)
    .sort(
      (a, b) =>
        a.given - b.given || (a.repair.date < b.repair.date ? -1 : 1) || (a.repair.call < b.repair.call ? -1 : 1),
    )[0];
  if (cheapest !== undefined) {
    const { call, date } = cheapest.repair;
    return { date, joinedWith: call, why: `With ${call}, which is planned there on ${date}: one way instead of two.` };
  }
  if (!isDue) return null;
  let best: DayLoad | null = null;
  for (const day of loads) if (best === null || share(day, work) < share(best, work)) best = day;
  const date = best?.date ?? due.windowFrom;
  return {
    date,
    joinedWith: null,
    why: `The quietest day from ${due.windowFrom} on, ${percent(best, work)} taken with it.`,
  };
}

const share = ({ available, booked }: DayLoad, work: Millis): number =>
  available > 0 ? (booked + work) / available : Number.POSITIVE_INFINITY;

const percent = (day: DayLoad | null, work: Millis): string =>
  day === null || day.available === 0 ? 'nobody there yet' : `${Math.round(share(day, work) * 100)} %`;

function givenUp(
  { dueOn, intervalDays }: { readonly dueOn: LocalDate; readonly intervalDays: number },
  on: LocalDate,
  { work, travel }: { readonly work: Minor; readonly travel: Minor },
): number {
  const early = Math.max(0, dayOfDate(dueOn) - dayOfDate(on));
  return ((work + travel) * early) / Math.max(1, intervalDays);
}

/** Resources of a territory that have every skill that a visit needs. */
export const ableResources = (reference: Reference, territory: string, skills: readonly SkillLevel[]): Resource[] =>
  reference.resources.filter(
    (resource) => resource.territory === territory && skills.every((needed) => hasSkill(resource.skills, needed)),
  );

/** What a visit costs by itself: the work, and the way there and back of whoever lives nearest. null: nobody can do it. */
export function visitPrice(
  reference: Reference,
  able: readonly Resource[],
  site: Site,
  work: Millis,
): { work: Minor; travel: Minor } | null {
  const { policy } = reference;
  const prices = able.map((resource) => {
    const hourly = resource.hourlyCost ?? policy.hourlyCost;
    const km = greatCircle(resource, site) * policy.detourFactor;
    const seconds = travelSecondsOf(km, secondsPerKmOf(policy, resource.speed));
    return {
      work: minor(Math.round((work / HOUR) * hourly)),
      travel: minor(Math.round(2 * ((seconds / 3600) * hourly + km * policy.perKilometre))),
    };
  });
  return prices.reduce<{ work: Minor; travel: Minor } | null>(
    (least, price) => (least === null || price.travel < least.travel ? price : least),
    null,
  );
}
