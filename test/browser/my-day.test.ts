import { beforeAll, describe, expect, it } from 'vitest';
import { get, logged, planned, post } from '../api/town.ts';
import { axeFindings } from '../support/axe.ts';
import { useBoardPages } from '../support/board-pages.ts';

const board = await useBoardPages();
const PHONE = { width: 390, height: 844 };
let number = '';

beforeAll(async () => {
  number = await logged(board.process(), 'ESC-1');
  await planned(board.process(), 'SOUTH', number);
});

describe('my day', () => {
  it('leads a technician from accepting to fixed, one button at a time, hold included', async () => {
    const page = await board.open('#/day', { viewport: PHONE });
    await page.getByLabel('Technician').selectOption('CAT');
    const stop = page.locator(`.stop-card[data-call="${number}"]`);
    await stop.getByText('South Station').waitFor();
    await page.reload();
    for (const [button, status] of [
      ['Accept', 'accepted'],
      ['Set off', 'on the way'],
      ['I am here', 'on site'],
    ] as const) {
      await stop.getByRole('button', { name: button }).click();
      await stop.locator('.stop-status', { hasText: status }).waitFor();
    }
    await stop.getByRole('button', { name: 'Hold' }).click();
    await stop.getByLabel('Reason of the hold').fill('no access');
    await stop.getByRole('button', { name: 'Hold' }).click();
    await stop.waitFor({ state: 'detached' });
    expect((await get(board.process(), `/calls/${number}`)).json()).toMatchObject({
      status: 'on-hold',
      holds: [{ reason: 'no access' }],
    });
  });

  it('fixed asks what was done, and nothing is fixed by tapping twice where one was', async () => {
    const call = await logged(board.process(), 'LIFT-4');
    await planned(board.process(), 'SOUTH', call);
    const page = await board.open('?resource=CAT#/day', { viewport: PHONE });
    const stop = page.locator(`.stop-card[data-call="${call}"]`);
    for (const button of ['Accept', 'Set off', 'I am here']) await stop.getByRole('button', { name: button }).click();
    await stop.getByRole('button', { name: 'Fixed' }).dblclick();
    await stop.getByLabel('What was done').fill('Door sensor cleaned');
    expect((await get(board.process(), `/calls/${call}`)).json().status).toBe('on-site');
    await stop.getByRole('button', { name: 'Fixed' }).click();
    await stop.waitFor({ state: 'detached' });
    expect((await get(board.process(), `/calls/${call}`)).json()).toMatchObject({
      ...{ status: 'fixed', resolution: 'Door sensor cleaned' },
    });
  });

  it('shows what is planned anew without being asked', async () => {
    const page = await board.open('?resource=CAT#/day', { viewport: PHONE });
    await page.getByRole('heading', { name: 'My day' }).waitFor();
    const next = await logged(board.process(), 'LIFT-4');
    await page.locator(`.stop-card[data-call="${next}"]`).waitFor();
    await post(board.process(), `/calls/${next}/cancel`, { who: 'Ann', why: 'a mistake' });
    await page.locator(`.stop-card[data-call="${next}"]`).waitFor({ state: 'detached' });
  });

  it('passes axe in light and dark, and has no sideways scrolling on a phone', async () => {
    const open = await logged(board.process(), 'LIFT-4');
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await board.open('?resource=CAT#/day', { colorScheme, viewport: PHONE });
      await page.locator(`.stop-card[data-call="${open}"]`).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(PHONE.width);
    }
  });
});

describe('the tour', () => {
  it('is offered on a first visit, leads through a call and a page, and does not come again', async () => {
    const page = await board.open();
    await page.addInitScript("Object.defineProperty(navigator, 'webdriver', { get: () => false })");
    await page.reload();
    const tour = page.getByRole('complementary', { name: 'New here?' });
    await tour.getByRole('button', { name: 'Show me' }).click();
    await tour.getByText('most urgent first').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    await tour.getByRole('button', { name: 'Next' }).click();
    await page.locator('.call-panel.toured').waitFor();
    for (let step = 0; step < 4; step += 1) await tour.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('heading', { name: 'Log a call' }).waitFor();
    await tour.getByRole('button', { name: 'Next' }).click();
    await tour.getByRole('button', { name: 'Done' }).click();
    await page.reload();
    await page.locator('.queue-panel').waitFor();
    await page.getByText('● live').waitFor();
    expect(await tour.count()).toBe(0);
  });

  it('is found again under ?', async () => {
    const page = await board.open();
    await page.getByText('● live').waitFor();
    await page.keyboard.press('?');
    await page.getByRole('button', { name: 'Tour of the board' }).click();
    await page.getByText('1 of 7').waitFor();
  });
});
