import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { turnout } from '../support/turnout.ts';

const NOW = '2026-06-17T10:00:00Z';
const CONTRACT = 'CUST-001-LIFTS';
let folder = '';
let town = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turnout-payment-'));
  town = join(folder, 'town');
  const generated = await turnout(['generate', '--calls', '300', '--seed', '3', '--now', NOW, '--out', town]);
  expect(generated.code, generated.out).toBe(0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const pence = (text: string): number => Math.round(Number(text) * 100);
const statement = (...more: string[]) => turnout(['statement', town, '--contract', CONTRACT, '--now', NOW, ...more]);

describe('statement', () => {
  test('prints lines that add up, the forecast and what can still change it', async () => {
    const ran = await statement('--calls');
    expect(ran.code, ran.err).toBe(0);
    const printed = ran.json();
    expect(printed).toMatchObject({ contract: CONTRACT, period: '2026-Q2', currency: 'GBP', provisional: true });
    const sum = printed.lines.reduce((all: number, { amount }: { amount: string }) => all + pence(amount), 0);
    expect(sum).toBe(pence(printed.total));
    expect(printed.forecast.period).toBe('2026-Q2');
    expect(Array.isArray(printed.open_calls)).toBe(true);
    expect(printed.calls.length).toBeGreaterThan(0);
  });

  test('gives the same as a table, as a page and as PDF', async () => {
    const plain = (await statement('--no-forecast')).json();
    const csv = await statement('--no-forecast', '--format', 'csv');
    expect(csv.out.trim().split('\r\n').at(-1)).toContain(plain.total);
    const page = await statement('--no-forecast', '--format', 'html');
    expect(page.out).toContain(`<td class="number">${plain.total}</td>`);
    const pdf = await statement('--no-forecast', '--format', 'pdf');
    expect(pdf.out.startsWith('%PDF-')).toBe(true);
  });

  test('tells what it does not know', async () => {
    const unknown = await turnout(['statement', town, '--contract', 'X', '--now', NOW]);
    expect([unknown.code, unknown.json().errors[0].code]).toEqual([1, 'unknown-contract']);
    const period = await statement('--period', '2026-06');
    expect(period.json().errors[0]).toMatchObject({ code: 'bad-payment-period', action: 'Write it as 2026-Q2.' });
  });
});

test('lint lists what it finds, with what is paid on both sides', async () => {
  const ran = await turnout(['lint', town]);
  expect(ran.code).toBe(0);
  const gap = ran.json().findings.find(({ code }: { code: string }) => code === 'band-gap');
  expect(gap).toMatchObject({
    severity: 'warning',
    at: '96.5 %',
    below: { value: '96.49 %' },
    above: { value: '99 %' },
  });
});

test('what-if prints another statement beside the real one', async () => {
  const file = join(folder, 'suppose.json');
  await writeFile(file, JSON.stringify({ terms: { measures: [] } }));
  const ran = await turnout(['what-if', town, file, '--contract', CONTRACT, '--now', NOW]);
  expect(ran.code, ran.out).toBe(0);
  const { real, supposed, difference } = ran.json();
  expect(supposed.total).toBe(real.base_fee);
  expect(pence(difference.change)).toBe(pence(supposed.total) - pence(real.total));
  await writeFile(file, JSON.stringify({ regimes: { NOTHING: { fix_within: 'PT1H' } } }));
  const wrong = await turnout(['what-if', town, file, '--contract', CONTRACT, '--now', NOW]);
  expect([wrong.code, wrong.json().errors[0].code]).toEqual([1, 'unknown-code']);
});

test('schema prints the JSON Schema of payment terms', async () => {
  expect((await turnout(['schema', 'payment-terms'])).json()).toMatchObject({ type: 'object' });
  expect((await turnout(['schema', 'nothing'])).json().errors[0].code).toBe('bad-flag');
});
