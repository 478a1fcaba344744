import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { turnout } from '../support/turnout.ts';

const NOW = '2026-06-17T10:00:00Z';
const LATER = '2026-06-17T12:00:00Z';
let folder = '';
let town = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turnout-difference-'));
  town = join(folder, 'town');
  await turnout(['generate', '--calls', '400', '--seed', '3', '--now', LATER, '--out', town]);
  for (const now of [NOW, LATER]) {
    const planned = await turnout(['plan', town, '--now', now, '--iterations', '50', '--threads', '2']);
    expect(planned.code, planned.err + planned.out).toBe(0);
    await writeFile(join(folder, now === NOW ? 'early.json' : 'late.json'), planned.out);
  }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('difference', () => {
  test('of two plans names each changed call once, with reasons', async () => {
    const { code, out } = await turnout(['difference', town, join(folder, 'early.json'), join(folder, 'late.json')]);
    expect(code, out).toBe(0);
    const { from, to, changes, groups, cost } = JSON.parse(out);
    expect([from, to]).toEqual([NOW, LATER]);
    const calls = changes.map(({ call }: { call: string }) => call);
    expect(calls.length).toBeGreaterThan(5);
    expect(new Set(calls).size).toBe(calls.length);
    const reasons = new Set(changes.flatMap(({ why }: { why: { code: string }[] }) => why.map((each) => each.code)));
    expect([...reasons]).toEqual(expect.arrayContaining(['call-logged', 'change-saves']));
    const sum = groups.reduce(
      (all: number, group: { cost: { fix_late: string } }) => all + Number(group.cost.fix_late),
      0,
    );
    expect(sum).toBeCloseTo(Number(cost.fix_late), 6);
    expect(Number(cost.total)).toBeLessThan(0);
  });

  test('of a plan from itself is none; the later plan comes second', async () => {
    const [early, late] = [join(folder, 'early.json'), join(folder, 'late.json')];
    expect(JSON.parse((await turnout(['difference', town, early, early])).out)).toMatchObject({
      changes: [],
      groups: [],
    });
    const { code, out } = await turnout(['difference', town, late, early]);
    expect(code).toBe(1);
    expect(JSON.parse(out).errors).toMatchObject([{ code: 'plans-reversed', field: 'AFTER' }]);
  });
});
