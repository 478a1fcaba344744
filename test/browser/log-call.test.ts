import { describe, expect, it } from 'vitest';
import { get, logged, post } from '../api/town.ts';
import { axeFindings } from '../support/axe.ts';
import { useBoardPages } from '../support/board-pages.ts';

const board = await useBoardPages(2);
const json = async (url: string) => (await get(board.process(), url)).json();
const FIND = { name: 'Site, serial number or customer' };

describe('log a call', () => {
  it('by the keyboard alone: three letters of a site, its device, who calls, what is wrong', async () => {
    const page = await board.open('#/log');
    const other = await board.open('', { server: 1 });
    await page.getByRole('combobox', FIND).waitFor();
    await page.keyboard.type('sou');
    // Nobody on the phone waits for the list.
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'ESC-1' }).waitFor();
    await page.keyboard.type('esc');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'ESC-1' }).waitFor();
    await page.getByText('arrive by 11:00, fix by 17:00').first().waitFor();
    await page.keyboard.type('Station supervisor, ext. 212');
    await page.keyboard.press('Tab');
    await page.keyboard.type('stuck between floors');
    await page.getByRole('region', { name: 'What the call would get' }).getByText('place 1').waitFor();
    await page.keyboard.press('Control+Enter');
    const title = page.getByRole('heading', { name: /^Call C-\d+ is logged$/ });
    await title.waitFor();
    const number = /C-\d+/.exec(await title.innerText())![0];
    expect(await page.evaluate('document.activeElement.id')).toBe('logged-title');
    expect(await page.locator('.facts.big').innerText()).toMatch(/11:00[\s\S]*17:00[\s\S]*Cat, about 09:/);
    expect(await json(`/calls/${number}`)).toMatchObject({
      ...{ device: 'ESC-1', contact: 'Station supervisor, ext. 212', description: 'stuck between floors' },
    });
    await other.locator(`.queue-row[data-call="${number}"]`).waitFor();
    await page.getByRole('button', { name: 'Show it in the queue' }).click();
    await page.locator(`.queue-row[data-call="${number}"][aria-current]`).waitFor();
  });

  it('from a customer to the site, and straight to the only fitting device', async () => {
    const page = await board.open('#/log');
    await page.getByRole('combobox', FIND).fill('city');
    await page.getByRole('option', { name: /customer CITY/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'North Station' }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('option', { name: 'LIFT-2' }).click();
    await page.getByRole('heading', { name: 'LIFT-2' }).waitFor();
    expect(new URL(page.url()).search).toBe('?device=LIFT-2');
    await page.reload();
    await page.getByRole('heading', { name: 'LIFT-2' }).waitFor();
  });

  it('shows open calls and warns of them before anything is saved', async () => {
    const open = await logged(board.process(), 'LIFT-1');
    const page = await board.open('?device=LIFT-1#/log');
    await page.getByRole('link', { name: open }).waitFor();
    await page.getByLabel('Who calls').fill('Ann');
    await page.getByLabel('What is wrong').fill('stuck');
    await page.locator('.promise', { hasText: open }).waitFor();
  });

  it('says what is wrong while one types, in the rule’s own words, and keeps what was written', async () => {
    const page = await board.open('?device=LIFT-2#/log');
    await page.getByRole('heading', { name: 'LIFT-2' }).waitFor();
    await page.getByLabel('Who calls').focus();
    await page.getByLabel('Wrong since').fill('2030-01-01T10:00');
    await page.getByLabel('Wrong since').blur();
    await page
      .locator('form')
      .getByText(/after it was logged|later than|after logged_at/)
      .first()
      .waitFor();
    await page.locator('[aria-invalid="true"][aria-describedby*="error"]').first().waitFor();
    await page.getByLabel('What is wrong').fill('rattles');
    await page.getByRole('button', { name: 'Log the call' }).click();
    await page.getByText('Not logged').waitFor();
    expect(await page.getByLabel('What is wrong').inputValue()).toBe('rattles');
  });

  it('passes axe in light and dark, empty and filled, and has no sideways scrolling on a phone', async () => {
    await post(board.process(), '/calls', { device: 'LIFT-4', contact: 'Ann', description: 'stuck' });
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await board.open('#/log', { colorScheme, viewport: { width: 390, height: 844 } });
      await page.getByRole('combobox', FIND).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      await page.getByRole('combobox', FIND).fill('lift-4');
      await page.getByRole('option', { name: 'LIFT-4' }).click();
      await page.getByRole('heading', { name: 'LIFT-4' }).waitFor();
      await page.getByLabel('Who calls').fill('Ann');
      await page.getByLabel('What is wrong').fill('stuck');
      await page.locator('.promise li').first().waitFor();
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    }
  });
});
