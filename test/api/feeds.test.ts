import { beforeAll, describe, expect, it } from 'vitest';
import { formatLocal, instant, parseInstant } from '#engine';
import { lineOf } from '../../api/features/feeds/geojson.ts';
import { geojsonSchema } from '../../api/features/feeds/schema.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { get, importTown, logged, NOW, planned, post, TOWN } from './town.ts';

const process = useTestProcesses(2, { now: NOW });
let number = '';
beforeAll(async () => {
  // Whose clock is not that of the server.
  const territories = 'code,name,time_zone\nNORTH,North,UTC\nSOUTH,South,Europe/London\n';
  await importTown(process(), { ...TOWN, 'territories.csv': territories });
  number = await logged(process(), 'ESC-1');
  await planned(process(), 'SOUTH', number);
});

const made = async (resource = 'CAT') => {
  const reply = await post(process(), `/resources/${resource}/calendar-feeds`, { who: 'office' });
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json() as { id: string; path: string };
};
/** Lines of a calendar's entries by UID, folded lines joined (RFC 5545, section 3.1). */
const entries = (text: string): Record<string, Record<string, string>> =>
  Object.fromEntries(
    text
      .replaceAll('\r\n ', '')
      .split('BEGIN:VEVENT\r\n')
      .slice(1)
      .map((part) => {
        const lines = part.slice(0, part.indexOf('END:VEVENT')).trim().split('\r\n');
        const fields = Object.fromEntries(
          lines.map((line) => [line.slice(0, line.search(/[:;]/)), line.slice(line.indexOf(':') + 1)]),
        );
        return [fields.UID!, fields];
      }),
  );
const read = async (path: string, k = 0) => {
  const reply = await get(process(k), path);
  expect(reply.statusCode, reply.body).toBe(200);
  return entries(reply.body);
};

