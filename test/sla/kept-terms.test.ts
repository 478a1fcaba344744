import { describe, expect, it } from 'vitest';
import { defaultPolicy } from '../../engine/dataset/index.ts';
import type { Call } from '../../engine/model/call.ts';
import type { Reference } from '../../engine/model/dataset.ts';
import { openBook } from '../../engine/order/index.ts';
import { keepTerms, withoutImpliedTerms } from '../../engine/sla/index.ts';
import {
  at,
  call,
  compiled,
  date,
  device,
  hours,
  reference,
  regime,
  regimeRule,
  rule,
  ruleOne,
  site,
  specialDay,
} from './world.ts';

const RULE = regimeRule({ row: 2, regime: 'GOLD' });
const GOLD = regime('GOLD', { respondWithin: hours(1), fixWithin: hours(4) });
const SLOW = regime('SLOW', { respondWithin: hours(3), fixWithin: hours(9), clock: 'elapsed' });
const world = (more: Partial<Reference> = {}): Reference =>
  reference({
    regimes: [GOLD, SLOW],
    regimeRules: [RULE],
    devices: [device('D1'), device('D2', { site: 'S2' })],
    policy: defaultPolicy('EUR'),
    ...more,
  });

/** A call as it is after it was logged in a world: Monday 2026-06-01, 16:00 in London. */
function logged(then: Reference, more: Partial<Call> = {}): Call {
  const one = call('1', '2026-06-01T15:00:00Z', more);
  return keepTerms(compiled(then, '2026-06-01T00:00:00Z'), [one])[0]!;
}

const BEFORE = { respondBy: '2026-06-01T16:00:00Z', fixBy: '2026-06-02T09:00:00Z', regime: 'GOLD' };
const codes = (because: readonly { decides: string; code: string }[]) =>
  because.filter(({ decides }) => decides === 'regime').map(({ code }) => code);

