import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { ticksOf } from '../../api/board/dispatch/lanes.ts';
import { timesIn } from '../../api/board/time/times.ts';
import { get, logged, planned, post } from '../api/town.ts';
import { useBoardPages } from '../support/board-pages.ts';

/** What goes wrong at night: keys pressed twice, answers that never come, addresses cut short, a server renewed. */
const board = await useBoardPages();
const json = async (url: string) => (await get(board.process(), url)).json();
const openOn = async (device: string): Promise<number> =>
  (await json('/queue?limit=1000')).calls.filter((call: { device: string }) => call.device === device).length;

async function written(page: Page, device: string): Promise<void> {
  await page.getByRole('heading', { name: device }).waitFor();
  await page.getByLabel('Who calls').fill('Ann');
  await page.getByLabel('What is wrong').fill('stuck');
}

describe('logging a call', () => {
  it('sent twice by keys pressed twice, it is one call', async () => {
    const page = await board.open('?device=LIFT-1#/log');
    await written(page, 'LIFT-1');
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /is logged$/ }).waitFor();
    expect(await openOn('LIFT-1')).toBe(1);
  });

  it('sent again after the answer was lost, it is the same call', async () => {
    const page = await board.open('?device=LIFT-2#/log');
    let lost = 0;
    await page.route('**/calls', async (route) => {
      if (lost++ > 0) return route.continue();
      await route.fetch();
      return route.abort();
    });
    await written(page, 'LIFT-2');
    await page.getByRole('button', { name: 'Log the call' }).click();
    await page.getByText('The server did not answer.').waitFor();
    await page.getByRole('button', { name: 'Log the call' }).click();
    await page.getByRole('heading', { name: /is logged$/ }).waitFor();
    expect(await openOn('LIFT-2')).toBe(1);
  });
});

