import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Dataset, formatInstant, type Instant, instant, MINUTE, parseDataset, zipDataset } from '#engine';
import { realDataset } from '#fixtures';
import { useTestProcesses } from '../support/test-app.ts';
import { turnout } from '../support/turnout.ts';
import { get, quiet } from './town.ts';

const files = realDataset();

/** Just after the last thing that happened in the log: a server's clock is past all that its database holds. */
function endOf(dataset: Dataset): Instant {
  const known = dataset.calls.flatMap(({ loggedAt, fixedAt, closedAt }) => [loggedAt, fixedAt ?? 0, closedAt ?? 0]);
  return instant(known.reduce((latest, at) => Math.max(latest, at), 0) + MINUTE);
}

describe('the real log through server and database', () => {
  if (files === null) {
    it.skip('real log: skipped, raw files absent', () => {});
    return;
  }
  // A server escalates what its plan shows to be late, which the command line does not.
  files.delete('escalations.csv');
  const parsed = parseDataset(files);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  const now = endOf(parsed.value.dataset);
  const process = useTestProcesses(1, { now });

  it('gives the order and the plans that the command line gives', async () => {
    const zip = Buffer.from(zipDataset(files));
    const imported = await process().app.inject({
      ...{ method: 'POST', url: '/datasets?mode=replace', payload: zip },
      headers: { 'content-type': 'application/zip' },
    });
    expect(imported.statusCode, imported.body).toBe(200);

    const folder = await mkdtemp(join(tmpdir(), 'turnout-real-'));
    try {
      await writeFile(join(folder, 'log.zip'), zip);
      const ran = await turnout([
        'plan',
        join(folder, 'log.zip'),
        '--now',
        formatInstant(now),
        '--seed',
        '1',
        '--iterations',
        '0',
      ]);
      expect(ran.code, ran.err).toBe(0);
      const plan = ran.json();
      expect(plan.calls.length).toBeGreaterThan(5);
      expect(plan.violations.filter(({ fixed }: { fixed: boolean }) => !fixed)).toEqual([]);

      const { calls } = (await get(process(), '/queue?limit=1000')).json();
      const facts = ['number', 'position', 'class', 'priority', 'levels', 'regime', 'respond_by', 'fix_by'] as const;
      const seen = (call: Record<string, unknown>) => facts.map((fact) => call[fact]);
      expect(calls.map(seen)).toEqual(plan.calls.map(seen));

      await quiet(process());
      const allocations = [];
      for (const { code } of (await get(process(), '/territories')).json().territories) {
        allocations.push(...(await territoryPlan(code)).allocations);
      }
      const byCall = (a: { call: string }, b: { call: string }) => (a.call < b.call ? -1 : 1);
      const places = allocations.map(
        ({ cost: _, change_cost: __, ...place }: { call: string; cost?: unknown; change_cost?: unknown }) => place,
      );
      expect(places.sort(byCall)).toEqual(plan.allocations.sort(byCall));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  /** The plan of a territory, once it has been made. */
  async function territoryPlan(code: string): Promise<{ allocations: { call: string }[] }> {
    for (let attempt = 0; attempt < 400; attempt += 1) {
      const reply = await get(process(), `/territories/${code}/plan`);
      if (reply.statusCode === 200) return reply.json();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`territory ${code} was not planned`);
  }
});
