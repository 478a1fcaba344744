import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customerPage, PAGE_HEADERS, refusedPage } from '../../api/features/customers/customer-page.ts';
import type { CustomerView } from '../../api/features/customers/customer-view.ts';
import { launchBrowser } from '../support/browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

const VIEW: CustomerView = {
  number: 'C-000042',
  status: 'fixed',
  standing: 'It is fixed.',
  description: 'The lift stands still between two floors',
  site: 'North Station',
  address: '1 Station Road',
  time_zone: 'Europe/London',
  logged_at: '2026-06-01T08:00:00Z',
  respond_by: null,
  fix_by: null,
  responded_at: '2026-06-01T09:00:00Z',
  fixed_at: '2026-06-01T10:00:00Z',
  resolution: 'New belt',
  comes: null,
  comments: [{ at: '2026-06-01T08:10:00Z', from: 'you', text: 'Somebody is inside' }],
  can_reopen: true,
};

test.each([
  ['light', 360],
  ['dark', 1200],
] as const)(
  'the customer’s page is accessible, %s, %i pixels wide, and shows as its own policy allows',
  async (colorScheme, width) => {
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
    const page = await context.newPage();
    const errors: string[] = [];
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    const html = customerPage(VIEW, '/my/x', 'Thank you, we have your message.');
    await page.route('**/*', (route) => route.fulfill({ body: html, headers: { ...PAGE_HEADERS } }));
    await page.goto('http://turnout.test/my/x');
    expect(await page.locator('.standing').evaluate((element) => getComputedStyle(element).fontWeight)).toBe('600');
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    await page.evaluate(axe);
    const found = await page.evaluate(
      'axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }).then(({ violations }) => violations.map(({ id }) => id))',
    );
    expect(found).toEqual([]);
    expect(errors).toEqual([]);
    await context.close();
  },
);

test('the style is what the policy allows, and what a refusal says is text', async () => {
  const page = await browser.newPage();
  const errors: string[] = [];
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  const html = refusedPage('<b>no</b>');
  await page.route('**/*', (route) => route.fulfill({ body: html, headers: { ...PAGE_HEADERS } }));
  await page.goto('http://turnout.test/my/x');
  expect(await page.getByRole('alert').textContent()).toBe('<b>no</b>');
  expect(errors).toEqual([]);
  await page.close();
});
