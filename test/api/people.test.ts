import { beforeEach, describe, expect, it } from 'vitest';
import { instant } from '#engine';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, planned, post, quiet, TOWN } from './town.ts';

const process = useTestProcesses(2, { now: NOW });
const WAIT = { prefer: 'wait=20' };
const dispatcher = { who: 'dispatcher' };
const json = async (url: string) => (await get(process(), url)).json();
const put = (url: string, payload: object, headers: Record<string, string> = {}) =>
  process().app.inject({ method: 'PUT', url, payload, headers });
const remove = (url: string) => process().app.inject({ method: 'DELETE', url: `${url}?who=dispatcher` });
const person = async (code: string) =>
  (await json('/resources')).resources.find((each: { code: string }) => each.code === code);
const codes = (problem: { errors: { code: string; field: string }[] }) =>
  problem.errors.map(({ code, field }) => [code, field]);

beforeEach(async () => {
  process().now = NOW;
  process(1).now = NOW;
  await importTown(process());
});

/** Has ANN allocated to a call of NORTH, by hand where the plan would choose Bob. */
async function allocated(device: string, to: string): Promise<string> {
  const number = await logged(process(), device);
  await planned(process(), 'NORTH', number);
  const reply = await post(process(), `/calls/${number}/allocate`, { ...dispatcher, resource: to });
  expect(reply.statusCode).toBe(200);
  return number;
}

describe('sick now', () => {
  it('the rest is planned again, and who loses whom is listed with who has it then', async () => {
    const first = await allocated('LIFT-1', 'ANN');
    const reply = await post(process(), '/resources/ANN/sick', dispatcher, WAIT);
    expect(reply.statusCode).toBe(200);
    expect(reply.json()).toMatchObject({
      resource: 'ANN',
      absences: [{ from: '2026-06-01T09:00:00Z', to: '2026-06-01T18:00:00Z', reason: 'sick' }],
      affected: [
        { call: first, before: { resource: 'ANN' }, reasons: [{ code: 'outside-shift' }], after: { resource: 'BOB' } },
      ],
      replanned: [{ territory: 'NORTH' }],
    });
    expect(await person('ANN')).toMatchObject({ state: 'absent', next: null });
    expect((await json(`/calls/${first}`)).resource).toBe('BOB');
  });

  it('said twice it stays one absence, with the later end unless another is given; an end in the past is refused', async () => {
    const sick = async (to?: string) => post(process(), '/resources/ANN/sick', { ...dispatcher, ...(to && { to }) });
    await sick();
    const from = '2026-06-01T09:00:00Z';
    process().now = instant(NOW + 3_600_000);
    expect((await sick()).json().absences).toEqual([{ from, to: '2026-06-01T18:00:00Z', reason: 'sick' }]);
    const longer = [{ from, to: '2026-06-05T00:00:00Z', reason: 'sick' }];
    expect((await sick('2026-06-05T00:00:00Z')).json().absences).toEqual(longer);
    expect((await sick()).json().absences).toEqual(longer);
    expect(codes((await sick('2026-06-01T09:30:00Z')).json())).toEqual([['contradictory-values', 'to']]);
    expect((await remove(`/resources/ANN/absences/${from}`)).json().absences).toEqual([
      { from, to: '2026-06-01T10:00:00Z', reason: 'sick' },
    ]);
    expect((await person('ANN')).state).toBe('available');
  });

  it('work in hand goes to others, on site too, each with an entry in its journal', async () => {
    const travelling = await allocated('LIFT-1', 'ANN');
    const pinned = await allocated('LIFT-2', 'ANN');
    await post(process(), `/calls/${pinned}/pin`, dispatcher);
    await post(process(), `/calls/${travelling}/arrive`, { ...dispatcher, resource: 'ANN' });
    const reply = await post(process(), '/resources/ANN/sick', { ...dispatcher, why: 'fell ill' }, WAIT);
    expect(reply.json().handed_over).toEqual([travelling, pinned].sort());
    for (const number of [travelling, pinned]) {
      const call = await json(`/calls/${number}`);
      expect(call).toMatchObject({ resource: 'BOB', pinned: false, status: 'allocated' });
      expect(call.journal.at(-1)).toMatchObject({ kind: 'release', who: 'dispatcher', why: 'fell ill' });
    }
    expect((await json(`/calls/${travelling}`)).responded_at).toBe('2026-06-01T09:00:00Z');
  });
});

