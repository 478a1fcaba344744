import { beforeAll, beforeEach, expect, it } from 'vitest';
import { openBook, parseDataset } from '#engine';
import { readDataset } from '../../api/store/index.ts';
import { startProcess, useTestProcesses } from '../support/test-app.ts';
import { testDatabase } from '../support/test-database.ts';
import { get, importTown, logged, NOW, post } from './town.ts';

const process = useTestProcesses(2, { now: NOW });
beforeAll(() => importTown(process()));
beforeEach(() => importTown(process()));

const OLD = 'number,device,contact,description,logged_at\nOLD-1,LIFT-2,x,y,2026-06-01T08:00:00Z\n';
const EDITED = {
  'calendars.csv': 'code,hours\nNIGHT,Mo-Su 22:00-06:00\n',
  'regimes.csv': 'code,calendar,respond_within,fix_within\nSTD,NIGHT,PT5H,PT20H\n',
};
const edit = async (files: Record<string, string>) => {
  const reply = await post(process(), '/datasets?mode=merge', { files });
  expect(reply.statusCode, reply.body).toBe(200);
};
const targets = async (number: string, at = 0) => {
  const { order } = (await get(process(at), `/calls/${number}`)).json();
  return [order.regime, order.respond_by, order.fix_by];
};
const BEFORE = ['STD', '2026-06-01T11:00:00Z', '2026-06-01T17:00:00Z'];
const BY_NIGHT = ['STD', '2026-06-02T03:00:00Z', '2026-06-04T02:00:00Z'];

it('calls logged or imported before an edit of their regime keep their targets, in every process; a new one gets the new', async () => {
  await edit({ 'calls.csv': OLD });
  const number = await logged(process(), 'LIFT-1');
  expect(await targets(number)).toEqual(BEFORE);
  await edit(EDITED);
  for (const at of [0, 1]) {
    expect(await targets(number, at)).toEqual(BEFORE);
    expect(await targets('OLD-1', at)).toEqual(['STD', '2026-06-01T10:00:00Z', '2026-06-01T16:00:00Z']);
  }
  expect(await targets(await logged(process(), 'LIFT-3'))).toEqual(BY_NIGHT);

  const { because } = (await get(process(), `/calls/${number}/explain`))
    .json()
    .criteria.find(({ criterion }: { criterion: string }) => criterion === 'due');
  expect(because).toContainEqual(expect.objectContaining({ code: 'kept-terms' }));
  expect(because).toContainEqual(expect.objectContaining({ code: 'regime-rule', file: 'regime_rules.csv', row: 2 }));
});

it('an edit changes no journal: calls that keep their terms are not written again', async () => {
  const number = await logged(process(), 'LIFT-1');
  const before = (await get(process(), `/calls/${number}`)).headers.etag;
  await edit(EDITED);
  const read = await get(process(), `/calls/${number}`);
  expect(read.headers.etag).toBe(before);
  expect(read.json().journal).toHaveLength(1);
});

it('changes of a call leave its terms alone', async () => {
  const number = await logged(process(), 'LIFT-1');
  await edit(EDITED);
  await post(process(), `/calls/${number}/emergency`, { who: 'Ann', reason: 'trapped' });
  await post(process(), `/calls/${number}/hold`, { who: 'Ann', reason: 'parts' });
  expect(await targets(number)).toEqual(BEFORE);
});

it('an export names kept terms only where they differ, and its import rules every call as before', async () => {
  const number = await logged(process(), 'LIFT-1');
  const files = async () => (await get(process(), '/datasets', { accept: 'application/json' })).json().files;
  expect((await files())['calls.csv']).not.toContain('kept_terms');
  await edit(EDITED);
  const later = await logged(process(), 'LIFT-3');
  const exported: Record<string, string> = await files();
  const rows = parseDataset(new Map(Object.entries(exported)));
  expect(rows.ok && rows.value.dataset.calls.map((call) => [call.number, call.keptTerms !== null])).toEqual([
    [number, true],
    [later, false],
  ]);

  const database = await testDatabase();
  const other = await startProcess(database.url, { now: NOW });
  try {
    await importTown(other, exported);
    const held = await Promise.all([process(), other].map((each) => readDataset(each.store.em())));
    const books = held.map(({ dataset }) => {
      const book = openBook(dataset, NOW);
      return book.ok ? book.value.all() : book.problems;
    });
    expect(books[1]).toEqual(books[0]);
    const regimes = held.map(({ dataset }) => dataset.calls.map(({ keptTerms }) => keptTerms?.calendar));
    expect(regimes).toEqual([
      ['ALWAYS', 'NIGHT'],
      ['ALWAYS', 'NIGHT'],
    ]);
  } finally {
    await other.close();
    await database.drop();
  }
});
