import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { turnout } from '../support/turnout.ts';

const NOW = '2026-06-17T10:00:00Z';
let folder = '';
let town = '';
let printed = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turnout-cli-'));
  town = join(folder, 'town');
  const generated = await turnout(['generate', '--calls', '300', '--seed', '3', '--now', NOW, '--out', town]);
  expect(generated.code, generated.out).toBe(0);
  const planned = await turnout(['plan', town, '--now', NOW, '--iterations', '50', '--threads', '2']);
  expect(planned.code, planned.err).toBe(0);
  printed = planned.out;
  await writeFile(join(folder, 'plan.json'), printed);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('plan', () => {
  test('prints calls in order, allocations, unallocated calls and a cost whose parts add up', () => {
    const plan = JSON.parse(printed);
    expect(plan.now).toBe(NOW);
    expect(plan.calls.length).toBeGreaterThan(5);
    expect(plan.calls.map(({ position }: { position: number }) => position)).toEqual(
      plan.calls.map((_: unknown, index: number) => index + 1),
    );
    const [first] = plan.calls;
    expect(Object.keys(first)).toEqual(
      expect.arrayContaining([
        ...[
          'number',
          'contract',
          'regime',
          'respond_by',
          'fix_by',
          'class',
          'priority',
          'levels',
          'position',
          'because',
        ],
      ]),
    );
    expect(first.priority).toBe(Math.min(...(Object.values(first.levels) as number[])));
    const placed = [...plan.allocations, ...plan.unallocated].map(({ call }: { call: string }) => call);
    expect(placed.sort()).toEqual(plan.calls.map(({ number }: { number: string }) => number).sort());
    for (const allocation of plan.allocations) {
      const seconds = (Date.parse(allocation.arrival) - Date.parse(allocation.travel_start)) / 1000;
      expect(seconds).toBe(allocation.travel_seconds);
      expect(allocation.start).toMatch(/Z$/);
    }
    for (const { fairness, hours } of plan.fairness) {
      expect(fairness).toBeGreaterThan(0);
      expect(fairness).toBeLessThanOrEqual(1);
      expect(hours.length).toBeGreaterThan(0);
    }
    for (const { cost, remedies } of plan.unallocated) {
      expect(cost).toMatch(/^\d+\.\d\d$/);
      expect(Array.isArray(remedies)).toBe(true);
    }
    const { total, ...parts } = plan.cost;
    const pence = (text: string) => Math.round(Number(text) * 100);
    expect(Object.values(parts as Record<string, string>).reduce((sum, part) => sum + pence(part), 0)).toBe(
      pence(total),
    );
  });

  test('gives the same plan for the same seed and iterations, whatever the threads', async () => {
    const again = await turnout(['plan', town, '--now', NOW, '--iterations', '50', '--threads', '1']);
    expect(again.out).toBe(printed);
  });

  test('reads the same dataset from a zip', async () => {
    const zip = join(folder, 'town.zip');
    const generated = await turnout(['generate', '--calls', '300', '--seed', '3', '--now', NOW, '--out', zip]);
    expect(generated.code).toBe(0);
    const planned = await turnout(['plan', zip, '--now', NOW, '--iterations', '50']);
    expect(planned.out).toBe(printed);
  });

  test('keeps standard output to one JSON document; progress goes to standard error', async () => {
    const planned = await turnout(['plan', town, '--now', NOW, '--iterations', '0']);
    expect(() => planned.json()).not.toThrow();
    expect(planned.err).toMatch(/open calls in order/);
  });

  test('a time budget in place of iterations', async () => {
    const planned = await turnout(['plan', town, '--now', NOW, '--seconds', '0.2']);
    expect(planned.code).toBe(0);
    expect(planned.json().violations.filter(({ fixed }: { fixed: boolean }) => !fixed)).toEqual([]);
  });
});

