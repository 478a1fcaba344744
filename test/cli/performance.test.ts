import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { turnout } from '../support/turnout.ts';

const table = (...lines: string[]): string => `${lines.join('\n')}\n`;

/** Two lifts in London, day and night; one stands still in the night in which the clocks go forward. */
const FILES: Readonly<Record<string, string>> = {
  'customers.csv': table('code,name', 'CITY,City'),
  'territories.csv': table('code,name,time_zone', 'T,T,Europe/London'),
  'calendars.csv': table('code,hours', 'ALWAYS,24/7'),
  'contracts.csv': table(
    'code,customer,currency,time_zone,starts_on,base_fee',
    'C,CITY,GBP,Europe/London,2020-01-01,1000.00',
  ),
  'models.csv': table('code,name,skills,repair_time', 'L,Lift,,PT1H'),
  'sites.csv': table('code,customer,name,latitude,longitude,time_zone,territory', 'S,CITY,S,51.5,0,Europe/London,T'),
  'devices.csv': table('code,contract,site,model', 'A,C,S,L', 'B,C,S,L'),
  'regimes.csv': table('code,calendar,respond_within,fix_within', 'R,ALWAYS,PT1H,PT4H'),
  'regime_rules.csv': table('contract,regime', 'C,R'),
  'calls.csv': table(
    'number,device,contact,description,logged_at,responded_at,fixed_at',
    // Four hours on the clock that has run five, fix by 05:30.
    '1,A,Ann,still,2026-03-29T00:30:00Z,2026-03-29T02:10:00+01:00,2026-03-29T05:30:00+01:00',
    '2,B,Ann,still,2026-03-31T22:00:00+01:00,,',
  ),
};

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turnout-performance-'));
  for (const [name, text] of Object.entries(FILES)) await writeFile(join(folder, name), text);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = async (...flags: string[]) => {
  const { code, out } = await turnout(['performance', folder, '--contract', 'C', ...flags]);
  return { code, told: JSON.parse(out) };
};

describe('turnout performance', () => {
  test('prints respond, fix and availability % of a month of 743 hours', async () => {
    const { code, told } = await run(
      '--from',
      '2026-03-01',
      '--to',
      '2026-03-31',
      '--now',
      '2026-04-01T00:00:00+01:00',
      '--json',
    );
    expect(code).toBe(0);
    expect(told).toMatchObject({
      from: '2026-03-01T00:00:00Z',
      to: '2026-03-31T23:00:00Z',
      time_zone: 'Europe/London',
    });
    expect(told.figures).toEqual({
      // The second call's respond deadline, 23:00, is past; its fix deadline is in April.
      respond: { percent: 50, met: 1, missed: 1, open: 0, excused: 0 },
      fix: { percent: 100, met: 1, missed: 0, open: 0, excused: 0 },
      // 1 − (4 + 2) / (2 · 743)
      availability: { percent: 99.5962, service_time: 'P61DT22H', downtime: 'PT6H' },
    });
  });

  test('by device, and by week; the same period by its code', async () => {
    const { told } = await run(
      '--period',
      '2026-03',
      '--by',
      'device',
      '--step',
      'week',
      '--now',
      '2026-04-01T00:00:00+01:00',
    );
    expect(
      told.rows.map(({ code, availability }: { code: string; availability: object }) => [code, availability]),
    ).toEqual([
      ['A', { percent: 99.4616, service_time: 'P30DT23H', downtime: 'PT4H' }],
      ['B', { percent: 99.7308, service_time: 'P30DT23H', downtime: 'PT2H' }],
    ]);
    expect(told.series).toHaveLength(6);
  });

  test.each([
    [
      ['--contract', 'NONE'],
      ['unknown-contract', '--contract'],
    ],
    [
      ['--by', 'nothing'],
      ['bad-flag', '--by'],
    ],
    [
      ['--from', '2026-03-01'],
      ['bad-flag', '--to'],
    ],
    [
      ['--period', '2026-13'],
      ['bad-flag', '--period'],
    ],
  ])('%j: %j', async (flags, [code, field]) => {
    const given = flags[0] === '--contract' ? flags : ['--contract', 'C', ...flags];
    const { code: exit, out } = await turnout(['performance', folder, ...given]);
    expect(exit).toBe(1);
    expect(JSON.parse(out).errors[0]).toMatchObject({ code, field });
  });
});