describe('rule 10.5: away to the end of the running stretch of duty, over midnight', () => {
  const NIGHT = {
    ...TOWN,
    'calendars.csv': 'code,hours\nALWAYS,24/7\nDAY,Mo-Su 18:00-24:00\nNIGHT,"Mo-Su 00:00-06:00,18:00-24:00"\n',
    'resources.csv': TOWN['resources.csv']!.replace('51.50,-0.11,DAY', '51.50,-0.11,NIGHT'),
  };
  const away = [{ from: '2026-06-01T22:00:00Z', to: '2026-06-02T06:00:00Z' }];

  it.each([
    ['sick', {}],
    ['absences', {}],
    ['absences', { from: '2026-06-01T22:00:00Z' }],
    ['log-off', {}],
  ])('%s %o: the work does not come back to them in the same night', async (route, from) => {
    const clockTo = (text: string) => {
      for (const k of [0, 1]) process(k).now = instant(Date.parse(text));
    };
    clockTo('2026-06-01T22:00:00Z');
    await importTown(process(), NIGHT);
    const number = await allocated('LIFT-1', 'ANN');
    const reply = await post(process(), `/resources/ANN/${route}`, { ...dispatcher, ...from }, WAIT);
    expect(reply.json()).toMatchObject({ absences: away, affected: [{ call: number, after: { resource: 'BOB' } }] });
    // BOB goes home at midnight; what comes in then waits until ANN's next shift.
    clockTo('2026-06-02T03:16:00Z');
    const later = await logged(process(), 'LIFT-2');
    await planned(process(), 'NORTH', later);
    const { allocations } = await json('/territories/NORTH/plan');
    const given = allocations.filter(({ resource }: { resource: string }) => resource === 'ANN');
    for (const { travel_start } of given) expect(travel_start >= '2026-06-02T18:00:00Z').toBe(true);
    expect(allocations.find(({ call }: { call: string }) => call === later).travel_start >= '2026-06-02T18').toBe(true);
    await quiet(process());
  });
});

describe('absences', () => {
  const next = { from: '2026-06-02T08:00:00Z', to: '2026-06-02T18:00:00Z' };

  it('one to come leaves today’s work where it is', async () => {
    const number = await allocated('LIFT-1', 'ANN');
    const reply = await post(
      process(),
      '/resources/ANN/absences',
      { ...dispatcher, ...next, reason: 'training' },
      WAIT,
    );
    expect(reply.json()).toMatchObject({ affected: [], handed_over: [] });
    expect((await json(`/calls/${number}`)).resource).toBe('ANN');
    const rota = await json('/resources/ANN/rota');
    expect(rota.absences).toEqual([{ ...next, reason: 'training' }]);
    expect(rota.shifts.map(({ date }: { date: string }) => date)).not.toContain('2026-06-02');
    expect(rota.journal[0]).toMatchObject({
      kind: 'absence',
      who: 'dispatcher',
      details: { rows: [{ ...next, reason: 'training' }] },
    });
  });

  it('pinned work in it goes to others, or stays and is shown where that is asked for', async () => {
    const number = await allocated('LIFT-1', 'ANN');
    await post(process(), `/calls/${number}/pin`, dispatcher);
    const today = { ...dispatcher, from: '2026-06-01T09:00:00Z', to: '2026-06-01T12:00:00Z' };
    const kept = await post(process(), '/resources/ANN/absences', { ...today, hand_over: false });
    expect(kept.json()).toMatchObject({ affected: [{ call: number, fixed: true }], handed_over: [] });
    expect((await json(`/calls/${number}`)).resource).toBe('ANN');
  });

  it('taken away it is gone; one that has begun ends now', async () => {
    await post(process(), '/resources/ANN/absences', { ...dispatcher, ...next });
    expect((await remove('/resources/ANN/absences/2026-06-02T08:00:00Z')).json().absences).toEqual([]);
    expect((await remove('/resources/ANN/absences/2026-06-02T08:00:00Z')).json().code).toBe('rota-entry-not-found');
    await post(process(), '/resources/ANN/sick', dispatcher);
    process().now = instant(NOW + 3_600_000);
    expect((await remove('/resources/ANN/absences/2026-06-01T09:00:00Z')).json().absences).toEqual([
      { from: '2026-06-01T09:00:00Z', to: '2026-06-01T10:00:00Z', reason: 'sick' },
    ]);
    expect((await person('ANN')).state).toBe('available');
  });

  it('another process knows of it at once', async () => {
    await get(process(1), '/resources');
    await post(process(), '/resources/ANN/sick', dispatcher);
    const reply = await get(process(1), '/resources');
    expect(reply.json().resources.find((each: { code: string }) => each.code === 'ANN').state).toBe('absent');
  });

  it('what is wrong is said at once, and nothing is changed', async () => {
    const bad = { ...dispatcher, from: '2026-06-02T08:00:00Z', to: '2026-06-02T08:00:00Z' };
    const reply = await post(process(), '/resources/ANN/absences', bad);
    expect(reply.statusCode).toBe(422);
    expect(codes(reply.json())).toEqual([['contradictory-values', 'to']]);
    expect((await json('/resources/ANN/rota')).absences).toEqual([]);
    expect((await post(process(), '/resources/NOBODY/sick', dispatcher)).statusCode).toBe(404);
  });
});