describe('a dialog', () => {
  it('begins empty, whatever was written into one that was cancelled; Escape closes it alone', async () => {
    const number = await logged(board.process(), 'LIFT-4');
    const page = await board.open(`?call=${number}`);
    const details = page.locator('#details');
    const dialog = page.getByRole('dialog');
    await details.getByRole('button', { name: 'Cancel call' }).click();
    await dialog.getByLabel('Why').fill('a mistake');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await details.getByRole('heading', { name: number }).waitFor();
    await details.getByRole('button', { name: 'Emergency' }).click();
    expect(await dialog.getByLabel('Why').inputValue()).toBe('');
  });

  it('a hold offers the reasons that stop the contract’s clock', async () => {
    const number = await logged(board.process(), 'ESC-1');
    const page = await board.open(`?call=${number}`);
    await page.locator('#details').getByRole('button', { name: 'Hold' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Your name').fill('Ann');
    await dialog.getByRole('button', { name: 'no access' }).click();
    await dialog.getByRole('button', { name: 'Hold', exact: true }).click();
    await expect.poll(async () => (await json(`/calls/${number}`)).holds).toMatchObject([{ reason: 'no access' }]);
  });
});

describe('the queue', () => {
  it('numbers its rows as they stand now, also those that have only moved', async () => {
    const number = await logged(board.process(), 'LIFT-4');
    const page = await board.open(`?call=${number}`);
    const place = page.locator(`.queue-row[data-call="${number}"] .place`);
    await place.waitFor();
    const before = Number(await place.innerText());
    await page.getByRole('heading', { name: `${number}: place ${before}` }).waitFor();
    const above = await logged(board.process(), 'ESC-1');
    await post(board.process(), `/calls/${above}/declare-emergency`, { who: 'Ann', why: 'people inside' });
    await page.locator(`.queue-row[data-call="${number}"] .place`, { hasText: String(before + 1) }).waitFor();
    await page.getByRole('heading', { name: `${number}: place ${before + 1}` }).waitFor();
    const { numbers, positions } = await json('/queue/order?territory=SOUTH');
    expect(positions[numbers.indexOf(number)]).toBe(before + 1);
  });
});

describe('who it is', () => {
  it('is changed by whoever takes over the shift', async () => {
    const number = await logged(board.process(), 'LIFT-4');
    const page = await board.open(`?call=${number}`);
    await page.evaluate("localStorage.setItem('turnout.who', 'Ann')");
    await page.reload();
    await page.getByRole('button', { name: 'Ann: name and time zone' }).click();
    await page.getByLabel('Your name').fill('Bea');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.locator('#details').getByRole('button', { name: 'Emergency' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('people inside');
    await page.getByRole('dialog').getByRole('button', { name: 'Emergency' }).click();
    await expect
      .poll(async () => (await json(`/calls/${number}`)).journal.at(-1))
      .toMatchObject({ kind: 'declare-emergency', who: 'Bea' });
  });
});

describe('a technician of another territory', () => {
  it('is lent for the shift and given the call in one step, and undone in two', async () => {
    const number = await logged(board.process(), 'LIFT-3');
    await planned(board.process(), 'NORTH', number);
    const page = await board.open(`?call=${number}`);
    const lane = page.locator('.lane[data-resource="CAT"]');
    await lane.waitFor();
    await page.locator(`.queue-row[data-call="${number}"]`).dragTo(lane);
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Your name').fill('Ann');
    await dialog.getByLabel('Why they are lent').fill('two are sick');
    await dialog.getByRole('button', { name: 'Lend and give' }).click();
    await expect.poll(async () => json(`/calls/${number}`)).toMatchObject({ resource: 'CAT', pinned: true });
    expect((await json('/resources/CAT/rota')).loans).toMatchObject([{ territory: 'NORTH', on: '2026-06-01' }]);
    const lent = page.locator('.mantine-Notification-root', { hasText: 'Cat is lent to NORTH' });
    const given = page.locator('.mantine-Notification-root', { hasText: `${number} is given to` });
    await given.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => json(`/calls/${number}`)).toMatchObject({ pinned: false });
    await lent.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await json('/resources/CAT/rota')).loans).toEqual([]);
  });
});

describe('a page', () => {
  it('is shown although changes come faster than its answers', async () => {
    const number = await logged(board.process(), 'LIFT-1');
    await planned(board.process(), 'NORTH', number);
    const page = await board.open('#/contracts/MAIN/statement');
    await page.locator('.figure').first().waitFor();
    await page.route('**/statements/*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_200));
      await route.continue().catch(() => {});
    });
    let shown = false;
    const changes = (async () => {
      for (let k = 0; !shown && k < 60; k += 1) {
        await post(board.process(), `/calls/${number}/${k % 2 === 0 ? 'pin' : 'unpin'}`, { who: 'Ann' });
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
    })();
    await page.reload();
    try {
      await page.locator('.figure').first().waitFor({ timeout: 6_000 });
    } finally {
      shown = true;
      await changes;
    }
  });

  it.each([
    ['#/contracts/MAIN/special/nonsense', 'Add a special day'],
    ['#/contracts/MAIN/nonsense', 'Respond'],
    ['#/contracts/100%25', 'There is no contract 100%.'],
    ['#/calls/50%25', 'There is no call 50%.'],
  ])('%s: an odd address says what is wrong, or shows what is usual', async (path, text) => {
    const page = await board.open(path);
    await page.getByText(text).first().waitFor();
  });

  it('opens where the browser keeps a zone that it does not know', async () => {
    const page = await board.open();
    await page.evaluate("localStorage.setItem('turnout.zone', 'Mars/Olympus')");
    await page.reload();
    await page.getByText('● live').waitFor();
  });

  it('that can’t be fetched any more, since the server was renewed, leaves the frame and says what to do', async () => {
    const page = await board.open();
    await page.getByText('● live').waitFor();
    await page.route('**/assets/contracts-page*', (route) => route.abort());
    await page.getByRole('link', { name: 'Contracts' }).click();
    await page.getByRole('button', { name: 'Load the board again' }).waitFor();
    await page.getByRole('link', { name: 'My day' }).click();
    await page.getByRole('heading', { name: 'My day' }).waitFor();
  });
});

describe('the ruler', () => {
  it.each([
    ['Asia/Kolkata', ['10:00', '11:00', '12:00']],
    ['Asia/Kathmandu', ['10:00', '11:00', '12:00']],
    ['Europe/London', ['05:00', '06:00', '07:00']],
  ])('has the whole hours of %s', (zone, hours) => {
    const from = Date.parse('2026-06-01T04:00:00Z');
    const texts = ticksOf({ from, to: from + 3 * 3_600_000 }, 'hour', timesIn(zone)).map(({ text }) => text);
    expect(texts).toEqual(expect.arrayContaining(hours));
  });
});
