import pg from 'pg';
import { beforeAll, describe, expect, it } from 'vitest';
import { HOUR, instant } from '#engine';
import { useTestProcesses } from '../support/test-app.ts';
import { fault, get, importTown, NOW, post } from './town.ts';

const process = useTestProcesses(2, { now: NOW });
const json = async (url: string, of = 0) => (await get(process(of), url)).json();
const rows = async (table: string) =>
  (await json(`/tables/${table}`)).rows as { row: number; cells: Record<string, string> }[];
const edit = async (table: string, payload: object, of = 0) => {
  const reply = await post(process(of), `/tables/${table}`, { who: 'Ann', ...payload });
  expect(reply.statusCode, reply.body).toBeLessThan(300);
  return reply.json();
};
const at = (milliseconds: number): void => {
  for (const k of [0, 1]) process(k).now = instant(NOW + milliseconds);
};
const act = async (number: string, kind: string, body: object = {}) => {
  const reply = await post(process(), `/calls/${number}/${kind}`, { who: 'desk', ...body });
  expect(reply.statusCode, reply.body).toBe(200);
};
/** A failure that is reached after an hour and fixed after three. */
async function failed(device: string, from: number): Promise<string> {
  at(from);
  const { number } = (await post(process(), '/calls', fault(device))).json();
  at(from + HOUR);
  await act(number, 'allocate', { resource: device.startsWith('ESC') ? 'CAT' : 'ANN' });
  await act(number, 'arrive');
  at(from + 3 * HOUR);
  await act(number, 'fix');
  return number;
}
const figures = async () => {
  for (;;) {
    const found = await json('/contracts/MAIN/performance?period=2026-06&by=device');
    if (found.updating === 0) return found;
  }
};
/** What is kept is what all calls counted anew give. */
async function expectExact(): Promise<void> {
  await figures();
  expect((await post(process(), '/performance/recount', {})).json()).toMatchObject({ differences: 0, first: [] });
}

beforeAll(async () => {
  await importTown(process());
  for (const [k, device] of ['LIFT-1', 'LIFT-2', 'ESC-1', 'LIFT-1'].entries()) await failed(device, k * 26 * HOUR);
  at(5 * 26 * HOUR);
});

describe('an edited row', () => {
  it('touches the figures of those calls alone whose clocks go by it, and these are what a recount gives', async () => {
    const before = await figures();
    const day = { site: 'N1', from: '2026-06-01', to: '2026-06-01', effect: 'non-service-affecting', label: 'strike' };
    await edit('special_days', { change: 'add', cells: day });
    const after = await figures();
    expect(after.figures).not.toEqual(before.figures);
    const of = (found: typeof before, code: string) => found.rows.find((row: { code: string }) => row.code === code);
    expect(of(after, 'ESC-1')).toEqual(of(before, 'ESC-1'));
    await expectExact();
    const [row] = await rows('special_days');
    await edit('special_days', { change: 'remove', row: row!.row, was: row!.cells });
    expect((await figures()).figures).toEqual(before.figures);
    await expectExact();
  });

  it('of whatever table leaves figures, queue and tables as a whole import would', async () => {
    const replace = async (table: string, index: number, cells: Record<string, string>) => {
      const row = (await rows(table))[index]!;
      await edit(table, { change: 'replace', row: row.row, was: row.cells, cells: { ...row.cells, ...cells } });
      await expectExact();
    };
    await edit('devices', { change: 'add', cells: { code: 'LIFT-9', contract: 'MAIN', site: 'S1', model: 'L1' } });
    await expectExact();
    await replace('regimes', 0, { fix_within: 'PT2H' });
    await replace('devices', 0, { weight: '2' });
    await replace('devices', 1, { site: 'S1' });
    await replace('contracts', 0, { clock_stopping_holds: '' });
    await replace('sites', 1, { name: 'South Gate' });
    await replace('calendars', 1, { hours: 'Mo-Su 08:00-20:00' });
    await edit('skills', { change: 'add', cells: { code: 'radio' } });
    await expectExact();
    await failed('ESC-1', 6 * 26 * HOUR);
    await expectExact();

    const exported = (await get(process(), '/datasets', { accept: 'application/json' })).json().files;
    await importTown(process(), exported, 'replace');
    for (const table of ['devices', 'special_days', 'regimes', 'skills', 'calendars'])
      expect((await get(process(1), '/datasets', { accept: 'application/json' })).json().files[`${table}.csv`]).toBe(
        exported[`${table}.csv`],
      );
  });

  it('is seen by other processes, which keep the calls that they hold', async () => {
    at(9 * 26 * HOUR);
    const { number } = (await post(process(1), '/calls', fault('ESC-1'))).json();
    await edit('skills', { change: 'add', cells: { code: 'crane' } }, 0);
    expect((await json('/queue', 1)).calls.map((call: { number: string }) => call.number)).toContain(number);
    expect((await json('/tables/skills?text=crane', 1)).total).toBe(1);
    expect((await json('/queue', 0)).calls.map((call: { number: string }) => call.number)).toContain(number);
  });

  it('is refused where calls name what goes, past ones too', async () => {
    for (const [table, code, field] of [
      ['devices', 'LIFT-1', 'device'],
      ['resources', 'CAT', 'resource'],
    ] as const) {
      const row = (await rows(table)).find(({ cells }) => cells.code === code)!;
      const reply = await post(process(), `/tables/${table}`, {
        ...{ who: 'Ann', change: 'remove', row: row.row, was: row.cells },
      });
      expect(reply.statusCode).toBe(422);
      expect(reply.json().errors).toContainEqual(expect.objectContaining({ file: 'calls.csv', field, value: code }));
    }
  });

  it('makes nobody wait who logs a call while it is checked, and figures are counted', async () => {
    // Somebody holds up the counting of a device's calls.
    const holder = new pg.Client({ connectionString: process().store.url });
    await holder.connect();
    await holder.query(`begin; select from devices where code = 'LIFT-2' for update`);
    const day = { site: 'S1', from: '2026-06-02', to: '2026-06-02', effect: 'non-service-affecting' };
    await edit('special_days', { change: 'add', cells: day });
    const found = await json('/contracts/MAIN/performance?period=2026-06');
    expect(found.updating).toBeGreaterThan(0);
    expect((await post(process(), '/calls', fault('LIFT-1'))).statusCode).toBe(201);
    await holder.query('rollback');
    await holder.end();
    await expectExact();
  });
});
