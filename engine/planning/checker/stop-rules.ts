import type { Reference } from '../../model/dataset.ts';
import { CALL_CLASSES } from '../../model/priority.ts';
import type { Instant } from '../../model/units.ts';
import { spokenLength, spokenTime } from '../../time/index.ts';
import { access } from './access-rule.ts';
import { longestCalledOut } from './class-limits.ts';
import { roadKilometres, secondsNeeded } from './distance.ts';
import { latestStart } from './facts.ts';
import { overtimeOf } from './shift-rules.ts';
import { inOneBand } from './shifts.ts';
import { followsInShift, type Stop } from './stops.ts';
import type { Violation } from './violation.ts';

/** A rule of one stop: what is wrong with it, null where nothing is. */
type StopRule = (stop: Stop, reference: Reference, now: Instant) => Violation | null;

/** The zone in which the resource's shifts are read. */
const zoneOf = ({ resource }: Stop, { territories }: Reference): string =>
  territories.find(({ code }) => code === resource.territory)!.timeZone;

/** Rules between two stops are the planner's doing unless neither may be moved. */
const bothFixed = (stop: Stop) => stop.fixed && (stop.before === null || stop.before.fixed);

const violation = (code: string, stop: Stop, text: string, fixed = stop.fixed): Violation => ({
  code,
  call: stop.allocation.call,
  resource: stop.resource.code,
  text,
  fixed,
});

const skills: StopRule = (stop) => {
  const missing = stop.facts.skills.filter(
    (needed) => !stop.resource.skills.some((own) => own.skill === needed.skill && own.level >= needed.level),
  );
  if (missing.length === 0) return null;
  const list = missing.map(({ skill, level }) => `${skill}:${level}`).join(', ');
  return violation(
    'skill-missing',
    stop,
    `${stop.resource.code} lacks ${list}, needed for call ${stop.allocation.call}.`,
  );
};

const territory: StopRule = (stop) => {
  const works = stop.shift?.territory ?? stop.resource.territory;
  if (works === stop.facts.site.territory) return null;
  const text = `${stop.resource.code} works in territory ${works}, call ${stop.allocation.call} lies in ${stop.facts.site.territory}.`;
  return violation('wrong-territory', stop, text);
};

const allowed: StopRule = (stop) =>
  stop.facts.barred === null
    ? null
    : violation(
        stop.facts.barred,
        stop,
        `Call ${stop.allocation.call} is ${stop.facts.barred}: nobody may be sent to it.`,
        false,
      );

const keepsResource: StopRule = (stop) => {
  const { fixedTo, mayLeave } = stop.facts;
  if (fixedTo === null || mayLeave || fixedTo === stop.resource.code) return null;
  const text = `Call ${stop.allocation.call} is started or pinned with ${fixedTo}, but planned for ${stop.resource.code}.`;
  return violation('fixed-call-moved', stop, text, false);
};

const consistentTimes: StopRule = (stop, _, now) => {
  const { call, travelStart, arrival, start, finish, travelSeconds } = stop.allocation;
  const works = finish - start;
  const needs = stop.facts.workTime;
  const onSite = stop.facts.status === 'on-site';
  const problems: string[] = [];
  if (!Number.isInteger(travelSeconds) || travelSeconds < 0) problems.push('travel is not whole seconds');
  if (arrival !== travelStart + travelSeconds * 1000) problems.push('arrival is not travel start plus travel');
  if (arrival > start) problems.push('work starts before arrival');
  if (onSite ? finish !== Math.max(now, start + stop.facts.heldFor + needs) : works !== needs) {
    problems.push(`work takes ${spokenLength(Math.max(0, works))} instead of ${spokenLength(needs)}`);
  }
  return problems.length === 0
    ? null
    : violation('times-inconsistent', stop, `Call ${call}: ${problems.join('; ')}.`, false);
};

const notInThePast: StopRule = (stop, _, now) =>
  stop.facts.status === 'on-site' || stop.allocation.travelStart >= now
    ? null
    : violation('before-now', stop, `Travel to call ${stop.allocation.call} would begin before now.`, false);

const insideShift: StopRule = (stop, reference) => {
  const { call, travelStart, arrival, start, finish } = stop.allocation;
  const { shift } = stop;
  const zone = zoneOf(stop, reference);
  const when = `${spokenTime(start, zone)} to ${spokenTime(finish, zone)}`;
  if (shift === null)
    return violation('outside-shift', stop, `${stop.resource.code} has no shift for call ${call}, ${when}.`);
  if (!inOneBand(shift, start, finish)) {
    return violation(
      'outside-shift',
      stop,
      `Work on call ${call}, ${when}, is not within one stretch of the shift of ${stop.resource.code}.`,
    );
  }
  if (stop.facts.status === 'on-site' || inOneBand(shift, travelStart, arrival)) return null;
  return violation(
    'outside-shift',
    stop,
    `Travel to call ${call} is not within one stretch of the shift of ${stop.resource.code}.`,
  );
};

