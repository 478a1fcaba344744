import { expect, it } from 'vitest';
import { instant, planInPool } from '#engine';
import { foundIn } from '../../api/features/plans/improve/found.ts';
import { createImprover } from '../../api/features/plans/improve/improve-plan.ts';
import { readTerritory } from '../../api/features/plans/planning/reading.ts';
import type { Office } from '../../api/platform/office.ts';
import { changeImprovement, enterImprovement } from '../../api/store/index.ts';
import { until } from '../support/server.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { scatteredTown } from './scattered-town.ts';
import { get, importTown, NOW } from './town.ts';

const served = useTestProcesses(1, { now: NOW });
const PLAN = '/territories/NORTH/plan';
const json = async (url: string) => (await get(served(), url)).json();

/** An improvement whose time is up, with a better plan found; `meanwhile` comes while that is read for saving. */
async function ends(
  meanwhile: (em: ReturnType<Office['store']['em']>, row: object) => Promise<unknown>,
  office: Office = served().running.office,
) {
  const em = office.store.em();
  const reading = await readTerritory(office, 'NORTH', () => null);
  const budget = { seed: 1, iterations: 3_000, milliseconds: null, fresh: true };
  const better = await planInPool(office.pool, reading!.input, budget);
  if (!better.ok) throw new Error('no plan');
  const asked = { territory: 'NORTH', who: 'Dee', askedAt: NOW, milliseconds: 1_000, iterations: null };
  const entered = (await enterImprovement(em, asked))!;
  const beganAt = instant(NOW - 10_000);
  const row = (await changeImprovement(em, entered, { beganAt, found: foundIn(reading!.stored, better.value).found }))!;
  const settle: Office['jobs']['settle'] = async (within, territory) => {
    await meanwhile(em, row);
    await office.jobs.settle(within, territory);
  };
  const jobs = Object.assign(Object.create(office.jobs), { settle });
  await createImprover(Object.assign(Object.create(office), { jobs }))(
    { territory: 'NORTH', run: row.run },
    new AbortController().signal,
  );
  return { row, shown: await json(`${PLAN}/improvement`), cost: Number((await json(PLAN)).cost.total) };
}

it('what is discarded, given up or refused while it is being saved is not saved, and says so', async () => {
  await importTown(served(), scatteredTown());
  const plan = await until(
    () => json(PLAN),
    ({ allocations, unallocated }) => (allocations ?? []).length + (unallocated ?? []).length === 26,
    20,
  );
  const before = Number(plan.cost.total);
  const discarded = await ends((em, row) => changeImprovement(em, row as never, { stop: 'discard' }));
  expect(discarded.shown).toMatchObject({ state: 'ended', outcome: 'discarded', to_version: null });
  expect(discarded.cost).toBe(before);

  // Given up and asked for anew by somebody else: the older one has no say.
  const at = instant(NOW - 1);
  const over = await ends((em, row) => changeImprovement(em, row as never, { finishedAt: at, outcome: 'discarded' }));
  expect(over.shown).toMatchObject({ outcome: 'discarded', to_version: null });
  expect(over.cost).toBe(before);

  // Somebody's skills are others when the checker looks: it refuses, and that is not told as if nothing were better.
  const { office } = served().running;
  const day = await office.desk.upToDate(office.store.em(), NOW);
  const { reference } = day.tables;
  const seen = { ...day, tables: { ...day.tables } };
  const unskilled = { ...reference, resources: reference.resources.map((each) => ({ ...each, skills: [] })) };
  const refusing = Object.create(office, {
    desk: { value: Object.assign(Object.create(office.desk), { upToDate: async () => seen }) },
    pool: {
      get() {
        if (isSaving) seen.tables.reference = unskilled;
        return office.pool;
      },
    },
  });
  let isSaving = false;
  const refused = await ends(async () => {
    isSaving = true;
  }, refusing);
  expect(refused.shown).toMatchObject({ outcome: 'failed', to_version: null });
  expect(refused.cost).toBe(before);

  const kept = await ends(async () => {});
  expect(kept.shown.outcome).toBe('saved');
  expect(kept.cost).toBeLessThan(before);
});
