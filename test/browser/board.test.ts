import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { builtBoard } from '../../api/board/build.ts';
import { fault, importTown, logged, NOW, planned, post, TOWN } from '../api/town.ts';
import { axeFindings } from '../support/axe.ts';
import { launchBrowser } from '../support/browser.ts';
import { cuttable } from '../support/cuttable.ts';
import { type TestProcess, useTestProcesses } from '../support/test-app.ts';

/** Two processes on one database: what is logged at one is seen at the other. */
const process = useTestProcesses(2, { now: NOW, board: await builtBoard() });
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
  const page = await browser.newPage({ viewport, timezoneId: 'UTC', locale: 'en-GB' });
  page.setDefaultTimeout(PATIENCE.timeout);
  page.on('pageerror', (error) => faults.push(error.message));
  pages.push(page);
  await page.goto(url);
  return page;
}

const row = (page: Page, number = '') => page.locator(`.queue-row[data-call="${number}"]`);
/** Of the calls in sight: the queue draws no others. */
const order = (page: Page) =>
  page.locator('.queue-row').evaluateAll((rows) => rows.map((each) => (each as HTMLElement).dataset.call));
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

describe('dispatch', () => {
  it('shows the queue in order, with countdowns, and who comes', async () => {
    const page = await opened(`${urls[0]}/`);
    await row(page, numbers.held).waitFor();
    const queue = (await process().app.inject('/queue?limit=1000')).json();
    expect(await order(page)).toEqual(queue.calls.map(({ number }: { number: string }) => number));
    expect(await row(page, numbers.urgent).locator('.face').innerText()).toMatch(
      /● (2.h.00|1.h.59) left, arrive by 11:00/,
    );
    expect(await row(page, numbers.urgent).locator('.comes').innerText()).toMatch(/^Cat, 09:/);
    await shows(page, `.queue-row[data-call="${numbers.duplicate}"] .comes`, `same failure as ${numbers.normal}`);
    expect(await row(page, numbers.held).locator('.comes').innerText()).toBe('on hold: no access');
    expect(await row(page, numbers.held).locator('.face').innerText()).toContain('‖ clock stopped');
    await shows(page, '#connection', '● live');
  });

  it('shows why, once a call is chosen by keyboard, and keeps it in the address', async () => {
    const page = await opened(`${urls[0]}/`);
    await row(page, numbers.urgent).waitFor();
    const first = (await order(page))[0];
    await page.locator('.queue-scroller').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Home');
    await shows(page, '#details h2', `${first}: place 1`);
    await shows(page, '#details h3', 'Why place 1');
    expect(page.url()).toContain(`call=${first}`);
    await page.locator('#details summary', { hasText: 'Who could take it' }).click();
    await shows(page, '#details .candidates li', 'arrives');
    await page.reload();
    await shows(page, '#details h2', `${first}: place 1`);
    await page.keyboard.press('Escape');
    await page.locator('#details').waitFor({ state: 'detached' });
  });

  it('shows who goes where and when; a visit chooses its call in all views', async () => {
    const page = await opened(`${urls[0]}/`);
    const stop = page.locator(`#plan .stop[data-call="${numbers.urgent}"]`);
    await stop.waitFor();
    expect(await stop.getAttribute('aria-label')).toMatch(/at South Station: leaves 09:00, arrives 09:/);
    await stop.click();
    await shows(page, '#details h2', numbers.urgent ?? '');
    expect(await row(page, numbers.urgent).getAttribute('aria-current')).toBe('true');
  });

  it('a call is given to another technician by dragging, with its price shown before, and given back by undo', async () => {
    const page = await opened(`${urls[0]}/`);
    await page.evaluate("localStorage.setItem('turnout.who', 'Dee')");
    await page.reload();
    await row(page, numbers.normal).waitFor();
    const before = (await process().app.inject(`/calls/${numbers.normal}`)).json();
    const other = before.resource === 'ANN' ? 'BOB' : 'ANN';
    const lane = page.locator(`.lane[data-resource="${other}"]`);
    await lane.waitFor();
    const from = await row(page, numbers.normal).boundingBox();
    const to = await lane.boundingBox();
    await page.mouse.move(from!.x + 60, from!.y + 20);
    await page.mouse.down();
    await page.mouse.move(to!.x + 250, to!.y + 10, { steps: 8 });
    await shows(page, '.drop-preview', 'plan costs');
    await page.mouse.move(to!.x + 260, to!.y + 12);
    await page.mouse.up();
    await shows(page, '.mantine-Notification-root', `${numbers.normal} is given to`);
    await expect
      .poll(async () => (await process().app.inject(`/calls/${numbers.normal}`)).json())
      .toMatchObject({ resource: other, pinned: true });
    await page.locator('.mantine-Notification-root button', { hasText: 'Undo' }).click();
    await expect
      .poll(async () => (await process().app.inject(`/calls/${numbers.normal}`)).json())
      .toMatchObject({ pinned: false });
  });

  it('whoever works elsewhere is not given the call, but may be lent first', async () => {
    const page = await opened(`${urls[0]}/?call=${numbers.hostile}`);
    const lane = page.locator('.lane[data-resource="CAT"]');
    await lane.waitFor();
    await row(page, numbers.hostile).dragTo(lane);
    await shows(
      page,
      '[role="dialog"]',
      'Cat works in SOUTH. Lent to NORTH for the shift of Mon 1 Jun, 08:00 to 18:00',
    );
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  });

  it('a hard rule is broken only with a reason', async () => {
    const away = { who: 'Dee', from: '2026-06-01T09:00:00Z', to: '2026-07-01T00:00:00Z' };
    await post(process(), '/resources/BOB/absences', away, { prefer: 'wait=20' });
    const page = await opened(`${urls[0]}/?call=${numbers.hostile}`);
    await page.evaluate("localStorage.setItem('turnout.who', 'Dee')");
    await page.reload();
    const lane = page.locator('.lane[data-resource="BOB"]');
    await lane.waitFor();
    await row(page, numbers.hostile).dragTo(lane);
    await shows(page, '[role="dialog"]', 'This breaks a hard rule');
    await page.locator('[role="dialog"] button[type="submit"]').click();
    expect((await process().app.inject(`/calls/${numbers.hostile}`)).json().resource).not.toBe('BOB');
    await page.getByLabel('Why it is done all the same').fill('He is on his way home past it');
    await page.locator('[role="dialog"] button[type="submit"]').click();
    await shows(page, `.queue-row[data-call="${numbers.hostile}"] .comes`, 'Bob');
    const { journal } = (await process().app.inject(`/calls/${numbers.hostile}`)).json();
    expect(journal.at(-1)).toMatchObject({ kind: 'allocate', who: 'Dee', why: 'He is on his way home past it' });
    await post(process(), `/calls/${numbers.hostile}/unpin`, { who: 'Dee' });
    const end = '/resources/BOB/absences/2026-06-01T09:00:00Z?who=Dee';
    await process().app.inject({ method: 'DELETE', url: end, headers: { prefer: 'wait=20' } });
  });

  it('shows hostile text as text', async () => {
    const page = await opened(`${urls[0]}/?call=${numbers.hostile}`);
    await shows(page, '#details dd', HOSTILE);
    expect(await row(page, numbers.hostile).innerText()).toContain(HOSTILE);
    expect(await page.locator('main .panel img:not(.leaflet-tile), main .panel script').count()).toBe(0);
    expect(await page.evaluate('window.hacked')).toBeUndefined();
  });

  it('says so where the address names no call, or no territory', async () => {
    const page = await opened(`${urls[0]}/?territory=NOWHERE&call=NO-SUCH-CALL`);
    await shows(page, '#details', 'There is no call NO-SUCH-CALL.');
    await shows(page, '#notice', 'There is no territory NOWHERE.');
    await row(page, numbers.urgent).waitFor();
  });

  it('shows one territory where the address names it', async () => {
    const page = await opened(`${urls[0]}/?territory=SOUTH`);
    await row(page, numbers.urgent).waitFor();
    expect(await order(page)).toEqual([numbers.urgent]);
  });

  it('shifts to come, breaks, absences and turns on call are drawn', async () => {
    const put = (method: 'PUT' | 'POST', url: string, payload: object) =>
      process().app.inject({ method, url, payload: { who: 'Dee', ...payload } });
    await put('POST', '/resources/CAT/absences', {
      from: '2026-06-02T12:00:00Z',
      to: '2026-06-02T18:00:00Z',
      reason: 'course',
    });
    await put('POST', '/resources/CAT/on-call', { from: '2026-06-01T20:00:00Z', to: '2026-06-02T06:00:00Z' });
    const made = await put('PUT', '/resources/BOB/breaks', { breaks: [{ hours: '12:00-12:30' }] });
    expect(made.statusCode, made.body).toBe(200);
    const page = await opened(`${urls[0]}/`);
    const titles = (resource: string) =>
      page
        .locator(`.lane[data-resource="${resource}"] .duty`)
        .evaluateAll((all) => all.map((each) => (each as HTMLElement).title.replaceAll('\u00a0', ' ')));
    await expect.poll(() => titles('CAT'), PATIENCE).toContain('Absent Tue 2 Jun 12:00 – Tue 2 Jun 18:00: course');
    const cat = await titles('CAT');
    expect(cat).toEqual(
      expect.arrayContaining(['On call 20:00 – Tue 2 Jun 06:00', 'On duty Tue 2 Jun 08:00 – Tue 2 Jun 12:00']),
    );
    const bob = await titles('BOB');
    expect(bob).toEqual(expect.arrayContaining(['Break 12:00 – 12:30', 'On duty Tue 2 Jun 08:00 – Tue 2 Jun 12:00']));
  });

  it('a call that has ended is found, and its page says who came, when, and what was done', async () => {
    const number = await logged(process(), 'LIFT-4');
    await planned(process(), 'SOUTH', number);
    for (const [kind, more] of [
      ['arrive', { resource: 'CAT' }],
      ['fix', { resolution: 'Brake gap set' }],
      ['close', {}],
    ] as const) {
      const reply = await post(process(), `/calls/${number}/${kind}`, { who: 'Cat', ...more });
      expect(reply.statusCode, reply.body).toBe(200);
    }
    const page = await opened(`${urls[0]}/`);
    await page.locator('.queue-tools input[type="search"]').fill(number);
    await page.locator('.ended-calls a', { hasText: number }).click();
    for (const text of ['Cat (CAT)', 'Brake gap set', 'Arrived', 'Fixed', 'Closed']) await shows(page, '.facts', text);
    expect(await axeFindings(page)).toEqual([]);
  });

  it('has no sideways scrolling on a phone, and leads from a call to its reasons and back', async () => {
    const page = await opened(`${urls[0]}/`, { width: 390, height: 844 });
    await row(page, numbers.urgent).click();
    await shows(page, '#details h2', numbers.urgent ?? '');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.locator('#details button[aria-label="Close"]').click();
    await row(page, numbers.urgent).waitFor();
  });

  it('fetches nothing from another host', async () => {
    const page = await browser.newPage({ viewport: { width: 1200, height: 900 }, timezoneId: 'UTC', locale: 'en-GB' });
    pages.push(page);
    const hosts = new Set<string>();
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) hosts.add(new URL(request.url()).origin);
    });
    await page.goto(`${urls[0]}/`);
    await row(page, numbers.urgent).waitFor(PATIENCE);
    await page.locator('.map canvas').first().waitFor(PATIENCE);
    expect([...hosts]).toEqual([urls[0]]);
    expect((await process().app.inject('/board/settings')).json()).toEqual({ tiles: null });
  });

  it('lists its shortcuts under ?', async () => {
    const page = await opened(`${urls[0]}/`);
    await row(page, numbers.urgent).waitFor();
    await page.keyboard.press('?');
    await shows(page, '[role="dialog"]', 'Keyboard shortcuts');
  });

  it.each(['light', 'dark'] as const)('keeps WCAG 2.2 AA as far as axe can tell, %s', async (colorScheme) => {
    const page = await opened(`${urls[0]}/?call=${numbers.urgent}`);
    await page.emulateMedia({ colorScheme });
    await shows(page, '#details h3', 'Why place');
    expect(await axeFindings(page)).toEqual([]);
  });
});

