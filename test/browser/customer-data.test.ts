import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { get, importTown, TOWN } from '../api/town.ts';
import { axeFindings } from '../support/axe.ts';
import { useBoardPages } from '../support/board-pages.ts';

const board = await useBoardPages(2);
const rows = async (table: string) => (await get(board.process(), `/tables/${table}`)).json().rows;

beforeEach(() => importTown(board.process()));

const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

describe('customer data', () => {
  it('a row is changed, and every browser shows it', async () => {
    const page = await board.open('?table=sites#/data');
    const other = await board.open('?table=sites#/data', { server: 1 });
    await other.getByRole('cell', { name: 'South Station' }).waitFor();
    await page.getByRole('button', { name: 'Change row 3, S1' }).click();
    await page.getByRole('dialog').getByRole('textbox', { name: 'name', exact: true }).fill('South Gate');
    await page.getByLabel('Your name').fill('Ann');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('cell', { name: 'South Gate' }).waitFor();
    await other.getByRole('cell', { name: 'South Gate' }).waitFor();
    expect((await rows('sites'))[1].cells.name).toBe('South Gate');
  });

  it('a row that breaks others, or is wrong itself, is refused with every reason, and stays as it was', async () => {
    const page = await board.open('?table=sites#/data');
    await page.getByRole('button', { name: 'Change row 3, S1' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Your name').fill('Ann');
    await dialog.getByLabel('code').fill('S9');
    await dialog.getByLabel('latitude').fill('123');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Not saved: nothing was changed').waitFor();
    await dialog.getByRole('cell', { name: 'devices.csv' }).first().waitFor();
    expect(await dialog.getByLabel('latitude').getAttribute('aria-invalid')).toBe('true');
    expect((await rows('sites'))[1].cells.code).toBe('S1');
  });

  it('a row is added and removed, asked twice', async () => {
    const page = await board.open('?table=skills#/data');
    await page.getByRole('button', { name: 'Add a row' }).click();
    await page.getByLabel('code').fill('radio');
    await page.getByLabel('Your name').fill('Ann');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('cell', { name: 'radio', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Change row 4, radio' }).click();
    await page.getByRole('button', { name: 'Remove the row' }).click();
    await page.getByRole('button', { name: 'Yes, remove it' }).click();
    await page.getByRole('cell', { name: 'radio', exact: true }).waitFor({ state: 'detached' });
    expect(await rows('skills')).toHaveLength(2);
  });

  it('a faulty import lists every error by file and row and takes nothing in; a sound one is taken', async () => {
    const page = await board.open('#/data');
    const choose = page.locator('input[type="file"]');
    await choose.setInputFiles([
      file('skills.csv', 'code\nradio\nradio\n'),
      file('sites.csv', 'code,customer,name\nX,NOBODY,Nowhere\n'),
    ]);
    await page.getByLabel('Your name').fill('Ann');
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
    await page.getByText('Nothing was imported', { exact: true }).waitFor();
    const table = page.getByRole('region', { name: 'What is wrong' });
    await table.getByRole('row', { name: /skills.csv 3 code/ }).waitFor();
    await table.getByRole('row', { name: /sites.csv 2 customer/ }).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await rows('skills')).toHaveLength(2);

    await choose.setInputFiles([file('skills.csv', 'code\nradio\n')]);
    await page.getByRole('dialog').getByRole('button', { name: 'Import' }).click();
    await page.getByText('Imported; rows that there are now:').waitFor();
    expect(await rows('skills')).toHaveLength(3);
  });

  it('files are dropped on the page', async () => {
    const page = await board.open('#/data');
    await page.getByRole('heading', { name: 'Customer data' }).waitFor();
    await page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(['code\nradio\n'], 'skills.csv', { type: 'text/csv' }));
      window.dispatchEvent(new DragEvent('dragover', { dataTransfer: transfer, cancelable: true }));
      window.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, cancelable: true }));
    });
    await page.getByRole('dialog', { name: 'Import skills.csv' }).waitFor();
  });

  it('a table and everything are saved as files', async () => {
    const page = await board.open('?table=sites#/data');
    await page.getByRole('cell', { name: 'South Station' }).waitFor();
    const [csv] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'CSV' }).click()]);
    expect(csv.suggestedFilename()).toBe('sites.csv');
    expect(await readFile(await csv.path(), 'utf8')).toContain('South Station');
    const [zip] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export everything' }).click(),
    ]);
    expect((await readFile(await zip.path())).subarray(0, 2).toString()).toBe('PK');
    expect(Object.keys(TOWN)).toContain(csv.suggestedFilename());
  });

  it('passes axe in light and dark, and has no sideways scrolling on a phone', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await board.open('?table=devices#/data', { colorScheme, viewport: { width: 390, height: 844 } });
      await page.getByRole('button', { name: 'Change row 2, LIFT-1' }).waitFor();
      expect(await axeFindings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
      await page.getByRole('button', { name: 'Change row 2, LIFT-1' }).click();
      await page.getByRole('dialog').getByLabel('weight').waitFor();
      expect(await axeFindings(page)).toEqual([]);
    }
  });
});
