import '../../api/compiler.ts';

import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { instant } from '#engine';
import { generateDataset } from '#fixtures';
import { buildApp } from '../../api/app.ts';
import { builtBoard } from '../../api/board/build.ts';
import { openOffice } from '../../api/process.ts';
import { openStore } from '../../api/store/index.ts';
import { launchBrowser } from '../support/browser.ts';

/**
 * How fast the board is with ten thousand open calls and five hundred technicians, in a real browser against a real
 * server on this machine: `npm run measure:board [-- CALLS TECHNICIANS]`. Prints figures; nothing is asserted.
 */
const NOW = instant(Date.UTC(2026, 5, 10, 14, 30));
const [calls = '10000', technicians = '500'] = process.argv.slice(2);
/** Some generated calls await approval or are done with. */
const MORE = 1.25;
const ROUNDS = 5;

const say = (name: string, value: string | number): void => void process.stdout.write(`${name.padEnd(52)} ${value}\n`);
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
const at = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!;

async function bundle(board: string): Promise<void> {
  const html = await readFile(join(board, 'index.html'), 'utf8');
  let first = 0;
  let all = 0;
  for (const name of await readdir(join(board, 'assets'))) {
    const size = gzipSync(await readFile(join(board, 'assets', name))).length;
    all += size;
    if (html.includes(name)) first += size;
  }
  say('bundle of the first page, kB compressed', Math.round(first / 1000));
  say('bundle of all pages, kB compressed', Math.round(all / 1000));
}

/** Milliseconds from asking for the address until calls and technicians are on the page. */
async function firstView(page: Page, url: string): Promise<number> {
  const began = performance.now();
  await page.goto(url);
  await page.locator('.queue-row').first().waitFor();
  await page.locator('.lane .stop').first().waitFor();
  return performance.now() - began;
}

/** Milliseconds between frames while an element is scrolled by a step a frame, there and back. */
const framesWhileScrolling = (page: Page, selector: string): Promise<number[]> =>
  page.locator(selector).evaluate(async (scroller) => {
    const gaps: number[] = [];
    let last = performance.now();
    for (let frame = 0; frame < 240; frame += 1) {
      scroller.scrollBy(0, frame < 120 ? 90 : -90);
      await new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));
      const now = performance.now();
      gaps.push(now - last);
      last = now;
    }
    return gaps;
  });

const dataFolder = await mkdtemp(join(tmpdir(), 'turnout-measure-'));
const closing: (() => Promise<unknown>)[] = [() => rm(dataFolder, { recursive: true, force: true })];
try {
  await chmod(dataFolder, 0o755);
  const board = await builtBoard();
  await bundle(board);
  const store = await openStore({ databaseUrl: null, dataFolder });
  closing.push(() => store.close());
  const quiet = (): void => {};
  const faults = (fields: object, message: string): void => console.error(message, fields);
  const log = { debug: quiet, info: quiet, warn: faults, error: faults };
  const running = await openOffice({ store, threads: 2, clock: () => NOW, planning: { iterations: 0 }, log });
  closing.push(() => running.close());
  const app = await buildApp({ office: running.office, version: 'measure', board });
  closing.push(() => app.close());
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/`;
  const files = generateDataset({
    ...{ seed: 1, days: 3, now: NOW, openShare: 1, territories: 12 },
    ...{ calls: Math.ceil(Number(calls) * MORE), resources: Number(technicians) },
  });
  files.delete('payment_terms.json');
  const reply = await app.inject({
    ...{ method: 'POST', url: '/datasets?mode=replace' },
    payload: { files: Object.fromEntries(files) },
  });
  if (reply.statusCode !== 200) throw new Error(reply.body.slice(0, 500));
  const territories = async (): Promise<{ planned_at: unknown; open_calls: number; resources: number }[]> =>
    (await app.inject('/territories')).json().territories;
  say('imported, s', (performance.now() / 1000).toFixed(1));
  while ((await territories()).some(({ planned_at }) => planned_at === null)) {
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const open = (await territories()).reduce((sum, each) => sum + each.open_calls, 0);
  say('open calls', open);
  say(
    'technicians',
    (await territories()).reduce((sum, each) => sum + each.resources, 0),
  );
  for (const path of ['queue/order', 'queue?limit=100', 'queue?limit=1000', 'resources']) {
    const headers = { 'accept-encoding': 'gzip' };
    const { rawPayload } = await app.inject({ method: 'GET', url: `/${path}`, headers });
    say(`GET /${path}, kB compressed`, (rawPayload.length / 1000).toFixed(1));
  }

  const browser = await launchBrowser();
  closing.push(() => browser.close());
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  const page = await context.newPage();
  const views: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const fresh = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
    views.push(await firstView(await fresh.newPage(), url));
    await fresh.close();
  }
  say('first view, nothing in the cache, ms (median)', Math.round(median(views)));
  await firstView(page, url);
  // All rows have come.
  await page.waitForTimeout(5_000);
  for (const selector of ['.queue-scroller', '.timeline-scroller']) {
    const gaps = await framesWhileScrolling(page, selector);
    say(
      `${selector}: ms a frame, median / 95 % / longest`,
      [0.5, 0.95, 1].map((share) => at(gaps, share).toFixed(1)).join(' / '),
    );
  }
  const device = (await app.inject('/tables/devices?limit=1')).json().rows[0].cells.code;
  const lived: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    const payload = { device, contact: 'Ann', description: `measured ${round}` };
    const { number } = (await app.inject({ method: 'POST', url: '/calls', payload })).json();
    await page.waitForFunction((text) => document.body.innerText.includes(text), String(number));
    lived.push(performance.now() - began);
    await page.waitForTimeout(1_000);
  }
  say('from logging to the page saying so, ms (median)', Math.round(median(lived)));
} finally {
  for (const close of closing.reverse()) await close();
}
