import { describe, expect, test } from 'vitest';
import type { CallClass } from '../../engine/model/priority.ts';
import type { SpecialDay } from '../../engine/model/special-day.ts';
import { localDate } from '../../engine/model/units.ts';
import { checkPlan, findRemedies, isLetInOn, planTerritory, presentPlan } from '../../engine/planning/index.ts';
import { at, hours, minutes, ORDER_ALONE, type TestCall, type TestResource, world } from './world.ts';

type Options = NonNullable<Parameters<typeof world>[2]>;

/** The plan of C1 at Monday 06:00 with R1, who works 06:00-22:00; the checker has to agree with the planner. */
function planned(call: Partial<TestCall>, options: Options = {}, resource: Partial<TestResource> = {}) {
  const made = world(
    [{ number: 'C1', loggedAt: at(5), ...call }],
    [{ code: 'R1', hours: '06:00-22:00', ...resource }],
    { now: at(6), ...options },
  );
  const plan = planTerritory(made.input, ORDER_ALONE);
  const classOf = () => call.class ?? ('normal' as CallClass);
  expect(checkPlan(made.reference, made.calls, plan, made.now, classOf).filter(({ fixed }) => !fixed)).toEqual([]);
  return { ...made, plan };
}

/** When C1 starts, or what bars it. */
function outcome(...args: Parameters<typeof planned>) {
  const { plan } = planned(...args);
  return plan.allocations[0]?.start ?? plan.unallocated[0]!.reasons.find((r) => r.resource === 'R1')?.code;
}

/** What the checker says of the plan of a call by other access than it was made by. */
function findings(made: Partial<TestCall>, truth: Partial<TestCall>, options: Options = {}) {
  const { plan } = planned(made);
  const { reference, calls, now } = planned(truth, options);
  return checkPlan(reference, calls, plan, now, () => truth.class ?? 'normal').map(({ code }) => code);
}

const specialDay = (access: SpecialDay['access'], more: Partial<SpecialDay> = {}): Options => ({
  specialDays: [
    {
      row: 2,
      site: 'S-C1',
      from: { date: localDate('2026-01-05') },
      to: { date: localDate('2026-01-06') },
      effect: 'service-affecting',
      regime: null,
      level: null,
      label: null,
      access,
      ...more,
    },
  ],
});

describe('rule 10.6: access hours', () => {
  test('work begins when the door opens', () => expect(outcome({ siteHours: 'Mo-Fr 09:00-17:00' })).toBe(at(9)));
  test('and ends while it is open, to the very instant', () => {
    const late = { siteHours: '09:00-17:00', earliest: at(15) };
    expect(outcome({ ...late, work: hours(2) })).toBe(at(15));
    expect(outcome({ ...late, work: hours(2) + minutes(1) } as never)).toBe(at(24 + 9));
  });
  test('nobody waits at a shut door: arrival is when it opens', () => {
    const { plan } = planned({ siteHours: '09:00-17:00', km: 30 });
    expect(plan.allocations[0]).toMatchObject({ travelStart: at(8.5), arrival: at(9), start: at(9) });
  });
  test('nobody comes before a break that the door opens in', () => {
    const breaks = [{ row: 2, resource: 'R1', hours: '12:00-13:00', validFrom: null, validTo: null }];
    const { plan } = planned({ siteHours: '12:30-18:00', km: 30, work: hours(1) }, { breaks });
    expect(plan.allocations[0]).toMatchObject({ travelStart: at(13), arrival: at(13.5), start: at(13.5) });
  });
  test('work does not go on over a time when it is shut', () =>
    expect(outcome({ siteHours: '07:00-09:00,10:00-15:00', work: hours(3) })).toBe(at(10)));
  test('hours that adjoin are one, over midnight too', () => {
    const night = { siteHours: 'Mo 20:00-24:00; Tu 00:00-04:00', work: hours(6) };
    expect(outcome(night, {}, { hours: '24/7' })).toBe(at(20));
  });
  test('of the device, within those of the site', () => {
    expect(outcome({ deviceHours: '10:00-12:00' })).toBe(at(10));
    expect(outcome({ siteHours: '09:00-17:00', deviceHours: '16:30-20:00', work: minutes(30) })).toBe(at(16.5));
    expect(outcome({ siteHours: '09:00-17:00', deviceHours: '16:30-20:00', work: minutes(31) })).toBe('no-access');
  });
  test('other calls go before and behind it', () => {
    const calls = [
      { number: 'C1', siteHours: '09:00-10:00' },
      { number: 'C2', work: hours(3) },
      { number: 'C3', siteHours: 'Mo 08:00-09:00,10:00-11:00; Tu 09:00-17:00' },
    ];
    const made = world(calls, [{ code: 'R1' }], { now: at(6) });
    const starts = planTerritory(made.input, ORDER_ALONE).allocations.map(({ call, start }) => [call, start]);
    expect(starts).toEqual([
      ['C3', at(8)],
      ['C1', at(9)],
      ['C2', at(10)],
    ]);
  });
});

describe('rule 10.6: special days', () => {
  test('a day on which a site is shut keeps everybody away', () =>
    expect(outcome({}, specialDay('shut'))).toBe(at(48 + 6)));
  test('it opens a door too', () => expect(outcome({ siteHours: '09:00-17:00' }, specialDay('open'))).toBe(at(6)));
  test('as usual it changes nothing', () =>
    expect(outcome({ siteHours: '09:00-17:00' }, specialDay('usual'))).toBe(at(9)));
  test('where it does not say, a day without service is shut, another as usual', () => {
    expect(outcome({}, specialDay(null, { effect: 'non-service-affecting' }))).toBe(at(48 + 6));
    expect(outcome({}, specialDay(null))).toBe(at(6));
  });
  test('of those that overlap the later one rules, then the row further down', () => {
    const [day] = specialDay('shut').specialDays!;
    const later = { ...day!, row: 1, from: { instant: at(10) }, to: { instant: at(12) }, access: 'open' as const };
    expect(outcome({}, { specialDays: [day!, later] })).toBe(at(10));
    const same = { ...day!, row: 3, access: 'open' as const };
    expect(outcome({}, { specialDays: [same, day!] })).toBe(at(6));
  });
  test('those of other sites do not count', () =>
    expect(outcome({}, specialDay('shut', { site: 'S-C2' }))).toBe(at(6)));
});

