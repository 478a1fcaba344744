import { beforeAll, expect, it } from 'vitest';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, NOW, planned, post } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
let night = '';
const json = async (url: string) => (await get(process(), url)).json();

beforeAll(async () => {
  await importTown(process());
  // Cat, who is alone in the south and lives a minute away, works until 18:00.
  const logged = await post(process(), '/calls', {
    ...{ device: 'ESC-1', contact: 'x', description: 'stopped' },
    ...{ earliest: '2026-06-01T18:00:00Z', latest: '2026-06-01T18:00:00Z' },
  });
  night = logged.json().number;
  await planned(process(), 'SOUTH', night);
});

it('a call that the plan leaves out says what would place it', async () => {
  const call = await json(`/calls/${night}`);
  expect(call.allocation).toBeNull();
  expect(call.unallocated.length).toBeGreaterThan(0);
  // Two hours of work, and the minutes of the way home.
  expect(call.remedies).toEqual([
    {
      ...{ kind: 'longer-shift', resource: 'CAT', on: '2026-06-01', minutes: expect.any(Number) },
      text: expect.stringMatching(/^The shift of CAT on Mon 1 Jun longer by 2 h \d+ min\.$/),
    },
    {
      ...{ kind: 'later-appointment', resource: 'CAT', at: '2026-06-02T08:01:05Z' },
      text: 'Another appointment: CAT can start at Tue 2 Jun 08:01.',
    },
  ]);
  const [{ minutes }] = call.remedies;
  expect([minutes >= 120, minutes < 150]).toEqual([true, true]);
});

it('a plan has them where they are asked for', async () => {
  const [bare] = (await json('/territories/SOUTH/plan')).unallocated;
  expect(bare).not.toHaveProperty('remedies');
  const [asked] = (await json('/territories/SOUTH/plan?remedies=true')).unallocated;
  expect(asked).toMatchObject({ call: night, remedies: [{ kind: 'longer-shift' }, { kind: 'later-appointment' }] });
});

it('the remedy entered, the call has a place', async () => {
  const [{ minutes }] = (await json(`/calls/${night}`)).remedies;
  const end = new Date(Date.parse('2026-06-01T18:00:00Z') + minutes * 60_000).toISOString().slice(11, 16);
  const url = '/resources/CAT/shifts/2026-06-01';
  const payload = { who: 'Dee', hours: `08:00-${end}` };
  const changed = await process().app.inject({ method: 'PUT', url, payload });
  expect(changed.statusCode, changed.body).toBeLessThan(300);
  await expect.poll(async () => (await json(`/calls/${night}`)).allocation?.resource, { timeout: 20_000 }).toBe('CAT');
});