describe('a technician’s calendar', () => {
  it('has the work with stable UIDs, the same at every server', async () => {
    const { path } = await made();
    const reply = await get(process(), path);
    expect(reply.headers['content-type']).toContain('text/calendar');
    expect(reply.body.startsWith('BEGIN:VCALENDAR\r\n')).toBe(true);
    for (const line of reply.body.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    const uid = `call-${number}.CAT@turnout`;
    const [here, there] = [await read(path, 0), await read(path, 1)];
    expect(here).toEqual(there);
    const { allocations } = (await get(process(), '/territories/SOUTH/plan')).json();
    const utc = (text: string) => text.replaceAll(/[-:]/g, '');
    expect(here[uid]).toMatchObject({
      SEQUENCE: '0',
      DTSTART: utc(allocations[0].start),
      DTEND: utc(allocations[0].finish),
      'LAST-MODIFIED': '20260601T090000Z',
      DTSTAMP: '20260601T090000Z',
    });
    expect(here[uid]!.SUMMARY).toContain('South Station');
    const leave = formatLocal(parseInstant(allocations[0].travel_start)!, 'Europe/London');
    expect(here[uid]!.DESCRIPTION).toContain(`Leave at ${leave}.`);
    expect(leave).toContain('+01:00');
    expect(reply.body).not.toContain('Ann at the desk');
    expect((await get(process(), path, { 'if-none-match': String(reply.headers.etag) })).statusCode).toBe(304);
  });

  it('SEQUENCE and LAST-MODIFIED go up when what is told changes, and stand still when it does not', async () => {
    const { path } = await made();
    const uid = `call-${number}.CAT@turnout`;
    const before = (await read(path))[uid]!;
    for (const k of [0, 1]) process(k).now = instant(NOW + 60_000);
    expect((await read(path))[uid]).toEqual(before);
    await post(process(), `/calls/${number}/allocate`, { who: 'office', resource: 'CAT', pin: true });
    const after = (await read(path, 1))[uid]!;
    expect(after).toMatchObject({ SEQUENCE: '1', STATUS: 'CONFIRMED', 'LAST-MODIFIED': '20260601T090100Z' });
    expect((await read(path, 0))[uid]).toEqual(after);
  });

  it('has absences and turns on call, not those of others', async () => {
    const { path } = await made();
    await post(process(), '/resources/CAT/absences', {
      who: 'office',
      from: '2026-06-10T08:00:00Z',
      to: '2026-06-10T18:00:00Z',
      reason: 'training',
    });
    await post(process(), '/resources/CAT/on-call', {
      who: 'office',
      from: '2026-06-12T18:00:00Z',
      to: '2026-06-15T08:00:00Z',
    });
    const summaries = Object.values(await read(path)).map(({ SUMMARY }) => SUMMARY);
    expect(summaries).toEqual(expect.arrayContaining(['Absent: training', 'On call (up to high)']));
    expect(Object.keys(await read((await made('ANN')).path))).toEqual([]);
  });

  it('is secret and revocable', async () => {
    const { path, id } = await made();
    const { feeds } = (await get(process(), '/resources/CAT/calendar-feeds')).json();
    expect(feeds[0]).toMatchObject({ id, revoked_at: null });
    expect(JSON.stringify(feeds)).not.toContain(path.slice('/feeds/calendar/'.length, -4));
    const kept = await process().store.em().execute('select token_hash from calendar_feeds');
    expect(JSON.stringify(kept)).not.toContain(path.slice('/feeds/calendar/'.length, -4));
    const revoke = (feed: string) =>
      process().app.inject({ method: 'DELETE', url: `/resources/CAT/calendar-feeds/${feed}?who=office` });
    expect((await revoke(id)).json()).toMatchObject({ revoked_by: 'office' });
    for (const k of [0, 1]) expect((await get(process(k), path)).json().code).toBe('feed-not-found');
    expect((await revoke(id)).statusCode).toBe(404);
    expect((await get(process(), `/feeds/calendar/${'x'.repeat(43)}.ics`)).json().code).toBe('feed-not-found');
    expect((await post(process(), '/resources/NOBODY/calendar-feeds', { who: 'office' })).statusCode).toBe(404);
  });
});

describe('maps', () => {
  const map = async (url: string) => {
    const reply = await get(process(), url);
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.headers['content-type']).toContain('application/geo+json');
    return geojsonSchema.strict().parse(reply.json()).features;
  };
  it('sites, longitude first, with what is open there', async () => {
    const sites = await map('/geojson/sites');
    expect(sites).toMatchObject([
      {
        id: 'N1',
        geometry: { type: 'Point', coordinates: [-0.1, 51.5] },
        properties: { open_calls: 0, most_urgent: null },
      },
      { id: 'S1', properties: { open_calls: 1, most_urgent: { number } } },
    ]);
    expect((await map('/geojson/sites?territory=NORTH')).map(({ id }) => id)).toEqual(['N1']);
  });
  it('technicians where they are', async () => {
    expect(await map('/geojson/resources?territory=SOUTH')).toMatchObject([
      { id: 'CAT', geometry: { coordinates: [-0.11, 51.4] }, properties: { state: 'available', at: 'home' } },
    ]);
    expect((await get(process(), '/geojson/resources?territory=WEST')).statusCode).toBe(404);
  });
  it('routes: from home through the stops and home', async () => {
    expect(await map('/geojson/routes')).toMatchObject([
      {
        id: 'CAT',
        geometry: {
          type: 'LineString',
          coordinates: [
            [-0.11, 51.4],
            [-0.1, 51.4],
            [-0.11, 51.4],
          ],
        },
        properties: { date: '2026-06-01', stops: [{ call: number, site: 'S1', fixed: true }] },
      },
    ]);
    expect(await map('/geojson/routes?date=2026-07-01')).toEqual([]);
  });
  it('a line over the date line is cut there', () => {
    expect(
      lineOf([
        [170, 0],
        [-170, 10],
        [-160, 10],
      ]),
    ).toEqual({
      type: 'MultiLineString',
      coordinates: [
        [
          [170, 0],
          [180, 5],
        ],
        [
          [-180, 5],
          [-170, 10],
          [-160, 10],
        ],
      ],
    });
    expect(
      lineOf([
        [-175, 10],
        [175, 10],
      ]),
    ).toEqual({
      type: 'MultiLineString',
      coordinates: [
        [
          [-175, 10],
          [-180, 10],
        ],
        [
          [180, 10],
          [175, 10],
        ],
      ],
    });
  });
});
