import { beforeEach, describe, expect, it } from 'vitest';
import { DAY, instant } from '#engine';
import { raiseMaintenance } from '../../api/features/maintenance/raise-maintenance.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, planned, post, TOWN } from './town.ts';

const process = useTestProcesses(3, { now: NOW });
/** Lifts every month, an hour and a half; escalators never. Last visits: LIFT-1 on 8 May, LIFT-2 on 20 May, LIFT-3 long ago. */
const LIFTS = {
  ...TOWN,
  'models.csv': [
    'code,name,skills,repair_time,maintenance_every,maintenance_time',
    'L1,Lift,lift,PT1H,P1M,PT1H30M',
    'E1,Escalator,escalator,PT2H,,',
    '',
  ].join('\n'),
  'policy.json': JSON.stringify({ currency: 'GBP', maintenance_ahead: 'P10D' }),
  'calls.csv': [
    'number,device,contact,description,type,logged_at,resource,responded_at,fixed_at',
    'M1,LIFT-1,Jo,monthly,maintenance,2026-05-08T08:00:00Z,ANN,2026-05-08T09:00:00Z,2026-05-08T10:00:00Z',
    'M2,LIFT-2,Jo,monthly,maintenance,2026-05-20T08:00:00Z,ANN,2026-05-20T09:00:00Z,2026-05-20T10:00:00Z',
    'M3,LIFT-3,Jo,monthly,maintenance,2026-03-20T08:00:00Z,ANN,2026-03-20T09:00:00Z,2026-03-20T10:00:00Z',
    'M4,LIFT-4,Jo,monthly,maintenance,2026-05-30T08:00:00Z,CAT,2026-05-30T09:00:00Z,2026-05-30T10:00:00Z',
    '',
  ].join('\n'),
};
beforeEach(async () => {
  for (const k of [0, 1, 2]) process(k).now = NOW;
  await process().store.em().execute('delete from maintenance_raised');
  await importTown(process(), LIFTS);
});

const json = async (url: string) => (await get(process(), url)).json();
const open = async () =>
  (await json('/calls?type=maintenance&status=active,awaiting-approval')).calls.sort(
    (a: { device: string }, b: { device: string }) => (a.device < b.device ? -1 : 1),
  );
const details = async (number: string) => (await json(`/calls/${number}`)).journal[0].details;

