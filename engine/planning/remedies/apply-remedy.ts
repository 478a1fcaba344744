import type { Reference } from '../../model/dataset.ts';
import type { Remedy } from '../../model/remedy.ts';
import type { Resource } from '../../model/resource.ts';
import type { SkillLevel } from '../../model/skill.ts';
import { type Instant, instant, type LocalDate, MINUTE } from '../../model/units.ts';
import { formatLocal, localDateAt, type Shift } from '../../time/index.ts';
import { rotaBook } from '../shifts/rota.ts';

/** Tables with a remedy in them, as somebody would enter it. A later appointment, or access, is the call's own: the tables stay. */
export function applyRemedy(reference: Reference, remedy: Remedy, now: Instant): Reference {
  const withResource = (change: (resource: Resource) => Resource): Reference => ({
    ...reference,
    resources: reference.resources.map((each) => (each.code === remedy.resource ? change(each) : each)),
  });
  switch (remedy.kind) {
    case 'skill':
      return withResource((each) => ({ ...each, skills: withSkill(each.skills, remedy.skill) }));
    case 'more-calls':
      return withResource((each) => ({ ...each, maxCalls: remedy.maxCalls }));
    case 'later-day':
      return { ...reference, policy: { ...reference.policy, horizon: remedy.horizon } };
    case 'loan': {
      const { resource, territory, on } = remedy;
      const row = Math.max(1, ...reference.loans.map((each) => each.row)) + 1;
      return { ...reference, loans: [...reference.loans, { row, resource, territory, on, reason: null }] };
    }
    case 'longer-shift': {
      const { resource: code, on, minutes } = remedy;
      const resource = reference.resources.find((each) => each.code === code)!;
      const rota = rotaBook(reference, now, reference.policy.horizon)(resource);
      const shift = rota.shifts.find(({ date }) => date === on)!;
      const hours = longerHours(shift, minutes, rota.timeZone)!;
      const others = reference.shiftChanges.filter((each) => each.resource !== code || each.on !== on);
      const row = Math.max(1, ...others.map((each) => each.row)) + 1;
      return { ...reference, shiftChanges: [...others, { row, resource: code, on, hours, reason: null }] };
    }
    case 'later-appointment':
    case 'access':
      return reference;
  }
}

const withSkill = (skills: readonly SkillLevel[], more: SkillLevel): SkillLevel[] => [
  ...skills.filter(({ skill }) => skill !== more.skill),
  more,
];

/** Longest shift that hours of a date can say without running into themselves. */
const LONGEST = 23 * 60;

/** A shift's hours with so many minutes more at the end; null: the notation can't say it (hours that begin after midnight, or a day long). */
export function longerHours(
  { date, bands }: Pick<Shift, 'date' | 'bands'>,
  minutes: number,
  zone: string,
): string | null {
  const end = instant(bands.at(-1)!.end + minutes * MINUTE);
  if (end - bands[0]!.start > LONGEST * MINUTE) return null;
  const dateOf = (at: Instant): LocalDate => localDateAt(at, zone);
  if (bands.some(({ start }) => dateOf(start) !== date)) return null;
  const time = (at: Instant): string => formatLocal(at, zone).slice(11, 16);
  const ended = (at: Instant): string => (time(at) === '00:00' ? '24:00' : time(at));
  return bands.map((band, k) => `${time(band.start)}-${ended(k === bands.length - 1 ? end : band.end)}`).join(',');
}