const onCall: StopRule = (stop) => {
  const upTo = stop.shift?.onlyUpTo ?? null;
  const { class: own, call } = stop.facts;
  if (upTo === null || own === null || CALL_CLASSES.indexOf(own) <= CALL_CLASSES.indexOf(upTo)) return null;
  const text = `${stop.resource.code} is on call then for calls up to ${upTo}; call ${call.number} is ${own}.`;
  return violation('not-on-call', stop, text);
};

const overtime: StopRule = (stop, { policy }) => {
  if (stop.shift === null || stop.shift.onlyUpTo !== null) return null;
  const over = stop.allocation.finish - stop.shift.regularEnd;
  const most = overtimeOf(stop, policy);
  if (over <= most) return null;
  const text = `Call ${stop.allocation.call} is finished ${spokenLength(over)} after the shift, as ${stop.facts.class} it may have ${spokenLength(most)} of overtime.`;
  return violation('overtime-not-allowed', stop, text);
};

const onCallLength: StopRule = (stop, { policy }) => {
  const { class: own, workTime } = stop.facts;
  if (stop.shift === null || stop.shift.onlyUpTo === null || own === null) return null;
  const most = longestCalledOut(policy, own);
  if (workTime <= most) return null;
  const text = `Call ${stop.allocation.call} takes ${spokenLength(workTime)}, people on call are called out for ${spokenLength(most)} at most of ${own} work.`;
  return violation('not-on-call', stop, text);
};

const appointment: StopRule = (stop, reference) => {
  const { earliest } = stop.facts.call;
  const latest = latestStart(stop.facts);
  const { call, start } = stop.allocation;
  if (stop.facts.status === 'on-site' || (start >= (earliest ?? start) && start <= (latest ?? start))) return null;
  const say = (at: Instant) => spokenTime(at, zoneOf(stop, reference));
  const window = [earliest && `from ${say(earliest)}`, latest && `until ${say(latest)}`].filter(Boolean).join(' ');
  return violation('appointment-missed', stop, `Call ${call} starts at ${say(start)}, its appointment is ${window}.`);
};

const overlap: StopRule = (stop) => {
  const { before, allocation } = stop;
  if (before === null || allocation.travelStart >= before.allocation.finish) return null;
  const text = `${stop.resource.code} would be on the way to call ${allocation.call} before call ${before.allocation.call} is finished.`;
  return violation('overlap', stop, text, bothFixed(stop));
};

/**
 * A leg takes what the way takes: from the stop before; from the site of the last finished call, where the running
 * shift has one; else from home, also where the shift (or the way home) lies between.
 */
const travel: StopRule = (stop, { policy }) => {
  const { allocation, before, resource, facts } = stop;
  if (facts.status === 'on-site') return null;
  const seconds = (from: { latitude: number; longitude: number }, to: { latitude: number; longitude: number }) =>
    secondsNeeded(roadKilometres(from, to, policy), policy, resource.speed);
  const enough = (needed: number) => allocation.travelSeconds >= needed - 0.001;
  const fromHome = policy.routeStart === 'open' ? 0 : seconds(resource, facts.site);
  const done = stop.shift?.done ?? null;
  const first = done === null ? fromHome : seconds(done.lastSite, facts.site);
  const direct = before === null ? first : seconds(before.facts.site, facts.site);
  if (enough(direct)) return null;
  if (before !== null && !followsInShift(stop) && enough(fromHome)) {
    const wayHome = policy.routeEnd === 'open' ? 0 : seconds(before.facts.site, resource);
    if (before.allocation.finish + (wayHome - 0.001) * 1000 <= allocation.travelStart) return null;
  }
  const text = `Travel to call ${allocation.call} takes ${spokenLength(direct * 1000)}, planned are ${spokenLength(allocation.travelSeconds * 1000)}.`;
  return violation('travel-too-short', stop, text, bothFixed(stop));
};

export const STOP_RULES: readonly StopRule[] = [
  skills,
  territory,
  allowed,
  keepsResource,
  consistentTimes,
  notInThePast,
  insideShift,
  onCall,
  onCallLength,
  overtime,
  access,
  appointment,
  overlap,
  travel,
];
