import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { DAY, instant, MINUTE, SECOND } from '#engine';
import { CLOCKS_APART, databaseClock } from '../../../api/features/resilience/database-clock.ts';
import { until } from '../../support/server.ts';
import { useTestProcesses } from '../../support/test-app.ts';
import { fault, get, importTown, NOW, post } from '../town.ts';

const process = useTestProcesses(1, { now: NOW });
beforeAll(() => importTown(process()));

const log = async (device: string) => (await post(process(), '/calls', fault(device))).json();

describe('a clock that jumps', () => {
  it('ahead for a moment leaves no later call in the future', async () => {
    await log('LIFT-1');
    process().now = instant(NOW + DAY);
    expect((await log('LIFT-2')).logged_at).toBe('2026-06-02T09:00:00Z');
    process().now = instant(NOW + MINUTE);
    expect((await log('LIFT-3')).logged_at).toBe('2026-06-01T09:01:00Z');
    expect((await get(process(), '/queue')).json().now).toBe('2026-06-01T09:01:00Z');
  });

  it('back by what requests side by side differ dates by the request’s own clock, never later than it is recorded', async () => {
    process().now = instant(NOW + 10 * MINUTE);
    await log('LIFT-4');
    process().now = instant(NOW + 10 * MINUTE - SECOND);
    expect((await log('ESC-1')).logged_at).toBe('2026-06-01T09:09:59Z');
    const rows = await process()
      .store.em()
      .execute("select count(*)::int as late from call_events where kind = 'logged' and at > recorded_at");
    expect(rows).toEqual([{ late: 0 }]);
  });
});

describe('the clock that dates', () => {
  it('is this machine’s while it agrees with the database’s, else the database’s', () => {
    const apart = fc.integer({ min: -2 * DAY, max: 2 * DAY });
    fc.assert(
      fc.property(apart, (by) => {
        const there = NOW + by + 0.4;
        const clock = databaseClock({ now: () => there }, () => NOW);
        expect(clock()).toBe(Math.abs(there - NOW) > CLOCKS_APART ? Math.round(there) : NOW);
      }),
    );
    expect(databaseClock({ now: () => NOW + CLOCKS_APART }, () => NOW)()).toBe(NOW);
    expect(databaseClock({ now: () => NOW + CLOCKS_APART + 1 }, () => NOW)()).toBe(NOW + CLOCKS_APART + 1);
    expect(databaseClock({ now: () => null }, () => NOW)()).toBe(NOW);
  });

  it('is compared all the time, and /health tells the distance', async () => {
    const { heartbeat } = process().running.office;
    await until(
      async () => heartbeat.now(),
      (now) => now !== null,
      20,
    );
    const { clock, alerts } = (await get(process(), '/health')).json();
    expect(Math.abs(clock.database_ahead_ms)).toBeLessThan(CLOCKS_APART);
    expect(alerts).toEqual([]);
  });
});
