import { beforeEach, expect, test } from 'vitest';
import { instant } from '#engine';
import { callsEndedSince, insertCall, placer, writeDataset } from '../../api/store/index.ts';
import { useTestStore } from '../support/test-database.ts';
import { sampleCall, sampleDataset } from './dataset.sample.ts';

const store = useTestStore();
const at = instant(1_800_000_000_000);
const ago = (minutes: number) => instant(at - minutes * 60_000);

beforeEach(() => writeDataset(store().em(), sampleDataset, { at, who: 'clerk' }));

test('calls that a named resource has ended in a territory since an instant', async () => {
  const em = store().em();
  const resource = sampleDataset.resources[0]!.code;
  const logged = { row: 100, loggedAt: ago(600), holds: [], status: null, respondedAt: null, closedAt: null };
  const calls = [
    sampleCall({ ...logged, number: 'LATE', resource, fixedAt: ago(5) }),
    sampleCall({ ...logged, number: 'EARLY', resource, fixedAt: ago(90) }),
    sampleCall({ ...logged, number: 'NOBODY', resource: null, fixedAt: ago(5) }),
    sampleCall({ ...logged, number: 'OPEN', resource, fixedAt: null }),
  ];
  for (const call of calls) await insertCall(em, { ...call, ...placer(sampleDataset)(call) });
  const { territory } = placer(sampleDataset)(calls[0]!);
  const found = await callsEndedSince(em, territory, ago(60));
  expect(found.map(({ number }) => number)).toContain('LATE');
  for (const other of ['EARLY', 'NOBODY', 'OPEN']) expect(found.map(({ number }) => number)).not.toContain(other);
  expect(await callsEndedSince(em, 'elsewhere', ago(60))).toEqual([]);
});