describe('preventive maintenance', () => {
  it('is raised ahead of its due date, its clock the due date, and counts for no performance', async () => {
    await raiseMaintenance(process().running.office);
    const calls = await open();
    // LIFT-1 is due on 8 June, LIFT-3 was on 20 April; LIFT-2 on 20 June is more than ten days off.
    expect(calls.map(({ device }: { device: string }) => device)).toEqual(['LIFT-1', 'LIFT-3']);
    expect(calls[0]).toMatchObject({
      type: 'maintenance',
      status: expect.stringMatching(/open|allocated/),
      excuse: 'planned-maintenance',
    });
    expect(calls[0].description).toContain('due on 2026-06-08');
    const one = await json(`/calls/${calls[0].number}`);
    expect(one.order).toMatchObject({ class: 'planned', respond_by: null, fix_by: '2026-06-09T00:00:00Z' });
    expect(one.journal[0]).toMatchObject({ kind: 'logged', who: 'preventive maintenance' });
    expect(await details(calls[1].number)).toMatchObject({
      due_on: '2026-04-20',
      last_visit: '2026-03-20',
      joined_with: null,
    });
  });

  it('fills the days of the window evenly, those without a shift left out', async () => {
    await raiseMaintenance(process().running.office);
    const days = (await open()).map(({ earliest }: { earliest: string }) => earliest.slice(0, 10));
    expect(new Set(days).size).toBe(2);
    for (const day of days) expect(['2026-06-06', '2026-06-07']).not.toContain(day);
  });

  it('rule 10.6: is raised for a day on which people are let in', async () => {
    const shut = 'site,from,to,effect,access\nN1,2026-05-25,2026-06-04,service-affecting,shut\n';
    await importTown(process(), { ...LIFTS, 'special_days.csv': shut });
    await raiseMaintenance(process().running.office);
    const days = (await open()).map(({ earliest }: { earliest: string }) => earliest.slice(0, 10));
    // The other one falls on a day past the horizon, and is raised when that is nearer.
    expect(days.length).toBeGreaterThan(0);
    for (const day of days) expect(day >= '2026-06-05').toBe(true);
  });

  it('exactly once, by three servers at the same time, and again', async () => {
    const offices = [0, 1, 2].map((k) => process(k).running.office);
    await Promise.all([...offices, ...offices].map((office) => raiseMaintenance(office)));
    expect((await open()).length).toBe(2);
    await raiseMaintenance(offices[1]!);
    expect((await open()).length).toBe(2);
  });

  it('once a due date, also where the call was cancelled; the next one comes an interval later', async () => {
    await raiseMaintenance(process().running.office);
    const [first] = await open();
    await post(process(), `/calls/${first.number}/cancel`, { who: 'test', why: 'closed that month' });
    await raiseMaintenance(process().running.office);
    expect((await open()).map(({ device }: { device: string }) => device)).toEqual(['LIFT-3']);
    for (const k of [0, 1, 2]) process(k).now = instant(NOW + 32 * DAY);
    await raiseMaintenance(process().running.office);
    const again = (await open()).find(({ device }: { device: string }) => device === 'LIFT-1');
    expect(await details(again.number)).toMatchObject({ due_on: '2026-07-08' });
  });

  it('is counted from the last visit once that is finished', async () => {
    await raiseMaintenance(process().running.office);
    const [first] = await open();
    await post(process(), `/calls/${first.number}/allocate`, { who: 'test', resource: 'ANN', force: true, why: 'now' });
    await post(process(), `/calls/${first.number}/arrive`, { who: 'test', resource: 'ANN' });
    await post(process(), `/calls/${first.number}/fix`, { who: 'test' });
    const due = (await json('/reports/maintenance-due?device=LIFT-1')).rows;
    expect(due).toMatchObject([{ last_visit: '2026-06-01', due_on: '2026-07-01', call: null }]);
  });

  it('is joined with a repair at the same site where that is cheaper', async () => {
    // Next door nothing is saved; from 22 km away each visit less is.
    const next = await logged(process(), 'LIFT-2');
    await planned(process(), 'NORTH', next);
    await raiseMaintenance(process().running.office);
    expect((await details((await open())[0].number)).joined_with).toBeNull();
    const far = TOWN['resources.csv']!.replaceAll(',51.50,', ',51.70,').replaceAll(',51.52,', ',51.70,');
    await process().store.em().execute('delete from maintenance_raised');
    await importTown(process(), { ...LIFTS, 'resources.csv': far });
    const repair = await logged(process(), 'LIFT-2');
    await planned(process(), 'NORTH', repair);
    await raiseMaintenance(process().running.office);
    const calls = await open();
    const joined = calls.find(({ device }: { device: string }) => device === 'LIFT-1');
    expect(await details(joined.number)).toMatchObject({ joined_with: repair });
    expect(joined.earliest.slice(0, 10)).toBe('2026-06-01');
  });

  it('is none of a policy that raises none', async () => {
    await importTown(process(), { ...LIFTS, 'policy.json': '{"maintenance_ahead": "PT0S"}' });
    expect(await raiseMaintenance(process().running.office)).toBe(0);
  });

  it('what is due when is a report', async () => {
    await raiseMaintenance(process().running.office);
    const { rows } = await json('/reports/maintenance-due?territory=NORTH');
    // Due dates for which a call was raised are passed over; its call is shown with the next.
    expect(rows.map(({ device, due_on, call }: Record<string, string>) => [device, due_on, call !== null])).toEqual([
      ['LIFT-2', '2026-06-20', false],
      ['LIFT-3', '2026-06-20', true],
      ['LIFT-1', '2026-07-08', true],
    ]);
  });
});