describe('logging off', () => {
  it('hands work over and ends the day; logging on takes it back', async () => {
    const number = await allocated('LIFT-1', 'ANN');
    await post(process(), `/calls/${number}/accept`, { ...dispatcher, resource: 'ANN' });
    const off = await post(process(), '/resources/ANN/log-off', { who: 'ANN' }, WAIT);
    expect(off.json()).toMatchObject({
      absences: [{ from: '2026-06-01T09:00:00Z', to: '2026-06-01T18:00:00Z', reason: 'logged off' }],
      handed_over: [number],
      affected: [{ call: number, after: { resource: 'BOB' } }],
    });
    expect((await person('ANN')).state).toBe('absent');
    const twice = await post(process(), '/resources/ANN/log-off', { who: 'ANN' });
    expect(twice.json().absences).toEqual(off.json().absences);
    expect((await post(process(), '/resources/ANN/log-on', { who: 'ANN' })).json().absences).toEqual([]);
    expect((await person('ANN')).state).toBe('available');
  });
});

describe('shifts, loans, breaks and turns on call', () => {
  it('other hours for a date', async () => {
    const reply = await put('/resources/ANN/shifts/2026-06-01', { ...dispatcher, hours: '13:00-15:00' });
    expect(reply.json().shift_changes).toEqual([{ on: '2026-06-01', hours: '13:00-15:00', reason: null }]);
    expect(await person('ANN')).toMatchObject({ state: 'off', shift: { bands: [{ start: '2026-06-01T13:00:00Z' }] } });
    const wrong = await put('/resources/ANN/shifts/2026-06-01', { ...dispatcher, hours: 'sometimes' });
    expect(codes(wrong.json())).toEqual([['bad-hours', 'hours']]);
    expect((await remove('/resources/ANN/shifts/2026-06-01')).json().shift_changes).toEqual([]);
    expect((await remove('/resources/ANN/shifts/2026-06-01')).statusCode).toBe(404);
  });

  it('a loan moves a technician for a shift: both territories are planned again', async () => {
    const number = await allocated('LIFT-1', 'BOB');
    const esc = await logged(process(), 'LIFT-4');
    await planned(process(), 'SOUTH', esc);
    await post(process(), '/resources/CAT/sick', dispatcher);
    const reply = await put('/resources/BOB/loans/2026-06-01', { ...dispatcher, territory: 'SOUTH' }, WAIT);
    expect(reply.json()).toMatchObject({
      loans: [{ on: '2026-06-01', territory: 'SOUTH' }],
      affected: [{ call: number, reasons: [{ code: 'wrong-territory' }], after: { resource: 'ANN' } }],
      replanned: [{ territory: 'NORTH' }, { territory: 'SOUTH' }],
    });
    expect((await person('BOB')).shift.territory).toBe('SOUTH');
    // Nobody loses that one: it is for the next whole plan of SOUTH to find who is there now.
    await expect.poll(async () => (await json(`/calls/${esc}`)).resource, { timeout: 20_000 }).toBe('BOB');
    const nowhere = await put('/resources/BOB/loans/2026-06-02', { ...dispatcher, territory: 'WEST' });
    expect(codes(nowhere.json())).toEqual([['unknown-code', 'territory']]);
  });

  it('breaks are honoured by the plan', async () => {
    const noon = { ...dispatcher, breaks: [{ hours: '08:00-11:00' }] };
    expect((await put('/resources/CAT/breaks', noon)).json().breaks).toMatchObject([{ hours: '08:00-11:00' }]);
    const number = await logged(process(), 'ESC-1');
    await planned(process(), 'SOUTH', number);
    const { allocations } = await json('/territories/SOUTH/plan');
    expect(allocations[0].travel_start >= '2026-06-01T11:00:00Z').toBe(true);
    expect((await person('CAT')).state).toBe('off');
  });

  it('who is on call is called out to urgent calls alone', async () => {
    const night = instant(Date.parse('2026-06-01T20:00:00Z'));
    process().now = night;
    process(1).now = night;
    const turn = { ...dispatcher, from: '2026-06-01T18:00:00Z', to: '2026-06-02T08:00:00Z' };
    expect((await post(process(), '/resources/CAT/on-call', turn)).json().on_call).toEqual([
      { from: turn.from, to: turn.to, up_to: 'high' },
    ]);
    expect(await person('CAT')).toMatchObject({ state: 'on-call', shift: { on_call_up_to: 'high' } });
    const number = await logged(process(), 'ESC-1');
    await planned(process(), 'SOUTH', number);
    expect((await json('/territories/SOUTH/plan')).allocations[0].start >= '2026-06-02T08:00:00Z').toBe(true);
    await post(process(), `/calls/${number}/declare-emergency`, { ...dispatcher, why: 'people inside' });
    await expect
      .poll(async () => (await json('/territories/SOUTH/plan')).allocations[0]?.start < '2026-06-01T21:00:00Z', {
        timeout: 20_000,
      })
      .toBe(true);
    expect((await remove('/resources/CAT/on-call/2026-06-01T18:00:00Z')).json().on_call).toEqual([
      { from: turn.from, to: '2026-06-01T20:00:00Z', up_to: 'high' },
    ]);
  });
});