describe('the call keeps the regime as it was: later edits change no past call', () => {
  const one = logged(world());

  it('is logged with the regime, its targets and clock, the calendar, and the row that decided', () => {
    expect(one.keptTerms).toEqual({
      regime: 'GOLD',
      respondWithin: hours(1),
      fixWithin: hours(4),
      clock: 'coverage',
      calendar: 'OFFICE',
      decidedBy: [{ code: 'regime-rule', row: 2, text: 'contract C1 has regime GOLD (specificity 1)' }],
    });
    expect(ruleOne(world(), one)).toMatchObject(BEFORE);
  });

  it.each<[string, Partial<Reference>]>([
    [
      "an edit of the regime's targets",
      { regimes: [regime('GOLD', { respondWithin: hours(9), fixWithin: null }), SLOW] },
    ],
    ["an edit of the regime's clock", { regimes: [{ ...GOLD, clock: 'elapsed' }, SLOW] }],
    ["an edit of the regime's calendar", { regimes: [{ ...GOLD, calendar: 'ALWAYS' }, SLOW] }],
    ["an edit of the rule's regime", { regimeRules: [{ ...RULE, regime: 'SLOW' }] }],
    ["an edit of the rule's scope", { regimeRules: [{ ...RULE, site: 'S2' }, regimeRule({ regime: 'SLOW' })] }],
    ['an end of the rule before the call', { regimeRules: [{ ...RULE, validTo: date('2026-05-31') }] }],
    ['a more specific rule', { regimeRules: [RULE, regimeRule({ site: 'S1', regime: 'SLOW' })] }],
    ['the removal of the regime', { regimes: [SLOW], regimeRules: [{ ...RULE, regime: 'SLOW' }] }],
    ['the removal of every rule', { regimeRules: [] }],
    [
      'a special day that names a regime, declared later',
      {
        specialDays: [
          specialDay({
            from: { date: date('2026-06-01') },
            to: { instant: at('2026-06-01T15:00:01Z') },
            regime: 'SLOW',
          }),
        ],
      },
    ],
  ])('%s', (_, edit) => {
    const ruled = ruleOne(world(edit), one);
    expect(ruled).toMatchObject(BEFORE);
    const before = ruled.because.filter(({ decides }) => decides === 'regime');
    expect(codes(before)).toEqual(['regime-rule', 'kept-terms']);
    expect(before[0]).toMatchObject({ file: 'regime_rules.csv', row: 2 });
    expect(before[0]!.text).toContain('as it was when the call was logged: contract C1 has regime GOLD');
  });

  it('says what the rules of today would give', () => {
    const { because } = ruleOne(world({ regimeRules: [{ ...RULE, regime: 'SLOW' }] }), one);
    expect(because.find(({ code }) => code === 'kept-terms')!.text).toBe(
      'Ruled by regime GOLD (respond within 1 h, fix within 4 h of covered time, calendar OFFICE), as it was when the call ' +
        'was logged. The rules of today give regime SLOW (respond within 3 h, fix within 9 h of elapsed time): ' +
        'later edits change no past call.',
    );
    expect(because.find(({ decides }) => decides === 'respond_by')!.text).toContain(
      '1 h of covered time (calendar OFFICE',
    );
  });

  it('where the rules of today give the same, they are the reason', () => {
    expect(codes(ruleOne(world(), one).because)).toEqual(['regime-rule']);
    expect(ruleOne(world(), one)).toEqual(ruleOne(world(), { ...one, keptTerms: null }));
  });

  it('a call that keeps none is ruled by the rules of today', () => {
    const changed = world({ regimeRules: [{ ...RULE, regime: 'SLOW' }] });
    expect(ruleOne(changed, { ...one, keptTerms: null }).regime).toBe('SLOW');
  });

  it('a target that there was not stays away', () => {
    const without = logged(world({ regimes: [{ ...GOLD, respondWithin: null }] }));
    expect(ruleOne(world(), without)).toMatchObject({ respondBy: null, fixBy: BEFORE.fixBy });
  });

  it('an elapsed clock goes on counting all time', () => {
    const elapsed = logged(world({ regimeRules: [{ ...RULE, regime: 'SLOW' }] }));
    expect(ruleOne(world(), elapsed)).toMatchObject({ regime: 'SLOW', fixBy: '2026-06-02T00:00:00Z' });
  });

  it('a duplicate shows the clocks that its original keeps', () => {
    const again = call('2', '2026-06-01T15:30:00Z', { duplicateOf: '1' });
    const ruled = rule(world({ regimeRules: [{ ...RULE, regime: 'SLOW' }] }), [one, again], '2026-06-01T15:30:00Z');
    expect(ruled['2']).toMatchObject(BEFORE);
  });

  it('the targets of a special day that is taken back stay, on the coverage of the base regime', () => {
    const day = specialDay({
      row: 5,
      from: { date: date('2026-06-01') },
      to: { date: date('2026-06-01') },
      regime: 'SLOW',
    });
    const slow = { ...SLOW, clock: 'coverage' as const };
    const then = world({ regimes: [GOLD, slow], specialDays: [day] });
    const special = logged(then);
    expect(special.keptTerms).toMatchObject({ regime: 'SLOW', calendar: 'OFFICE', fixWithin: hours(9) });
    expect(special.keptTerms!.decidedBy.map(({ code, row }) => [code, row])).toEqual([
      ['regime-rule', 2],
      ['special-day', 5],
    ]);
    const { regime, fixBy, because } = ruleOne(world(), special);
    // Two hours of Monday, seven of Tuesday.
    expect({ regime, fixBy }).toEqual({ regime: 'SLOW', fixBy: '2026-06-02T14:00:00Z' });
    expect(codes(because)).toEqual(['regime-rule', 'special-day', 'kept-terms']);
  });
});

