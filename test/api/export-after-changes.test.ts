import { expect, test } from 'vitest';
import { instant } from '#engine';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, post } from './town.ts';

const process = useTestProcesses(1, { now: NOW });

// biome-ignore lint/suspicious/noExplicitAny: what a body is, the test says
const exported = async (): Promise<any> => (await get(process(), '/datasets', { accept: 'application/json' })).json();

test('whatever texts and instants a call’s changes bring, the export can be imported again and is the same', async () => {
  await importTown(process());
  const number = await logged(process(), 'LIFT-1');
  const change = (kind: string, body: object) => post(process(), `/calls/${number}/${kind}`, { who: 'Ann', ...body });
  const at = new Date(NOW).toISOString();

  const separated = await change('hold', { reason: 'no access; nobody answers' });
  expect(separated.statusCode).toBe(400);
  expect(separated.json().errors).toMatchObject([{ code: 'bad-value', field: 'reason' }]);

  expect((await change('hold', { reason: 'two\nlines' })).statusCode).toBe(400);

  for (const reason of [' no access ', 'a/b, "c"', '=1+1', '/']) {
    expect((await change('hold', { reason, at })).statusCode, reason).toBe(200);
    expect((await change('resume', { at })).statusCode, reason).toBe(200);
  }
  expect((await get(process(), `/calls/${number}`)).json().holds).toEqual([]);
  for (const reason of [' no access ', 'a/b, "c"', '=1+1', '/']) {
    expect((await change('hold', { reason })).statusCode, reason).toBe(200);
    process().now = instant(process().now + 60_000);
    expect((await change('resume', {})).statusCode, reason).toBe(200);
  }
  expect((await change('declare-emergency', { why: ' "trapped"; \n child, 5 ' })).statusCode).toBe(200);

  const before = await exported();
  const again = await post(process(), '/datasets?mode=replace', before);
  expect(again.statusCode, again.body).toBe(200);
  expect((await exported()).files['calls.csv']).toBe(before.files['calls.csv']);
  expect(
    (await get(process(), `/calls/${number}`)).json().holds.map((hold: { reason: string }) => hold.reason),
  ).toEqual(['no access', 'a/b, "c"', '=1+1', '/']);
});