describe('calendars and resources', () => {
  const ann = { ...dispatcher, name: 'Ann', territory: 'NORTH', latitude: 51.5, longitude: -0.11, calendar: 'DAY' };

  it('a changed resource: who can’t do a call any more loses it', async () => {
    const number = await allocated('LIFT-1', 'ANN');
    const reply = await put('/resources/ANN', { ...ann, skills: ['escalator'] }, WAIT);
    expect(reply.json()).toMatchObject({
      affected: [{ call: number, reasons: [{ code: 'skill-missing' }], after: { resource: 'BOB' } }],
    });
  });

  it('a new one is planned for; all that is wrong with a row is said at once', async () => {
    const reply = await put('/resources/DAN', { ...ann, name: 'Dan', skills: ['lift:2'], hourly_cost: '31.50' });
    expect(reply.statusCode).toBe(201);
    expect(await person('DAN')).toMatchObject({ state: 'available', territory: 'NORTH' });
    const wrong = await put('/resources/EVE', {
      ...ann,
      skills: ['singing'],
      calendar: 'NIGHT',
      latitude: 95,
      hourly_cost: '1,5',
    });
    expect(wrong.json().code).toBe('resource-refused');
    expect(codes(wrong.json()).sort()).toEqual(
      [
        ['bad-money', 'hourly_cost'],
        ['out-of-range', 'latitude'],
        ['unknown-code', 'calendar'],
        ['unknown-code', 'skills'],
      ].sort(),
    );
    expect(await person('EVE')).toBeUndefined();
  });

  it('a changed calendar changes the shifts of all who work by it', async () => {
    const number = await allocated('LIFT-1', 'ANN');
    const reply = await put(
      '/calendars/DAY',
      { ...dispatcher, hours: 'Mo-Fr 12:00-20:00', holidays: ['2026-06-02'] },
      WAIT,
    );
    expect(reply.json()).toMatchObject({ affected: [{ call: number, reasons: [{ code: 'outside-shift' }] }] });
    expect(await person('ANN')).toMatchObject({ state: 'off', shift: { bands: [{ start: '2026-06-01T12:00:00Z' }] } });
    expect((await json('/calendars')).calendars.find(({ code }: { code: string }) => code === 'DAY')).toMatchObject({
      hours: 'Mo-Fr 12:00-20:00',
      resources: ['ANN', 'BOB', 'CAT'],
    });
    const wrong = await put('/calendars/DAY', { ...dispatcher, hours: 'always', holidays: ['tomorrow'] });
    expect(codes(wrong.json())).toEqual([
      ['bad-hours', 'hours'],
      ['bad-date', 'holidays'],
    ]);
  });

  it('the changes are in the exported dataset', async () => {
    await post(process(), '/resources/CAT/on-call', {
      ...dispatcher,
      from: '2026-06-05T18:00:00Z',
      to: '2026-06-08T08:00:00Z',
    });
    const { files } = (await get(process(), '/datasets', { accept: 'application/json' })).json();
    expect(files['on_call.csv']).toContain('CAT,2026-06-05T18:00:00Z,2026-06-08T08:00:00Z,high');
  });
});

describe('who is where', () => {
  it('home, on the way, on site, and where the last call was fixed', async () => {
    expect(await person('ANN')).toMatchObject({
      state: 'available',
      position: { at: 'home', latitude: 51.5, longitude: -0.11 },
      current: null,
    });
    const number = await allocated('LIFT-1', 'ANN');
    await post(process(), `/calls/${number}/travel`, { ...dispatcher, resource: 'ANN' });
    expect(await person('ANN')).toMatchObject({ state: 'travelling', current: { call: number, status: 'travelling' } });
    await post(process(), `/calls/${number}/arrive`, { ...dispatcher, resource: 'ANN' });
    expect(await person('ANN')).toMatchObject({ state: 'on-site', position: { at: 'site', site: 'N1' } });
    await post(process(), `/calls/${number}/fix`, dispatcher);
    expect(await person('ANN')).toMatchObject({
      state: 'available',
      position: { at: 'site', site: 'N1' },
      current: null,
    });
    expect((await json('/resources?territory=SOUTH')).resources.map((each: { code: string }) => each.code)).toEqual([
      'CAT',
    ]);
    expect((await get(process(), '/resources?territory=WEST')).statusCode).toBe(404);
  });
});