describe('coverage follows the timeline of the site', () => {
  const one = logged(world());
  const edited = { regimes: [SLOW], regimeRules: [{ ...RULE, regime: 'SLOW' }] };

  it('special days replace stretches of it, declared before or after', () => {
    const closed = specialDay({
      from: { date: date('2026-06-02') },
      to: { date: date('2026-06-02') },
      effect: 'non-service-affecting',
    });
    expect(ruleOne(world({ ...edited, specialDays: [closed] }), one)).toMatchObject({
      respondBy: BEFORE.respondBy,
      fixBy: '2026-06-03T09:00:00Z',
    });
    const open = specialDay({ from: { instant: at('2026-06-01T17:00:00Z') }, to: { date: date('2026-06-01') } });
    expect(ruleOne(world({ ...edited, specialDays: [open] }), one).fixBy).toBe('2026-06-01T19:00:00Z');
  });

  it('the hours of the calendar are those of today: a holiday declared later moves the clock', () => {
    const calendars = [{ code: 'OFFICE', hours: 'Mo-Fr 08:00-18:00', holidays: [date('2026-06-02')] }];
    const now = world({ ...edited, calendars });
    expect(ruleOne(now, one).fixBy).toBe('2026-06-03T09:00:00Z');
  });

  it('a calendar that is gone leaves the clock to the rule of today, and that is said', () => {
    const calendars = [{ code: 'LATE', hours: 'Mo-Fr 12:00-22:00', holidays: [] }];
    const late = regime('GOLD', { respondWithin: hours(9), calendar: 'LATE' });
    const ruled = ruleOne(world({ calendars, regimes: [late] }), one);
    expect(ruled).toMatchObject({ regime: 'GOLD', respondBy: '2026-06-01T16:00:00Z', fixBy: '2026-06-01T19:00:00Z' });
    expect(codes(ruled.because)).toEqual(['regime-rule', 'kept-terms', 'kept-calendar-gone']);
    expect(ruled.because.find(({ decides }) => decides === 'fix_by')!.text).toContain('calendar LATE');
  });

  it('holds are kept', () => {
    const held = {
      ...one,
      holds: [{ from: at('2026-06-01T15:30:00Z'), to: at('2026-06-01T16:30:00Z'), reason: 'no-access' }],
    };
    expect(ruleOne(world(edited), held, '2026-06-01T16:45:00Z')).toMatchObject({
      respondBy: '2026-06-01T17:00:00Z',
      fixBy: '2026-06-02T10:00:00Z',
    });
  });
});

describe('in a book', () => {
  const opened = (now: Reference, calls: Call[] = []) => {
    const book = openBook({ ...now, calls }, at('2026-06-01T15:00:00Z'));
    if (!book.ok) throw new Error(JSON.stringify(book.problems));
    return book.value;
  };
  const request = { device: 'D1', contact: 'Ann', description: 'Stands still' };

  it('a call that is admitted has its terms with it, and another reference changes nothing of them', () => {
    const book = opened(world());
    const admitted = book.admit(request);
    if (!admitted.ok) throw new Error('refused');
    book.put({ ...admitted.value.call, number: '1', row: 2 });
    expect(book.ordered('1')).toMatchObject({ regime: 'GOLD', fixBy: at(BEFORE.fixBy) });
    const clock = book.clock('1');
    expect(book.replaceReference(world({ regimes: [SLOW], regimeRules: [{ ...RULE, regime: 'SLOW' }] }))).toEqual({
      ok: true,
      value: undefined,
    });
    expect(book.ordered('1')).toMatchObject({ regime: 'GOLD', fixBy: at(BEFORE.fixBy) });
    expect(book.clock('1')).toEqual(clock);
    const next = book.admit(request);
    expect(next.ok && next.value.call.keptTerms?.regime).toBe('SLOW');
  });

  it('a call stays valid although no rule gives it a regime any more; a new one is refused', () => {
    const book = opened(world({ regimeRules: [] }), [logged(world())]);
    expect(book.ordered('1')).toMatchObject({ regime: 'GOLD' });
    const refused = book.admit(request);
    expect(refused.ok ? [] : refused.problems.map(({ code }) => code)).toEqual(['no-regime']);
  });

  it('a call that is put brings terms that no rule of today has: their coverage is compiled then', () => {
    const today = world({ regimes: [SLOW], regimeRules: [{ ...RULE, regime: 'SLOW' }] });
    const book = opened(today);
    book.put(logged(world()));
    expect(book.ordered('1')).toMatchObject({ regime: 'GOLD', fixBy: at(BEFORE.fixBy) });
    const long = logged(world({ regimes: [{ ...GOLD, fixWithin: hours(2000) }] }));
    book.put({ ...long, number: '2' });
    expect(book.ordered('2')!.fixBy).toBe(opened(world(), [long]).ordered('1')!.fixBy);
  });
});

describe('what an export leaves out', () => {
  it('terms that its own rules give anyway, and no others', () => {
    const one = logged(world());
    const other = { ...logged(world({ sites: [site('S1'), site('S2')] }), { number: '2', device: 'D2' }) };
    const changed = world({ regimeRules: [RULE, regimeRule({ site: 'S2', regime: 'SLOW' })] });
    const { calls } = withoutImpliedTerms({ ...changed, calls: [one, other] }, at('2026-06-01T16:00:00Z'));
    expect(calls.map(({ keptTerms }) => keptTerms?.regime ?? null)).toEqual([null, 'GOLD']);
  });
});
