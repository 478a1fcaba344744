import { afterAll, beforeAll, expect, test } from 'vitest';
import { openStore } from '../../api/store/store.ts';
import { emptyDatabase, type TestDatabase } from '../support/test-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await emptyDatabase();
});
afterAll(() => database.drop());

const open = () => openStore({ databaseUrl: database.url, dataFolder: '' });
const COST = { total: 90, respondLate: 5, fixLate: 0, unplaced: 0, travel: 35, overtime: 0, imbalance: 0 };
const BEFORE = JSON.stringify({ ...COST, scarceSkills: 0, churn: 50 });
const ROW = JSON.stringify([{ call: 'C-1', cost_travel: 35, cost_churn: 50 }, { call: 'C-2' }]);

test('plans that were saved with churn in their cost come to have it beside', async () => {
  const first = await open();
  const old = first.em();
  await old.execute(`alter table plans drop column change_cost`);
  await old.execute(`delete from migrations where name like '%change_cost'`);
  await old.execute(`insert into plans (territory, plan_version, made_at, now, unallocated, violations, cost)
    values ('A', 1, 0, 0, '[]', '[]', '${BEFORE}'), ('B', 0, 0, 0, '[]', '[]', null)`);
  await old.execute(`insert into plan_log (territory, "at", plan_version, written, gone, whole, made)
    values ('A', 0, 1, '${ROW}', '[]', true, '{"plan": null, "unallocated": [], "cost": ${BEFORE}}'),
      ('A', 0, null, '[]', '[]', false, null), ('A', 0, null, '[]', '[]', false, '{"refused": []}')`);
  await first.close();

  const again = await open();
  const em = again.em();
  const plans = await em.execute('select territory, cost, change_cost::integer from plans order by territory');
  const logged = await em.execute('select written, made from plan_log order by id');
  await again.close();
  const after = { ...COST, scarceSkills: 0, total: 40 };
  expect(plans).toEqual([
    { territory: 'A', cost: after, change_cost: 50 },
    { territory: 'B', cost: null, change_cost: 0 },
  ]);
  expect(logged).toEqual([
    {
      written: [{ call: 'C-1', cost_travel: 35, cost_churn: 50 }, { call: 'C-2' }],
      made: { plan: null, unallocated: [], cost: after, changeCost: 50 },
    },
    { written: [], made: null },
    { written: [], made: { refused: [] } },
  ]);
});