describe.concurrent('explain, check, validate', () => {
  test('explain says why a call stands where it does', async () => {
    const second = JSON.parse(printed).calls[1].number;
    const explained = await turnout(['explain', town, second, '--now', NOW]);
    expect(explained.code).toBe(0);
    expect(explained.json()).toMatchObject({ call: second, position: 2 });
    expect(explained.json().above.number).toBe(JSON.parse(printed).calls[0].number);
  });

  test('explain of a call that is not there, or closed', async () => {
    const unknown = await turnout(['explain', town, 'NOPE', '--now', NOW]);
    expect([unknown.code, unknown.json().errors[0].code]).toEqual([1, 'unknown-call']);
    const open = new Set(JSON.parse(printed).calls.map(({ number }: { number: string }) => number));
    const closed = (await readFile(join(town, 'calls.csv'), 'utf8'))
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0] as string)
      .find((number) => number !== '' && !open.has(number)) as string;
    const gone = await turnout(['explain', town, closed, '--now', NOW]);
    expect([gone.code, gone.json().errors[0].code]).toEqual([1, 'call-not-in-order']);
  });

  test('check passes a plan as it was printed, and finds one that was tampered with', async () => {
    const passed = await turnout(['check', town, join(folder, 'plan.json')]);
    expect([passed.code, passed.json().valid]).toEqual([0, true]);
    const plan = JSON.parse(printed);
    const free = plan.allocations.find(({ fixed }: { fixed: boolean }) => !fixed);
    free.finish = free.start;
    plan.unallocated.pop();
    await writeFile(join(folder, 'tampered.json'), JSON.stringify(plan));
    const refused = await turnout(['check', town, join(folder, 'tampered.json')]);
    expect([refused.code, refused.json().valid]).toEqual([1, false]);
    expect(refused.json().violations.length).toBeGreaterThan(0);
  });

  test('check prices a plan again: a cost that another plan has is refused', async () => {
    const plan = JSON.parse(printed);
    const more = (amount: string) => (Number(amount) + 1).toFixed(2);
    plan.cost.imbalance = more(plan.cost.imbalance);
    plan.cost.total = more(plan.cost.total);
    await writeFile(join(folder, 'dearer.json'), JSON.stringify(plan));
    const refused = await turnout(['check', town, join(folder, 'dearer.json')]);
    const codes = refused.json().violations.map(({ code }: { code: string }) => code);
    expect([refused.code, codes]).toEqual([1, ['cost-mismatch']]);
  });

  test('the example of the README: the checker passes the plan of a generated town where people are lent', async () => {
    const readme = join(folder, 'readme');
    await turnout(['generate', '--calls', '2000', '--seed', '1', '--out', readme]);
    const { code, out } = await turnout(['plan', readme, '--now', NOW, '--iterations', '0', '--threads', '1']);
    expect([code, JSON.parse(out).violations]).toEqual([0, []]);
  });

  test('validate counts the rows of each table', async () => {
    const valid = await turnout(['validate', town]);
    expect(valid.json()).toMatchObject({ valid: true, rows: { calls: 300 } });
  });
});

