import '../../api/compiler.ts';

import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { instant } from '#engine';
import { buildApp } from '../../api/app.ts';
import { builtBoard } from '../../api/board/build.ts';
import { loadDemo } from '../../api/platform/jobs/demo.ts';
import { openOffice } from '../../api/process.ts';
import { openStore } from '../../api/store/index.ts';
import { launchBrowser } from '../support/browser.ts';

/**
 * Pictures of the board's pages on the demo city, on a database of their own, at a fixed moment of a working day:
 * `npm run screenshots [-- FOLDER [PAGE]]`. Without a folder only the picture of the README is made anew.
 */
const MOMENT = instant(Date.parse('2026-03-10T10:20:00Z'));
const README_PICTURE = join(import.meta.dirname, '../../api/board/screenshot.png');
const SIZES = { readme: [1440, 900], desktop: [1440, 1000], tablet: [820, 1180], phone: [390, 844] } as const;

/** A page, and what to do there before its picture is taken. */
interface Shot {
  readonly name: string;
  readonly path: string;
  readonly ready: (page: Page, size: Size) => Promise<void>;
}
type Size = keyof typeof SIZES;

const SHOTS: readonly Shot[] = [
  {
    name: 'dispatch',
    path: '#/',
    async ready(page, size) {
      await page.locator('.queue-row').first().waitFor();
      if (size !== 'phone') await page.locator('.queue-row').nth(2).click();
      if (size !== 'phone') await page.locator('.call-panel h3').first().waitFor();
    },
  },
  {
    name: 'log',
    path: '#/log',
    async ready(page) {
      await page.getByRole('combobox', { name: 'Site, serial number' }).fill('quay');
      await page.getByRole('option', { name: 'Quayside' }).first().waitFor();
      await page.keyboard.press('Enter');
      await page.getByRole('combobox', { name: 'Which device?' }).waitFor();
      await page.getByRole('option', { name: 'LIFT-00002' }).waitFor();
      await page.keyboard.press('Enter');
      await page.getByLabel('Who calls').fill('Station supervisor, ext. 212');
      await page.getByLabel('What is wrong').fill('Doors do not close');
      await page.locator('.promise li').first().waitFor();
    },
  },
  {
    name: 'performance',
    path: '#/contracts',
    async ready(page) {
      await page.locator('.chart canvas').waitFor();
    },
  },
  {
    name: 'statement',
    path: '#/contracts',
    async ready(page) {
      await page.getByRole('tab', { name: 'Statement' }).click();
      await page.locator('.figure').first().waitFor();
    },
  },
  {
    name: 'special-days',
    path: '#/contracts',
    async ready(page) {
      await page.getByRole('tab', { name: 'Special days' }).click();
      await page.locator('.month').waitFor();
    },
  },
  {
    name: 'terms',
    path: '#/contracts',
    async ready(page) {
      await page.getByRole('tab', { name: 'Terms' }).click();
      await page.locator('.tab-body h3').first().waitFor();
    },
  },
  {
    name: 'data',
    path: '?table=devices#/data',
    async ready(page) {
      await page.getByRole('cell', { name: 'LIFT-00001', exact: true }).waitFor();
    },
  },
  {
    name: 'day',
    path: '?resource=T002#/day',
    async ready(page) {
      await page.locator('.stop-card').first().waitFor();
    },
  },
];

async function shoot(
  browser: Browser,
  url: string,
  folder: string | undefined,
  only: string | undefined,
): Promise<void> {
  if (only === undefined) await picture(browser, url, SHOTS[0]!, 'readme', 'light', README_PICTURE);
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  for (const shot of SHOTS.filter(({ name }) => only === undefined || name === only)) {
    for (const size of ['desktop', 'tablet', 'phone'] as const) {
      for (const scheme of ['light', 'dark'] as const) {
        await picture(browser, url, shot, size, scheme, join(folder, `${shot.name}-${size}-${scheme}.png`));
      }
    }
  }
}

async function picture(
  browser: Browser,
  url: string,
  { path: at, ready }: Shot,
  size: Size,
  colorScheme: 'light' | 'dark',
  path: string,
): Promise<void> {
  const [width, height] = SIZES[size];
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme,
    timezoneId: 'Europe/London',
    locale: 'en-GB',
  });
  page.on('pageerror', (error) => console.error(error.message));
  await page.goto(`${url}${at}`);
  await page.locator('#connection', { hasText: 'live' }).waitFor();
  await ready(page, size);
  // Transitions of the library end.
  await page.waitForTimeout(400);
  await page.screenshot({ path });
  await page.close();
  process.stdout.write(`${path}\n`);
}

const faults = (fields: object, message: string): void => console.error(message, fields);
const quiet = (): void => {};
const dataFolder = await mkdtemp(join(tmpdir(), 'turnout-pictures-'));
const closing: (() => Promise<unknown>)[] = [() => rm(dataFolder, { recursive: true, force: true })];
try {
  // Where root runs this, the database's user must get in.
  await chmod(dataFolder, 0o755);
  const store = await openStore({ databaseUrl: null, dataFolder });
  closing.push(() => store.close());
  const running = await openOffice({
    store,
    threads: 2,
    clock: () => MOMENT,
    log: { debug: quiet, info: quiet, warn: faults, error: faults },
  });
  closing.push(() => running.close());
  await loadDemo(running.office);
  const app = await buildApp({ office: running.office, version: 'pictures', board: await builtBoard() });
  closing.push(() => app.close());
  await app.listen({ port: 0, host: '127.0.0.1' });
  const url = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  const unplanned = async (): Promise<boolean> =>
    (await app.inject('/territories'))
      .json()
      .territories.some((each: { planned_at: unknown }) => each.planned_at === null);
  while (await unplanned()) await new Promise((resolve) => setTimeout(resolve, 200));
  const browser = await launchBrowser();
  closing.push(() => browser.close());
  await shoot(browser, `${url}/`, process.argv[2], process.argv[3]);
} finally {
  for (const close of closing.reverse()) await close();
}
