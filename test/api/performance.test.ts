import { beforeAll, describe, expect, it } from 'vitest';
import { clocksSchema, downtimeSchema } from '../../api/features/performance/schema.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { CITY } from './performance-city.ts';
import { get, importTown, NOW } from './town.ts';

/** Monday 1 June, 09:00 UTC. */
const process = useTestProcesses(1, { now: NOW, workers: 0 });

const json = async (url: string) => {
  const reply = await get(process(), url);
  if (reply.statusCode !== 200) throw new Error(`${url}: ${reply.body}`);
  return reply.json();
};

describe('GET /contracts/:code/performance', () => {
  beforeAll(async () => {
    await importTown(process(), CITY);
  });

  it('is the payment period that runs, where none is named', async () => {
    const told = await json('/contracts/MAIN/performance');
    expect([told.from, told.to]).toEqual(['2026-05-31T23:00:00Z', '2026-06-30T23:00:00Z']);
    expect(told.scope).toEqual({ kind: 'contract', code: 'MAIN', name: null });
  });

  it('gives the hand-worked figures of May', async () => {
    const { figures } = await json('/contracts/MAIN/performance?period=2026-05');
    // Fix by eight hours: P-1 (10 h) missed, P-2 (6 h) met, P-4 missed; P-5 is excused, P-3 a duplicate, P-8 cancelled.
    expect(figures.fix).toEqual({ percent: 33.3333, met: 1, missed: 2, open: 0, excused: 1 });
    // LIFT-1 from 18:00 to 06:00 (weight 2), LIFT-2 from 02:00 to 08:00; ESC-1 30 h (0.5); LIFT-4 for the last half hour of May.
    expect(figures.availability.downtime).toBe('P1DT21H30M');
    const zone = await json('/contracts/MAIN/performance?period=2026-05&zone=HALL');
    // Two are needed. LIFT-4's site is not served on the 23rd (UTC), so both others are: LIFT-1 is down up to 06:00, LIFT-2 up to 08:00.
    expect(zone.figures.availability.downtime).toBe('PT8H');
  });

  it('has a curve, parts, a table', async () => {
    const curve = await json('/contracts/MAIN/performance?period=2026-05&step=week');
    expect(curve.series.map((each: { from: string }) => each.from)).toEqual([
      ...['2026-04-30T23:00:00Z', '2026-05-03T23:00:00Z', '2026-05-10T23:00:00Z', '2026-05-17T23:00:00Z'],
      '2026-05-24T23:00:00Z',
    ]);
    const sum = curve.series.reduce((total: number, each: { fix: { met: number } }) => total + each.fix.met, 0);
    expect(sum).toBe(curve.figures.fix.met);
    const table = await get(process(), '/contracts/MAIN/performance?period=2026-05&by=site', { accept: 'text/csv' });
    expect(table.headers['content-type']).toContain('text/csv');
    expect(table.body.split('\r\n')[1]).toMatch(/^site,N1,North Station,2026-04-30T23:00:00Z,2026-05-31T23:00:00Z,/);
  });

  it('shows the clocks that are the evidence, page by page', async () => {
    const url = '/contracts/MAIN/performance/clocks?period=2026-05&clock=fix';
    const all = clocksSchema.parse(await json(url));
    expect(all.clocks.map(({ call, outcome }) => [call, outcome])).toEqual([
      ['P-1', 'missed'],
      ['P-2', 'met'],
      ['P-4', 'missed'],
      ['P-5', 'excused'],
    ]);
    expect(all.clocks[0]).toMatchObject({ deadline: '2026-05-23T04:00:00Z', late: 'PT2H', target: 'PT8H' });
    const paged: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { clocks: { call: string; clock: string }[]; next: string | null } = await json(
        `/contracts/MAIN/performance/clocks?period=2026-Q2&limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      paged.push(...page.clocks.map(({ call, clock }) => `${call} ${clock}`));
      cursor = page.next;
    }
    expect(paged).toEqual([
      ...['P-1 respond', 'P-1 fix', 'P-2 respond', 'P-2 fix', 'P-4 respond', 'P-4 fix', 'P-5 respond', 'P-5 fix'],
      ...['P-6 respond', 'P-6 fix'],
    ]);
    const open = await json('/contracts/MAIN/performance/clocks?period=2026-Q2&outcome=missed&site=S1');
    expect(open.clocks.map(({ call, clock }: { call: string; clock: string }) => `${call} ${clock}`)).toEqual([
      'P-4 fix',
      'P-6 fix',
    ]);
  });

  it('shows the intervals that are the evidence', async () => {
    const down = downtimeSchema.parse(await json('/contracts/MAIN/performance/downtime?period=2026-05'));
    expect(down.down.map(({ code }) => code)).toEqual(['ESC-1', 'LIFT-1', 'LIFT-2', 'LIFT-4']);
    expect(down.down[1]).toMatchObject({
      downtime: 'PT12H',
      weight: 2,
      intervals: [{ from: '2026-05-22T18:00:00Z', to: '2026-05-23T06:00:00Z', calls: ['P-1'] }],
    });
    const page = await json('/contracts/MAIN/performance/downtime?period=2026-05&limit=3');
    const rest = await json(`/contracts/MAIN/performance/downtime?period=2026-05&limit=3&cursor=${page.next}`);
    expect([...page.down, ...rest.down]).toEqual(down.down);
    const zone = await json('/contracts/MAIN/performance/downtime?period=2026-05&zone=HALL');
    expect(zone.down).toHaveLength(1);
    expect(zone.down[0].intervals.flatMap((each: { calls: string[] }) => each.calls)).toContain('P-2');
  });

  it.each([
    ['/contracts/NONE/performance', 404, 'contract-not-found'],
    ['/contracts/MAIN/performance?site=NONE', 404, 'scope-not-found'],
    ['/contracts/MAIN/performance?from=2026-05-01', 400, 'invalid-request'],
    ['/contracts/MAIN/performance?from=nonsense&to=2026-13-01', 400, 'invalid-request'],
    ['/contracts/MAIN/performance?from=2026-06-01&to=2026-05-01', 400, 'invalid-request'],
    ['/contracts/MAIN/performance?period=2026-05&from=2026-05-01', 400, 'invalid-request'],
    ['/contracts/MAIN/performance?from=1970-01-01&to=2026-05-01', 400, 'invalid-request'],
    ['/contracts/MAIN/performance?from=2026-01-01&to=2099-05-01', 400, 'invalid-request'],
    ['/contracts/MAIN/performance?site=N1&zone=HALL', 400, null],
    ['/contracts/MAIN/performance?site=N1&by=zone', 400, null],
    ['/contracts/MAIN/performance/clocks?cursor=nonsense', 400, 'bad-cursor'],
    ['/contracts/MAIN/performance?by=nonsense', 400, null],
  ])('%s: %d %s', async (url, status, code) => {
    const reply = await get(process(), url);
    expect(reply.statusCode).toBe(status);
    if (code !== null) expect(reply.json().code).toBe(code);
  });
});
