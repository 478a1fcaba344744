import type { Reference } from '../../model/dataset.ts';
import type { SpecialDay } from '../../model/special-day.ts';
import { DAY, type Instant, instant, type LocalDate } from '../../model/units.ts';
import { addDays, spokenTime, startOfDay } from '../../time/index.ts';
import { hoursBetween, joined, type Stretch, stretchesOf } from './duties.ts';
import type { CallFacts } from './facts.ts';
import type { Stop } from './stops.ts';
import type { Violation } from './violation.ts';

/** People are let in at arrival and while work goes on. */
export function access({ facts, allocation, resource, fixed }: Stop, reference: Reference): Violation | null {
  const { call, site } = facts;
  const { arrival, start, finish } = allocation;
  if (facts.status === 'on-site') return null;
  const open = letInBetween(facts, reference, arrival, finish);
  const isLetIn = (from: number, to: number) => open.some(([opens, shuts]) => opens <= from && to <= shuts);
  if (isLetIn(arrival, arrival) && isLetIn(start, finish)) return null;
  const say = (at: Instant) => spokenTime(at, site.timeZone);
  const text = `Nobody is let in at ${site.code} for call ${call.number}, ${say(arrival)} to ${say(finish)}.`;
  return { code: 'no-access', call: call.number, resource: resource.code, text, fixed };
}

/**
 * When people are let in to a call between two instants, and somewhat around them: by the hours of the site and of the
 * device, special days in their place, after notice unless there is an appointment; emergencies where the site says so.
 */
export function letInBetween(facts: CallFacts, { specialDays }: Reference, from: number, to: number): Stretch[] {
  const { call, site, device } = facts;
  const [first, last] = [instant(from - 2 * DAY), instant(to + 2 * DAY)];
  // Where the class is not known, a call that was declared one counts as an emergency.
  const isEmergency = facts.class === null ? call.emergency !== null : facts.class === 'emergency';
  if (isEmergency && site.emergencyAccess === true) return [[first, last]];
  const begin = call.latest === null ? Math.max(first, call.loggedAt + (site.accessNotice ?? 0)) : first;
  if (begin >= last) return [];
  const zone = site.timeZone;
  const usual = [site.accessHours, device.accessHours]
    .filter((hours) => hours !== null)
    .map((hours) => joined(hoursBetween(hours, [], zone, first, last).flatMap(stretchesOf)));
  const days = specialDays.filter((day) => day.site === site.code);
  const bounds = days.flatMap((day) => [beginOf(day, zone), endOf(day, zone)]);
  const cuts = [...bounds, ...usual.flat(2), begin, last]
    .filter((at) => at >= begin && at <= last)
    .sort((a, b) => a - b);
  const open: Stretch[] = [];
  for (const [k, at] of cuts.entries()) {
    const until = cuts[k + 1];
    if (until === undefined || until <= at) continue;
    const ruling = days
      .filter((day) => beginOf(day, zone) <= at && until <= endOf(day, zone))
      .sort((a, b) => beginOf(b, zone) - beginOf(a, zone) || b.row - a.row)[0];
    const said = ruling?.access ?? (ruling?.effect === 'non-service-affecting' ? 'shut' : 'usual');
    const asUsual = usual.every((hours) => hours.some(([opens, shuts]) => opens <= at && until <= shuts));
    if (said === 'open' || (said === 'usual' && asUsual)) open.push([at, until]);
  }
  return joined(open);
}

const edge = (
  at: { readonly date: LocalDate } | { readonly instant: Instant },
  zone: string,
  daysOn: number,
): number => ('instant' in at ? at.instant : startOfDay(addDays(at.date, daysOn), zone));
const beginOf = ({ from }: SpecialDay, zone: string): number => edge(from, zone, 0);
const endOf = ({ to }: SpecialDay, zone: string): number => edge(to, zone, 1);