describe.concurrent('bad input gives the error list and exit code 1', () => {
  test('a faulty dataset: every error at once with file, row, column, value and action', async () => {
    const faulty = join(folder, 'faulty');
    await cp(town, faulty, { recursive: true });
    await writeFile(join(faulty, 'customers.csv'), 'code,name,colour\nC1,One,red\nC1,Two,blue\n');
    await writeFile(
      join(faulty, 'absences.csv'),
      'resource,from,to,reason\nNOBODY,yesterday,2026-06-18T00:00:00Z,ill\n',
    );
    const ran = await turnout(['validate', faulty]);
    expect(ran.code).toBe(1);
    const { errors } = ran.json();
    for (const error of errors) {
      expect(error).toMatchObject({
        code: expect.any(String),
        message: expect.any(String),
        action: expect.any(String),
      });
    }
    expect(errors).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ code: 'unknown-column', file: 'customers.csv', column: 'colour' }),
        expect.objectContaining({ code: 'duplicate-code', file: 'customers.csv', row: 3, column: 'code', value: 'C1' }),
        expect.objectContaining({ file: 'absences.csv', row: 2, column: 'from', value: 'yesterday' }),
        expect.objectContaining({ code: 'unknown-code', file: 'absences.csv', row: 2, value: 'NOBODY' }),
      ]),
    );
  });

  const cases: readonly (readonly [what: string, args: () => readonly string[], code: string])[] = [
    ['no such command', () => ['prune'], 'unknown-command'],
    ['a name of Object.prototype', () => ['constructor'], 'unknown-command'],
    ['--now missing', () => ['plan', town], 'flag-missing'],
    ['--now without offset', () => ['plan', town, '--now', '2026-06-17T10:00:00'], 'bad-flag'],
    ['--now that is no date', () => ['plan', town, '--now', '2026-02-30T10:00:00Z'], 'bad-flag'],
    ['negative iterations', () => ['plan', town, '--now', NOW, '--iterations', '-1'], 'bad-flag'],
    ['zero threads', () => ['plan', town, '--now', NOW, '--threads', '0'], 'bad-flag'],
    [
      'iterations and seconds',
      () => ['plan', town, '--now', NOW, '--iterations', '1', '--seconds', '1'],
      'flags-exclusive',
    ],
    ['an unknown flag', () => ['plan', town, '--now', NOW, '--fast'], 'unknown-flag'],
    ['no dataset', () => ['validate'], 'argument-missing'],
    ['an argument too many', () => ['validate', town, town], 'argument-too-many'],
    ['a folder that is not there', () => ['validate', join(folder, 'nowhere')], 'dataset-unreadable'],
    ['a file that is no zip', () => ['validate', join(folder, 'plan.json')], 'not-a-zip'],
    ['a folder without tables', () => ['validate', join(folder, 'empty')], 'dataset-empty'],
    ['a plan that is not there', () => ['check', town, join(folder, 'no.json')], 'plan-unreadable'],
    ['a plan that is none', () => ['check', town, join(town, 'policy.json')], 'plan-invalid'],
    ['generate without --out', () => ['generate'], 'flag-missing'],
    ['generate of no sites', () => ['generate', '--sites', '0', '--out', join(folder, 'x')], 'bad-flag'],
    [
      'generate to where nothing can be written',
      () => ['generate', '--calls', '10', '--out', join(town, 'policy.json', 'x')],
      'output-unwritable',
    ],
    ['import in an unknown mode', () => ['import', town, '--mode', 'append'], 'bad-flag'],
  ];
  test.each(cases)('%s', async (_what, args, code) => {
    await mkdir(join(folder, 'empty'), { recursive: true });
    const ran = await turnout(args());
    expect(ran.json().errors.map((error: { code: string }) => error.code)).toContain(code);
    expect(ran.code).toBe(1);
    expect(ran.err).not.toMatch(/ {4}at /);
  });

  test('tables of a folder that are no files or no UTF-8 are told together; links are followed', async () => {
    const odd = join(folder, 'odd');
    await cp(town, odd, { recursive: true });
    await rm(join(odd, 'calls.csv'));
    await mkdir(join(odd, 'calls.csv'));
    await rm(join(odd, 'absences.csv'));
    await symlink('nowhere.csv', join(odd, 'absences.csv'));
    await writeFile(join(odd, 'skills.csv'), Buffer.from([...Buffer.from('code\nl'), 0xe9, 0x0a]));
    const ran = await turnout(['validate', odd]);
    expect(ran.code).toBe(1);
    expect(
      ran
        .json()
        .errors.map(({ code, file }: { code: string; file: string }) => [file, code])
        .sort(),
    ).toEqual([
      ['absences.csv', 'dataset-unreadable'],
      ['calls.csv', 'dataset-unreadable'],
      ['skills.csv', 'not-text'],
    ]);

    const linked = join(folder, 'linked');
    await mkdir(linked);
    for (const name of await readdir(town)) await symlink(join(town, name), join(linked, name));
    const [there, here] = [await turnout(['validate', town]), await turnout(['validate', linked])];
    expect(here.json()).toEqual(there.json());
    expect(here.code).toBe(0);
  });

  test('several bad arguments are told together', async () => {
    const ran = await turnout(['plan', '--seed', 'x', '--speed']);
    const codes = ran.json().errors.map((error: { code: string }) => error.code);
    expect(codes).toEqual(expect.arrayContaining(['unknown-flag', 'bad-flag', 'flag-missing', 'argument-missing']));
  });

  test('a failed generate leaves nothing behind', async () => {
    expect(await readdir(folder)).not.toContain('x');
  });
});
