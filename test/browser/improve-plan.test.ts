import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { scatteredTown } from '../api/scattered-town.ts';
import { get, importTown, quiet } from '../api/town.ts';
import { axeFindings } from '../support/axe.ts';
import { useBoardPages } from '../support/board-pages.ts';
import { until } from '../support/server.ts';

/** Two processes on one database: what one searches, a page of the other shows. */
const { process, open } = await useBoardPages(2);
const PLAN = '/territories/NORTH/plan';
const json = async (url: string) => (await get(process(), url)).json();
const cost = async (): Promise<number> => Number((await json(PLAN)).cost.total);

beforeAll(async () => {
  await importTown(process(), scatteredTown());
  await until(
    () => json(PLAN),
    ({ allocations, unallocated }) => (allocations ?? []).length + (unallocated ?? []).length === 26,
    50,
  );
  // The first plan of a territory is followed by a whole one: what is compared below is the latter.
  await quiet(process());
});

/** For whoever looks: SHOTS=folder keeps a picture of each step. */
async function shot(page: Page, name: string): Promise<void> {
  const folder = globalThis.process.env.SHOTS;
  if (folder === undefined) return;
  await mkdir(folder, { recursive: true });
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

const strip = (page: Page) => page.locator('.improvement[data-territory="NORTH"]');
async function search(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Improve plan' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('How long').selectOption('600');
  const name = dialog.getByLabel('Your name');
  if ((await name.count()) > 0) await name.fill('Dee');
  await shot(page, 'improve-1-ask');
  await dialog.getByRole('button', { name: 'Search' }).click();
  await strip(page).getByText('Saves').waitFor();
}

describe('a search for a better plan', () => {
  it('shows what it saves and who would go where, changes nothing until it is kept, and then says what changed and why', async () => {
    const page = await open('?territory=NORTH');
    const other = await open('?territory=NORTH', { server: 1, colorScheme: 'dark' });
    const before = await cost();
    await search(page);
    await page.locator('.ghost').first().waitFor();
    expect(await strip(page).innerText()).toMatch(/Saves \d+\.\d\d GBP \(\d+(\.\d)? %\) so far/);
    await page.locator('.stop.leaving').first().waitFor();
    expect(await page.locator('.stop.leaving').first().getAttribute('aria-label')).toMatch(
      /Would go to (Ann|Bob|Dan)$/,
    );
    // Whoever looks at another server sees the same.
    await strip(other).getByText('Saves').waitFor();
    await other.locator('.ghost').first().waitFor();
    await shot(page, 'improve-2-running');
    await shot(other, 'improve-2-running-dark');
    expect(await axeFindings(page)).toEqual([]);
    expect(await axeFindings(other)).toEqual([]);
    expect(await cost()).toBe(before);

    await strip(page).getByRole('button', { name: 'Keep it now' }).click();
    await page.getByText('the better plan is in force').waitFor();
    await other.getByText('the better plan is in force').waitFor();
    await strip(page).waitFor({ state: 'detached' });
    expect(await page.locator('.ghost').count()).toBe(0);
    expect(await cost()).toBeLessThan(before);
    await shot(page, 'improve-3-kept');

    await page.locator('.mantine-Notification-root').getByRole('button', { name: 'What changed' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('less than the former plan would now').waitFor();
    await dialog.locator('h3', { hasText: 'it saves' }).first().waitFor();
    const changes = await dialog.locator('.changes > li').allInnerTexts();
    expect(changes.some((text) => /C-\d\d\s*Site \d\d (Ann|Bob|Dan) .*→ (Ann|Bob|Dan) /.test(text))).toBe(true);
    await shot(page, 'improve-4-changed');
    expect(await axeFindings(page)).toEqual([]);
    await dialog.locator('.changes .link').first().click();
    await page.locator('#details h2').waitFor();
  });

  it('is discarded, and nothing has changed', async () => {
    const page = await open('?territory=NORTH');
    await page.evaluate("localStorage.setItem('turnout.who', 'Dee')");
    await quiet(process());
    const before = (await get(process(), PLAN)).headers.etag;
    await page.getByRole('button', { name: 'Improve plan' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Search' }).click();
    await strip(page)
      .getByRole('button', { name: /Stop|Discard/ })
      .click();
    await page.getByText('the search is discarded').waitFor();
    expect((await get(process(), PLAN)).headers.etag).toBe(before);
  });

  it('what changed is read for any territory, since the plan before or for a while', async () => {
    const page = await open('', { viewport: { width: 390, height: 844 } });
    await page.locator('.parts label', { hasText: 'Timeline' }).click();
    await shot(page, 'improve-5-phone');
    await page.getByRole('button', { name: 'What changed' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Territory').selectOption('NORTH');
    // Nothing is known of half an hour ago: the earliest plan that is.
    expect(await dialog.getByLabel('Since').inputValue()).toBe('30');
    await dialog
      .locator('.quiet, [role="alert"]', { hasText: /./ })
      .filter({ hasNotText: 'Loading' })
      .first()
      .waitFor();
    expect(await dialog.innerText()).toContain('less than the former plan would now');
    await dialog.getByLabel('Since').selectOption('version');
    await dialog.getByText('From the plan of').waitFor();
    await shot(page, 'improve-6-phone');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    expect(await axeFindings(page)).toEqual([]);
  });
});
