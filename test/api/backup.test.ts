import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProcess, useTestProcesses } from '../support/test-app.ts';
import { emptyDatabase } from '../support/test-database.ts';
import { turnout } from '../support/turnout.ts';
import { fault, get, importTown, logged, NOW, planned, post } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
let folder = '';
let file = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turnout-backup-'));
  file = join(folder, 'kept.gz');
  await importTown(process());
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const answers = async (from: ReturnType<typeof process>, numbers: readonly string[]) => {
  const of = [...numbers.map((number) => `/calls/${number}`), '/queue', '/territories/NORTH/plan', '/territories'];
  return Promise.all(of.map(async (url) => (await get(from, url)).json()));
};

describe('a backup', () => {
  it('made while the server runs, restored elsewhere, has everything: calls, journals, plans, keys, numbers', async () => {
    const first = await logged(process(), 'LIFT-1');
    const key = { 'idempotency-key': 'before-the-fire' };
    const second = (await post(process(), '/calls', fault('LIFT-2', 'tab\t "quotes"; ümläut\nline 2'), key)).json()
      .number;
    await post(process(), `/calls/${first}/hold`, { who: 'Ann', reason: 'no access' });
    await planned(process(), 'NORTH', second);
    const made = await turnout(['backup', file], { DATABASE_URL: process().store.url });
    expect(made.code, made.err + made.out).toBe(0);
    expect(made.json().rows).toBeGreaterThan(20);
    const before = await answers(process(), [first, second]);

    const elsewhere = await emptyDatabase();
    const restored = await turnout(['restore', file], { DATABASE_URL: elsewhere.url });
    expect(restored.code, restored.err + restored.out).toBe(0);
    expect(restored.json().rows).toBe(made.json().rows);
    const again = await startProcess(elsewhere.url, { now: NOW, workers: 0 });
    expect(await answers(again, [first, second])).toEqual(before);
    const replayed = await post(again, '/calls', fault('LIFT-2', 'tab\t "quotes"; ümläut\nline 2'), key);
    expect([replayed.json().number, replayed.headers['idempotent-replayed']]).toEqual([second, 'true']);
    const next = await logged(again, 'LIFT-3');
    expect([first, second]).not.toContain(next);
    expect((await post(again, `/calls/${first}/resume`, { who: 'Ann' })).statusCode).toBe(200);
    await again.close();

    const full = await turnout(['restore', file], { DATABASE_URL: elsewhere.url });
    expect(full.json().errors[0].code).toBe('restore-database-not-empty');
    await elsewhere.drop();
  });

  it('of a newer version, cut off or none at all is refused, and nothing is restored', async () => {
    const elsewhere = await emptyDatabase();
    const refused = async (name: string, content: Buffer): Promise<string> => {
      await writeFile(join(folder, name), content);
      const ran = await turnout(['restore', join(folder, name)], { DATABASE_URL: elsewhere.url });
      expect(ran.code).toBe(1);
      return ran.json().errors[0].code;
    };
    const kept = await readFile(file);
    const text = gunzipSync(kept).toString();
    const newer = gzipSync(text.replace('"migrations":[', '"migrations":["Migration29990101000000_later",'));
    expect(await refused('newer.gz', newer)).toBe('restore-newer-version');
    expect(await refused('cut.gz', kept.subarray(0, kept.length - 200))).toBe('restore-not-a-backup');
    expect(await refused('other.gz', gzipSync('code,name\n'))).toBe('restore-not-a-backup');
    expect(await refused('plain.gz', Buffer.from('code,name\n'))).toBe('restore-not-a-backup');
    const restored = await turnout(['restore', file], { DATABASE_URL: elsewhere.url });
    expect(restored.code, restored.out).toBe(0);
    await elsewhere.drop();
  });
});
