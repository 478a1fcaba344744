import { describe, expect, it } from 'vitest';
import type { QueueCall } from '../../api/board/data/types.ts';
import { whoComes, whyNobody } from '../../api/board/dispatch/who-comes.ts';
import { inWords } from '../../api/board/time/in-words.ts';
import { timesIn as times } from '../../api/board/time/times.ts';

const NOW = Date.parse('2026-06-01T09:00:00Z');
const UTC = times('UTC');
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

describe('texts of the API in words', () => {
  const words = (text: string, zone = UTC): string => plain(inWords(text, zone, NOW));

  it('instants are of the zone of the page, with the day where it isn’t today', () => {
    expect(words('from 2026-06-01T17:00:00Z to 2026-06-02T21:00:00Z.')).toBe('from 17:00 to Tue 2 Jun 21:00.');
    expect(words('by 2026-06-01 12:13 +02:00: late', times('Europe/London'))).toBe('by 11:13: late');
  });
  it('durations have units', () => {
    expect(words('PT9H of work and PT1M4S of travel in the next P3D')).toBe(
      '9 h of work and 1 min 4 s of travel in the next 3 d',
    );
    expect(words('PT2H30M, PT1H0M5S, P2W')).toBe('2 h 30 min, 1 h 0 min, 2 weeks');
  });
  it('leaves codes and other words alone', () => {
    const text = 'Rule in row 2: contract P-1 with PT and PH, site PT1, calendar Mo-Fr 05:00-24:00.';
    expect(words(text)).toBe(text);
  });
});

describe('who comes', () => {
  const call = (change: Partial<QueueCall> = {}): QueueCall => ({
    number: 'C1',
    version: 1,
    contract: 'MAIN',
    regime: 'STD',
    respond_by: null,
    fix_by: null,
    due: null,
    levels: { contract: 5, site: 5, zone: 5, model: 5 },
    model: 'L1',
    site: 'N1',
    latitude: 51.5,
    longitude: -0.1,
    territory: 'NORTH',
    position: 1,
    class: 'normal',
    priority: 5,
    status: 'open',
    device: 'LIFT-1',
    site_name: 'North Station',
    description: 'stuck',
    resource: null,
    start: null,
    duplicate_of: null,
    on_hold: null,
    clock: {
      awaits: 'respond',
      due: '2026-06-01T11:00:00Z',
      amber_at: null,
      stopped: false,
      counting: true,
      changes_at: null,
    },
    ...change,
  });
  const stop = (number: string, arrival: string) => ({
    call: number,
    resource: 'ANN',
    travel_start: arrival,
    arrival,
    start: arrival,
    finish: '2026-06-01T12:00:00Z',
    travel_seconds: 0,
    fixed: false,
  });
  const plans = {
    names: new Map([['ANN', 'Ann']]),
    allocations: new Map([
      ['C1', stop('C1', '2026-06-01T10:00:00Z')],
      ['C2', stop('C2', '2026-06-01T11:30:00Z')],
    ]),
    unallocated: new Map([
      [
        'C3',
        [
          { code: 'skill-missing', text: 'all lack it' },
          { code: 'shift-full', resource: 'ANN', text: 'full' },
        ],
      ],
    ]),
  };
  const says = (change: Partial<QueueCall>) => whoComes(call(change), plans, UTC, NOW);

  it('somebody: name and start, and what they do', () => {
    expect(says({ resource: 'ANN', start: '2026-06-01T10:00:00Z' })).toEqual({
      kind: 'somebody',
      text: 'Ann, 10:00',
      late: false,
    });
    expect(says({ resource: 'ANN', start: '2026-06-01T10:00:00Z', status: 'travelling' }).text).toBe(
      'Ann, 10:00, on the way',
    );
    expect(says({ resource: 'ANN', start: '2026-06-01T08:00:00Z', status: 'on-site' }).text).toBe('Ann, on site');
    expect(says({ number: 'C8', resource: 'BOB', start: '2026-06-01T08:00:00Z' }).text).toBe('BOB, 08:00');
  });
  it('a duplicate: with the call that is planned in its stead', () => {
    expect(says({ number: 'C9', duplicate_of: 'C2' })).toMatchObject({
      kind: 'with',
      text: 'same failure as C2, Ann, 11:30',
    });
    expect(says({ number: 'C9', duplicate_of: 'C7' }).text).toBe('same failure as C7');
  });
  it('a call on hold: its reason', () => {
    expect(says({ on_hold: 'no access', status: 'on-hold' })).toMatchObject({
      kind: 'hold',
      text: 'on hold: no access',
    });
  });
  it('nobody: why, in few words', () => {
    expect(says({ number: 'C3' }).text).toBe('nobody: too few have the skills');
    expect(says({ number: 'C4' }).text).toBe('nobody: not planned yet');
    // The plan has left it out since the row was read.
    const before = { resource: 'ANN', start: '2026-06-01T10:00:00Z', status: 'allocated' as const };
    expect(says({ number: 'C3', ...before }).text).toBe('nobody: too few have the skills');
    expect(whyNobody([{ code: 'a-new-code', text: 'x' }])).toBe('a new code');
    expect(whyNobody([])).toBe('no reason given');
  });
  it('is late where the plan comes after the deadline that it awaits', () => {
    const start = '2026-06-01T11:30:00Z';
    expect(says({ number: 'C2', resource: 'ANN', start }).late).toBe(true);
    expect(says({ number: 'C1', resource: 'ANN', start }).late).toBe(false);
    const fix = { ...call().clock, awaits: 'fix' as const, due: '2026-06-01T11:59:00Z' };
    expect(says({ number: 'C1', resource: 'ANN', start, clock: fix }).late).toBe(true);
  });
});