describe('rule 10.6: access by arrangement', () => {
  test('nobody comes within the notice', () => expect(outcome({ notice: hours(4) })).toBe(at(9)));
  test('an agreed appointment has been arranged', () =>
    expect(outcome({ notice: hours(4), earliest: at(7), latest: at(8) })).toBe(at(7)));
  test('a day before which it is not to begin has not', () =>
    expect(outcome({ notice: hours(4), earliest: at(7) })).toBe(at(9)));
});

describe('rule 10.6: emergencies', () => {
  const shut = { siteHours: '09:00-17:00', class: 'emergency' as const, notice: hours(8) };
  test('are let in at any time where the site says so', () =>
    expect(outcome({ ...shut, emergencyAccess: true })).toBe(at(6)));
  test('not elsewhere', () => {
    expect(outcome(shut)).toBe(at(13));
    expect(outcome({ ...shut, emergencyAccess: false })).toBe(at(13));
  });
  test('no other call is', () => expect(outcome({ ...shut, class: 'high', emergencyAccess: true })).toBe(at(13)));
});

describe('what bars a call', () => {
  test('nobody is let in within the horizon', () => {
    const { plan } = planned({ siteHours: 'off' });
    expect(plan.unallocated[0]!.reasons.at(-1)).toMatchObject({
      code: 'no-access',
      resource: 'R1',
      text: 'Nobody is let in for 1 h of work on C1 in the next 7 days. Agree other access with the site, or plan further ahead.',
    });
  });
  test('nobody works when people are let in', () => {
    const { plan } = planned({ siteHours: 'Mo-Fr 22:00-24:00' });
    expect(plan.unallocated[0]!.reasons.at(-1)!.text).toContain('first from Mon 5 Jan 22:00 to Tue 6 Jan 00:00');
  });
  test('the remedy: somebody lets them in at another time', () => {
    const made = planned({ siteHours: 'Mo-Fr 22:00-24:00' });
    const kinds = findRemedies({ ...made, finished: [] }, 'C1').filter(({ kind }) => kind === 'access');
    expect(kinds).toMatchObject([{ resource: 'R1', at: at(6), text: expect.stringContaining('Mon 5 Jan 06:00') }]);
  });
  test('the remedy: a shift that fits', () => {
    const made = planned({ siteHours: 'Mo-Fr 21:30-24:00' });
    const kinds = findRemedies({ ...made, finished: [] }, 'C1').map(({ kind }) => kind);
    expect(kinds).toEqual(['longer-shift', 'access']);
  });
});

describe('work that stays where it is', () => {
  const told = { resource: 'R1', pinned: true, siteHours: '09:00-17:00' };
  test('keeps a start that was told, door or no door; the checker says so', () => {
    const { plan, reference, calls, now } = planned({ ...told, plannedStart: at(7) });
    expect(plan.allocations[0]!.start).toBe(at(7));
    expect(checkPlan(reference, calls, plan, now, () => 'normal')).toMatchObject([{ code: 'no-access', fixed: true }]);
  });
  test('is put where people are let in where no start was told', () => expect(outcome(told)).toBe(at(9)));
});

describe('the checker', () => {
  test('finds work at a shut door, by whatever it is shut', () => {
    expect(findings({}, { siteHours: '09:00-17:00' })).toEqual(['no-access']);
    expect(findings({}, { deviceHours: '09:00-17:00' })).toEqual(['no-access']);
    expect(findings({}, { notice: hours(2) })).toEqual(['no-access']);
    expect(findings({}, {}, specialDay('shut'))).toEqual(['no-access']);
  });
  test('finds work that ends after it is shut', () => {
    expect(findings({}, { siteHours: '06:00-07:00' })).toEqual([]);
    expect(findings({ work: hours(1.5) }, { work: hours(1.5), siteHours: '06:00-07:00,08:00-20:00' })).toEqual([
      'no-access',
    ]);
  });
});

describe('a plan goes on', () => {
  test('a call whose access has changed is looked at again', () => {
    const before = planned({ siteHours: '07:00-17:00' });
    const again = (siteHours: string, hour: number) =>
      presentPlan(planned({ siteHours }, { now: at(hour) }).input, before.plan, before.input).lookAgain;
    expect([...again('08:00-17:00', 6)]).toEqual(['C1']);
    expect([...again('07:00-17:00', 6.5)]).toEqual([]);
    expect([...again('07:00-17:00', 8)]).toEqual([]);
  });
});

describe('whether work can begin on a date', () => {
  const windows = [{ start: at(20), end: at(26) }];
  const on = (date: string, work: number) => isLetInOn(windows, localDate(date), 'UTC', hours(work));
  test('by what is left of the time from its midnight on', () => {
    expect([on('2026-01-05', 6), on('2026-01-05', 6.1)]).toEqual([true, false]);
    expect([on('2026-01-06', 2), on('2026-01-06', 2.1)]).toEqual([true, false]);
    expect([on('2026-01-04', 1), on('2026-01-07', 1)]).toEqual([false, false]);
    expect(isLetInOn(null, localDate('2026-01-04'), 'UTC', hours(9))).toBe(true);
  });
});