describe('live', () => {
  it('a call logged elsewhere appears in every browser, marked, and what is read stays', async () => {
    const [near, far] = [await opened(`${urls[0]}/`), await opened(`${urls[1]}/?call=${numbers.normal}`)];
    await shows(far, '#details h2', numbers.normal ?? '');
    for (const page of [near, far]) await shows(page, '#connection', '● live');
    await far.locator('#details summary', { hasText: 'All rules' }).click();
    await row(far, numbers.normal).focus();
    const number = await logged(process(0), 'LIFT-4');
    for (const page of [near, far]) await row(page, number).locator('.mark', { hasText: 'new' }).waitFor(PATIENCE);
    expect(await far.evaluate('document.activeElement.dataset.call')).toBe(numbers.normal);
    expect(await far.locator('#details [data-part="rules"]').getAttribute('open')).not.toBeNull();
    expect(await row(far, numbers.normal).getAttribute('aria-current')).toBe('true');
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

  it('only the rows in sight are drawn, and a call that comes in above leaves them where they are', async () => {
    const page = await opened(`${urls[0]}/?territory=SOUTH`);
    await shows(page, '#queue-summary', '1000 open calls');
    await row(page, (await order(page))[0]).waitFor();
    expect((await order(page)).length).toBeLessThan(60);
    const scroller = page.locator('.queue-scroller');
    await scroller.evaluate((each) => each.scrollTo(0, 20_000));
    const seen = () =>
      scroller.evaluate((each) => {
        const { left, top } = each.getBoundingClientRect();
        const found = document.elementFromPoint(left + 30, top + 120)?.closest('.queue-row') as HTMLElement | null;
        return { call: found?.dataset.call, top: Math.round(found?.getBoundingClientRect().top ?? 0) };
      });
    await expect.poll(async () => (await seen()).call).toBeDefined();
    const before = await seen();
    const number = await logged(process(1), 'ESC-1');
    await shows(page, '#queue-summary', '1001 open calls');
    await expect.poll(seen, PATIENCE).toEqual(before);
    await scroller.evaluate((each) => each.scrollTo(0, 0));
    await row(page, number).locator('.mark', { hasText: 'new' }).waitFor(PATIENCE);
  });
});
