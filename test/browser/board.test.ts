import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fault, importTown, logged, NOW, planned, post, TOWN } from '../api/town.ts';
import { launchBrowser } from '../support/browser.ts';
import { cuttable } from '../support/cuttable.ts';
import { type TestProcess, useTestProcesses } from '../support/test-app.ts';

/** Two processes on one database: what is logged at one is seen at the other. */
const process = useTestProcesses(2, { now: NOW });
const HOSTILE = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>&amp;"\'';
const PATIENCE = { timeout: 20_000 };

let browser: Browser;
let urls: string[] = [];
const pages: Page[] = [];
const faults: string[] = [];
const numbers: Record<string, string> = {};

async function listening(one: TestProcess): Promise<string> {
  await one.app.listen({ port: 0, host: '127.0.0.1' });
  return `http://127.0.0.1:${(one.app.server.address() as AddressInfo).port}`;
}

async function opened(url: string, viewport = { width: 1200, height: 900 }): Promise<Page> {
  const page = await browser.newPage({ viewport, timezoneId: 'UTC' });
  page.setDefaultTimeout(PATIENCE.timeout);
  page.on('pageerror', (error) => faults.push(error.message));
  pages.push(page);
  await page.goto(url);
  return page;
}

const row = (page: Page, number: string) => page.locator(`#queue tr[data-call="${number}"]`);
const order = (page: Page) =>
  page.locator('#queue tbody tr').evaluateAll((rows) => rows.map((each) => each.dataset.call));
const shows = (page: Page, selector: string, text: string) =>
  page.locator(selector, { hasText: text }).first().waitFor(PATIENCE);

beforeAll(async () => {
  browser = await launchBrowser();
  urls = [await listening(process(0)), await listening(process(1))];
  await importTown(process());
  numbers.normal = await logged(process(), 'LIFT-1');
  numbers.urgent = await logged(process(), 'ESC-1');
  numbers.hostile = (await post(process(), '/calls', fault('LIFT-2', HOSTILE))).json().number;
  numbers.duplicate = await logged(process(), 'LIFT-1');
  numbers.held = await logged(process(), 'LIFT-3');
  await post(process(), `/calls/${numbers.held}/hold`, { who: 'Ann', reason: 'no access' });
  await planned(process(), 'NORTH', numbers.hostile ?? '');
  await planned(process(), 'NORTH', numbers.held);
  await planned(process(), 'SOUTH', numbers.urgent);
});
afterEach(async () => {
  await Promise.all(pages.splice(0).map((page) => page.close()));
  expect(faults.splice(0)).toEqual([]);
});
afterAll(() => browser?.close());

