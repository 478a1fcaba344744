import { beforeEach, describe, expect, it } from 'vitest';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, post } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
const json = async (url: string) => (await get(process(), url)).json();
const rows = async (table: string) =>
  (await json(`/tables/${table}`)).rows as { row: number; cells: Record<string, string> }[];
const edit = (table: string, payload: object) => post(process(), `/tables/${table}`, { who: 'Ann', ...payload });

beforeEach(() => importTown(process()));

describe('GET /tables', () => {
  it('lists tables with columns and rows, and the rows of one, found by text', async () => {
    const { tables } = await json('/tables');
    expect(tables.find(({ name }: { name: string }) => name === 'devices')).toMatchObject({ key: 'code', rows: 5 });
    const columns = tables.find(({ name }: { name: string }) => name === 'devices').columns;
    expect(columns).toContainEqual({ name: 'site', required: true, references: 'sites' });
    expect(await json('/tables/devices?text=esc')).toMatchObject({
      total: 1,
      rows: [{ row: 6, cells: { code: 'ESC-1', contract: 'MAIN', site: 'S1', model: 'E1' } }],
    });
    const page = await json('/tables/devices?from=1&limit=2');
    expect(page.rows.map(({ row }: { row: number }) => row)).toEqual([3, 4]);
  });
  it('gives a table as CSV', async () => {
    const reply = await get(process(), '/tables/skills', { accept: 'text/csv' });
    expect(reply.body).toBe('code,name\r\nlift,\r\nescalator,\r\n');
  });
  it('does not give calls: they have a life', async () => {
    expect(await json('/tables/calls')).toMatchObject({ status: 409, code: 'table-not-editable' });
  });
});

describe('POST /tables/:table', () => {
  it('replaces a row; what depends on it is judged anew', async () => {
    const rule = (await rows('priority_rules'))[0]!;
    const reply = await edit('priority_rules', {
      change: 'replace',
      row: rule.row,
      was: rule.cells,
      cells: { ...rule.cells, level: '7' },
    });
    expect(reply.statusCode).toBe(200);
    const number = await logged(process(), 'ESC-1');
    expect(await json(`/calls/${number}`)).toMatchObject({ order: { levels: { model: 7 } } });
  });
  it('adds a row at the end and removes one', async () => {
    expect((await edit('skills', { change: 'add', cells: { code: 'radio' } })).json()).toEqual({
      ...{ table: 'skills', row: 4, rows: 3 },
    });
    const added = (await rows('skills')).at(-1)!;
    expect(added).toMatchObject({ row: 4, cells: { code: 'radio' } });
    await edit('skills', { change: 'remove', row: 4, was: added.cells });
    expect(await rows('skills')).toHaveLength(2);
  });
  it('keeps calls and their journals', async () => {
    const number = await logged(process(), 'LIFT-1');
    await edit('skills', { change: 'add', cells: { code: 'radio' } });
    const call = await json(`/calls/${number}`);
    expect(call.journal.map(({ kind }: { kind: string }) => kind)).toContain('logged');
  });
  it('refuses to leave a code that is named elsewhere, and tells where', async () => {
    const site = (await rows('sites'))[1]!;
    const reply = await edit('sites', { change: 'remove', row: site.row, was: site.cells });
    expect(reply.json()).toMatchObject({ status: 422, code: 'dataset-refused' });
    expect(reply.json().errors).toContainEqual(
      expect.objectContaining({ code: 'unknown-code', file: 'devices.csv', field: 'site', value: 'S1' }),
    );
    expect(await rows('sites')).toHaveLength(2);
  });
  it('tells every error of the row at once, unknown columns too', async () => {
    const reply = await edit('sites', {
      change: 'add',
      cells: { code: 'X', customer: 'NOBODY', latitude: '95', colour: 'red' },
    });
    const codes = reply.json().errors.map(({ field }: { field: string }) => field);
    expect(codes).toEqual(expect.arrayContaining(['colour', 'customer', 'latitude', 'name', 'longitude']));
  });
  it('refuses to change a row that is another one by now', async () => {
    const skill = (await rows('skills'))[0]!;
    await edit('skills', { change: 'replace', row: 2, was: skill.cells, cells: { code: 'lift', name: 'Lifts' } });
    const late = await edit('skills', {
      change: 'replace',
      row: 2,
      was: skill.cells,
      cells: { code: 'lift', name: 'Hoists' },
    });
    expect(late.json()).toMatchObject({ status: 409, code: 'row-changed' });
    expect((await rows('skills'))[0]!.cells.name).toBe('Lifts');
  });
});
