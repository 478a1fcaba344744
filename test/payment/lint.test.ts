import { describe, expect, it } from 'vitest';
import { minor } from '../../engine/model/units.ts';
import { type Finding, lintPasses, lintPaymentTerms } from '../../engine/payment/index.ts';
import { contract, device } from '../sla/world.ts';
import { termsOf } from './pay.ts';

const CONTRACT = { ...contract('C1'), currency: 'GBP', baseFee: minor(100_000_00) };
const lint = (source: unknown): Finding[] => lintPaymentTerms(termsOf(source), CONTRACT, [device('D1')]);
const ofCode = (source: unknown, code: string) => lint(source).filter((each) => each.code === code);

const CAPS = [
  { effect: 'bonus', percent: 5 },
  { effect: 'abatement', percent: 20 },
];
const banded = (bands: object[], more: object = {}) => ({
  measures: [{ code: 'M', metric: 'availability', rule: { kind: 'bands', bands }, ...more }],
  caps: CAPS,
});
const off = (percent: number) => ({ effect: 'abatement', percent });

describe('the linter', () => {
  it('passes sound terms, and notes what jumps', () => {
    const findings = lint(
      banded([
        { to: 95, ...off(5) },
        { from: 95, to: 99, effect: 'none' },
        { from: 99, effect: 'bonus', percent: 2 },
      ]),
    );
    expect(lintPasses(findings)).toBe(true);
    expect(findings.filter(({ code }) => code === 'discontinuity')).toMatchObject([
      { at: '95 %', below: { value: 'just under 95 %', pays: '-5000.00' }, above: { value: '95 %', pays: '0.00' } },
      { at: '99 %', below: { pays: '0.00' }, above: { pays: '2000.00' } },
    ]);
  });

  it('notes no jump where steps are counted exactly: what is paid changes in proportion', () => {
    const steps = { kind: 'steps', threshold: 95, side: 'under', step: 1, effect: 'abatement', percent: 2 };
    const jumps = (count: string) =>
      ofCode(
        { measures: [{ code: 'M', metric: 'availability', rule: { ...steps, count } }], caps: CAPS },
        'discontinuity',
      );
    expect(jumps('exact')).toEqual([]);
    expect(jumps('started').length).toBeGreaterThan(0);
  });

  it('finds a gap, and says what is paid on both sides', () => {
    expect(
      ofCode(
        banded([
          { to: 95, ...off(5) },
          { from: 96, effect: 'none' },
        ]),
        'band-gap',
      ),
    ).toMatchObject([
      {
        severity: 'warning',
        measure: 'M',
        path: 'measures[0].rule.bands',
        at: '95 %',
        below: { value: 'just under 95 %', pays: '-5000.00' },
        above: { value: '96 %', pays: '0.00' },
      },
    ]);
  });

  it('knows that rounded values do not fall into a gap', () => {
    const bands = [
      { up_to: 94.9, ...off(5) },
      { from: 95, effect: 'none' },
    ];
    expect(ofCode(banded(bands), 'band-gap')).toHaveLength(1);
    expect(ofCode(banded(bands, { metric_decimals: 1 }), 'band-gap')).toEqual([]);
    expect(ofCode(banded(bands, { metric_decimals: 2 }), 'band-gap')).toHaveLength(1);
  });

  it('finds overlaps, and contradictions where one band pays and the other takes', () => {
    const overlap = banded([
      { to: 95, ...off(5) },
      { from: 94, to: 97, ...off(3) },
      { from: 97, effect: 'none' },
    ]);
    expect(ofCode(overlap, 'band-overlap')).toMatchObject([{ severity: 'warning', path: 'measures[0].rule.bands[1]' }]);
    const contradiction = banded([
      { to: 95, ...off(5) },
      { from: 95, up_to: 99, ...off(1) },
      { from: 99, effect: 'bonus', percent: 1 },
    ]);
    expect(ofCode(contradiction, 'band-contradiction')).toMatchObject([{ severity: 'error', at: '99 %' }]);
  });

  it('finds bands that no value gets', () => {
    const bands = [
      { to: 95, ...off(5) },
      { from: 90, to: 95, ...off(3) },
      { from: 101, effect: 'bonus', percent: 1 },
    ];
    expect(ofCode(banded(bands), 'band-unreachable').map(({ path }) => path)).toEqual([
      'measures[0].rule.bands[1]',
      'measures[0].rule.bands[2]',
    ]);
  });

  it('finds that worse pays more', () => {
    const bands = [
      { to: 90, ...off(2) },
      { from: 90, to: 95, ...off(4) },
      { from: 95, effect: 'none' },
    ];
    expect(ofCode(banded(bands), 'worse-pays-more')).toMatchObject([
      {
        severity: 'error',
        below: { value: 'just under 90 %', pays: '-2000.00' },
        above: { value: '90 %', pays: '-4000.00' },
      },
    ]);
    const steps = { kind: 'steps', threshold: 95, side: 'under', step: 1, count: 'full', effect: 'bonus', percent: 1 };
    expect(
      ofCode({ measures: [{ code: 'S', metric: 'fix', rule: steps }], caps: CAPS }, 'worse-pays-more'),
    ).not.toEqual([]);
  });

  it('finds steps and tiers that are never reached', () => {
    const steps = (over: object) => ({
      measures: [
        {
          code: 'S',
          metric: 'fix',
          rule: { kind: 'steps', threshold: 95, side: 'under', step: 1, count: 'full', ...off(1), ...over },
        },
      ],
      caps: CAPS,
    });
    expect(ofCode(steps({ threshold: 100, side: 'over' }), 'steps-unreachable')).toHaveLength(1);
    expect(ofCode(steps({ step: 96 }), 'steps-unreachable')).toHaveLength(1);
    expect(ofCode(steps({ tiers: [{ beyond: 96, percent: 2 }] }), 'tier-unreachable')).toHaveLength(1);
    expect(lintPasses(lint(steps({ tiers: [{ beyond: 90, percent: 2 }] })))).toBe(true);
  });

  it('finds missing caps, and says how much they let through', () => {
    const terms = {
      measures: [
        { code: 'B', metric: 'fix', rule: { kind: 'bands', bands: [{ from: 99, effect: 'bonus', percent: 3 }] } },
        { code: 'E', metric: 'respond', rule: { kind: 'events', amount: '10.00' } },
      ],
    };
    expect(ofCode(terms, 'bonus-uncapped')).toMatchObject([
      { severity: 'warning', message: 'Measure B pays up to 3000.00, with no cap.' },
    ]);
    expect(ofCode(terms, 'abatement-uncapped')).toMatchObject([
      { severity: 'warning', message: 'Measure E takes without end, with no cap.' },
    ]);
    expect(lintPasses(lint({ ...terms, caps: CAPS }))).toBe(true);
  });

  it('finds measures that contradict each other', () => {
    const terms = {
      measures: [
        { code: 'A', metric: 'fix', rule: { kind: 'bands', bands: [{ to: 95, ...off(5) }] } },
        { code: 'B', metric: 'fix', rule: { kind: 'bands', bands: [{ from: 94, effect: 'bonus', percent: 1 }] } },
      ],
      caps: CAPS,
    };
    expect(ofCode(terms, 'contradictory-measures')).toMatchObject([{ severity: 'warning', at: '94 %' }]);
  });

  it('finds bands of points that are out of order', () => {
    const points = (bands: object[]) => ({
      measures: [{ code: 'P', metric: 'fix', rule: { kind: 'points', points: 1, free: 20, price: '3.00', bands } }],
      caps: CAPS,
    });
    expect(ofCode(points([{ up_to: 20, rate: 1 }, { rate: 2 }]), 'band-unreachable')).toHaveLength(1);
    expect(ofCode(points([{ rate: 1 }, { up_to: 90, rate: 2 }]), 'band-unreachable')).toHaveLength(1);
    expect(ofCode(points([{ up_to: 90, rate: 2 }]), 'band-gap')).toHaveLength(1);
    expect(lintPasses(lint(points([{ up_to: 90, rate: 1 }, { rate: 2 }])))).toBe(true);
  });

  it('finds factors with which more failures cost less', () => {
    const events = (over: object) => ({
      measures: [{ code: 'E', metric: 'fix', rule: { kind: 'events', amount: '10.00', ...over } }],
      caps: CAPS,
    });
    const growth = [{ from_count: 3, factor: 0.5 }];
    expect(ofCode(events({ growth, growth_applies: 'all' }), 'worse-pays-more')).toMatchObject([{ at: '3' }]);
    expect(ofCode(events({ growth }), 'worse-pays-more')).toEqual([]);
    const repeat = { measures: [{ ...events({}).measures[0], repeat: [{ failed: 1, factor: 0.5 }] }], caps: CAPS };
    expect(ofCode(repeat, 'worse-pays-more')).toHaveLength(1);
    const entries = (first: number, second: number) => ({
      measures: [
        {
          ...events({}).measures[0],
          repeat: [
            { failed: 1, factor: first },
            { failed: 2, factor: second },
          ],
        },
      ],
      caps: CAPS,
    });
    expect(ofCode(entries(3, 2), 'worse-pays-more')).toMatchObject([{ path: 'measures[0].repeat[1].factor' }]);
    expect(ofCode(entries(2, 3), 'worse-pays-more')).toEqual([]);
    expect(ofCode(events({ effect: 'bonus' }), 'worse-pays-more')).toMatchObject([{ path: 'measures[0].rule.effect' }]);
  });

  it('finds groups without use, and scopes without devices', () => {
    const rule = { kind: 'events', amount: '10.00' };
    const terms = {
      measures: [{ code: 'E', metric: 'fix', scope: { site: 'NOWHERE' }, non_duplication: 'G', rule }],
      caps: CAPS,
    };
    expect(lint(terms).map(({ code }) => code)).toEqual(['scope-empty', 'group-of-one']);
  });
});