describe('the first page', () => {
  it('shows the queue in order, with countdowns, and who comes', async () => {
    const page = await opened(`${urls[0]}/`);
    await row(page, numbers.held ?? '').waitFor();
    const queue = (await process().app.inject('/queue?limit=1000')).json();
    expect(await order(page)).toEqual(queue.calls.map(({ number }: { number: string }) => number));
    expect(
      await row(page, numbers.urgent ?? '')
        .locator('.deadline')
        .innerText(),
    ).toMatch(/● (2.h.00|1.h.59) left,\s+arrive by 11:00/);
    expect(
      await row(page, numbers.urgent ?? '')
        .locator('.who')
        .innerText(),
    ).toMatch(/^Cat, 09:/);
    expect(
      await row(page, numbers.duplicate ?? '')
        .locator('.who')
        .innerText(),
    ).toContain(`same failure as ${numbers.normal}`);
    expect(
      await row(page, numbers.held ?? '')
        .locator('.who')
        .innerText(),
    ).toBe('on hold: no access');
    expect(
      await row(page, numbers.held ?? '')
        .locator('.deadline')
        .innerText(),
    ).toContain('‖ clock stopped');
    await shows(page, '#connection', '● live');
  });

  it('shows why, once a call is chosen by keyboard, and keeps it in the address', async () => {
    const page = await opened(`${urls[0]}/`);
    await row(page, numbers.urgent ?? '').waitFor();
    const first = (await order(page))[0];
    await page.locator('#queue tbody button').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await page.keyboard.press('Enter');
    await shows(page, '#details h2', `${first}: place 1`);
    await shows(page, '#details h3', 'Why place 1');
    expect(new URL(page.url()).hash).toBe(`#${first}`);
    await page.locator('#details summary', { hasText: 'Who could take it' }).click();
    await shows(page, '#details [data-part="who"] li', 'arrives');
    await page.reload();
    await shows(page, '#details h2', `${first}: place 1`);
  });

  it('shows who goes where and when, and pages through the days', async () => {
    const page = await opened(`${urls[0]}/`);
    await shows(page, '#plan .route', 'Cat');
    const stop = page.locator(`#plan [data-call="${numbers.urgent}"]`);
    expect(await stop.getAttribute('aria-label')).toMatch(/at South Station: leaves 09:00, arrives 09:/);
    await page.locator('#plan-earlier').click();
    await page.locator('#plan-earlier').click();
    await page.locator('#plan-earlier').click();
    await shows(page, '#plan', 'Nobody goes anywhere in these 24 hours.');
    await page.locator('#plan-now').click();
    await stop.click();
    await shows(page, '#details h2', numbers.urgent ?? '');
  });

  it('shows hostile text as text', async () => {
    const page = await opened(`${urls[0]}/#${numbers.hostile}`);
    await shows(page, '#details dd', HOSTILE);
    expect(
      await row(page, numbers.hostile ?? '')
        .locator('.what')
        .innerText(),
    ).toContain(HOSTILE);
    expect(await page.locator('main img, main script').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  it('says so where the address names no call, or no territory', async () => {
    const page = await opened(`${urls[0]}/?territory=NOWHERE#NO-SUCH-CALL`);
    await shows(page, '#details', 'There is no call NO-SUCH-CALL.');
    await shows(page, '#notice', 'There is no territory NOWHERE.');
    await row(page, numbers.urgent ?? '').waitFor();
    const odd = await opened(`${urls[0]}/#%E0%A4%A`);
    await shows(odd, '#details h2', '%E0%A4%A');
    await row(odd, numbers.urgent ?? '').waitFor();
  });

  it('shows one territory where the address names it', async () => {
    const page = await opened(`${urls[0]}/?territory=SOUTH`);
    await row(page, numbers.urgent ?? '').waitFor();
    expect(await order(page)).toEqual([numbers.urgent]);
    expect(await page.locator('#territory').inputValue()).toBe('SOUTH');
  });

  it('has no sideways scrolling on a phone, and leads from a call to its reasons and back', async () => {
    const page = await opened(`${urls[0]}/`, { width: 390, height: 844 });
    await row(page, numbers.urgent ?? '').click();
    await shows(page, '#details h2', numbers.urgent ?? '');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.locator('.back').click();
    expect(await page.evaluate('document.activeElement.textContent')).toBe(numbers.urgent);
  });
});

describe('live', () => {
  it('a call logged elsewhere appears in every browser, marked, and what is read stays', async () => {
    const [near, far] = [await opened(`${urls[0]}/`), await opened(`${urls[1]}/#${numbers.normal}`)];
    await shows(far, '#details h2', numbers.normal ?? '');
    await shows(far, '#connection', '● live');
    await shows(near, '#connection', '● live');
    await row(far, numbers.normal ?? '')
      .locator('button')
      .focus();
    await far.locator('#details summary', { hasText: 'All rules' }).click();
    await row(far, numbers.normal ?? '')
      .locator('button')
      .focus();
    const number = await logged(process(0), 'LIFT-4');
    for (const page of [near, far]) {
      await row(page, number).locator('.mark', { hasText: 'new' }).waitFor(PATIENCE);
      await shows(page, '#news', number);
    }
    expect(await far.evaluate('document.activeElement.textContent')).toBe(numbers.normal);
    expect(await far.locator('#details [data-part="rules"]').getAttribute('open')).not.toBeNull();
    expect(await far.locator('#queue tr.chosen').getAttribute('data-call')).toBe(numbers.normal);
  });

  it('a lost connection is said; on recovery it shows what came meanwhile', async () => {
    const way = await cuttable(Number(new URL(urls[0] ?? '').port));
    try {
      const page = await opened(`${way.url}/`);
      await shows(page, '#connection', '● live');
      await way.cut();
      await shows(page, '#connection', 'connection lost at 09:0');
      const number = await logged(process(1), 'LIFT-3');
      await way.mend();
      await row(page, number).waitFor(PATIENCE);
      await shows(page, '#connection', '● live');
    } finally {
      await way.close();
    }
  });
});

describe('a long queue', () => {
  const LIFTS = 1_000;
  beforeAll(async () => {
    const devices = Array.from({ length: LIFTS }, (_, n) => `L-${n},MAIN,S1,L1`).join('\n');
    const calls = Array.from(
      { length: LIFTS },
      (_, n) => `K-${String(n).padStart(4, '0')},L-${n},desk,stuck,query,2026-06-01T08:00:00Z`,
    );
    await importTown(process(), {
      ...TOWN,
      'devices.csv': `${TOWN['devices.csv']}${devices}\n`,
      'calls.csv': `number,device,contact,description,type,logged_at\n${calls.join('\n')}\n`,
    });
  });

  it('one call more among a thousand leaves the other rows alone, and those in sight stay where they are', async () => {
    const page = await opened(`${urls[0]}/?territory=SOUTH`);
    for (let shown = 200; shown < LIFTS; shown += 200) {
      await page.locator('#more').click();
      await page.waitForFunction((n) => document.querySelectorAll('#queue tbody tr').length > n, shown);
    }
    // The plan of a thousand calls may still be coming: the queue is still once it has.
    await planned(process(), 'SOUTH', 'K-0999');
    await shows(page, '#plan .route', 'Cat');
    await page.locator('#queue-scroller').evaluate((scroller) => scroller.scrollTo(0, 20_000));
    await page.evaluate(() => {
      const made = new Set<string>();
      Object.assign(window, { made });
      new MutationObserver((records) => {
        for (const { addedNodes } of records) {
          for (const node of addedNodes) if (node instanceof HTMLElement) made.add(node.dataset.call ?? '');
        }
      }).observe(document.querySelector('#queue tbody') as Element, { childList: true });
    });
    const seen = () =>
      page.locator('#queue-scroller').evaluate((scroller) => {
        const { left, top } = scroller.getBoundingClientRect();
        const found = document.elementFromPoint(left + 30, top + 120)?.closest('tr');
        return { call: found?.dataset.call, top: Math.round(found?.getBoundingClientRect().top ?? 0) };
      });
    const before = await seen();
    const number = await logged(process(1), 'ESC-1');
    await row(page, number)
      .locator('.mark', { hasText: 'new' })
      .waitFor({ ...PATIENCE, state: 'attached' });
    expect(await seen()).toEqual(before);
    // Beside it, those that the new plan places elsewhere: what one technician does in the days ahead.
    expect(await page.evaluate('window.made.size')).toBeLessThan(LIFTS / 10);
    expect(await page.evaluate('[...window.made]')).toContain(number);
  });
});
