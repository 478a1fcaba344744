import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestProcesses } from '../support/test-app.ts';
import { fault, get, importTown, logged, NOW, planned, post, TOWN } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
const json = async (url: string) => (await get(process(), url)).json();

beforeAll(() => importTown(process()));

describe('GET /lookup', () => {
  const found = async (text: string) =>
    (await json(`/lookup?text=${encodeURIComponent(text)}`)).results.map(
      ({ kind, code }: { kind: string; code: string }) => `${kind} ${code}`,
    );
  it('finds devices, sites and customers by part of a code or name, what begins with it first', async () => {
    expect(await found('sou')).toEqual(['site S1', 'device LIFT-4', 'device ESC-1']);
    expect(await found('esc')).toEqual(['device ESC-1']);
    expect((await found('city'))[0]).toBe('customer CITY');
  });
  it('has devices that are not there yet, or not any more, behind all that are', async () => {
    const days: Record<string, string> = {
      code: 'installed_on,retired_on',
      ...{ 'LIFT-1': '2026-06-02,', 'LIFT-2': ',2026-05-31', 'LIFT-3': '2026-06-01,2026-06-01' },
    };
    const devices = TOWN['devices.csv']!.trim()
      .split('\n')
      .map((line) => `${line},${days[line.split(',')[0]!] ?? ','}\n`)
      .join('');
    await importTown(process(), { ...TOWN, 'devices.csv': devices });
    const { results } = (await get(process(), '/lookup?text=lift&limit=50')).json();
    const codes = results
      .filter(({ kind }: { kind: string }) => kind === 'device')
      .map(({ code }: { code: string }) => code);
    expect(codes[0]).toBe('LIFT-3');
    expect(codes.slice(-2).toSorted()).toEqual(['LIFT-1', 'LIFT-2']);
    await importTown(process());
  });
  it('finds by several words, in any order', async () => {
    expect(await found('escalator south')).toEqual(['device ESC-1']);
    expect(await found('south nothing')).toEqual([]);
  });
  it('refuses an empty text', async () => {
    expect((await get(process(), '/lookup?text=%20')).statusCode).toBe(400);
  });
});

describe('GET /devices/:code', () => {
  it('shows whose it is, what is open, what failed lately, and what a fault would get now', async () => {
    const number = await logged(process(), 'LIFT-1');
    await planned(process(), 'NORTH', number);
    await post(process(), `/calls/${number}/arrive`, { who: 'Bob', resource: 'BOB' });
    const fixed = await post(process(), `/calls/${number}/fix`, { who: 'Bob' });
    expect(fixed.json()).toMatchObject({ status: 'fixed' });
    const open = await logged(process(), 'LIFT-1');
    const device = await json('/devices/LIFT-1');
    expect(device).toMatchObject({
      code: 'LIFT-1',
      site: { code: 'N1', name: 'North Station' },
      contract: { code: 'MAIN' },
      customer: { name: 'City Lifts' },
      cover: { regime: 'STD', counting: true, respond_by: '2026-06-01T11:00:00Z', fix_by: '2026-06-01T17:00:00Z' },
      open_calls: [{ number: open }],
      recent: [{ number, status: 'fixed' }],
      failures: 2,
      problems: [],
    });
  });
  it('looking leaves nothing behind', async () => {
    const before = (await json('/queue')).total;
    await json('/devices/LIFT-2');
    expect((await json('/queue')).total).toBe(before);
    expect((await json('/devices/LIFT-2')).open_calls).toEqual([]);
  });
  it('an unknown one is not there', async () => {
    expect(await json('/devices/NONE')).toMatchObject({ status: 404, code: 'device-not-found' });
    expect(await json('/sites/NONE')).toMatchObject({ status: 404, code: 'site-not-found' });
    expect(await json('/sites?customer=NONE')).toMatchObject({ status: 404, code: 'customer-not-found' });
  });
});

describe('GET /sites', () => {
  it('lists the sites of a customer, and the devices of a site', async () => {
    expect((await json('/sites?customer=CITY')).sites).toMatchObject([
      { code: 'N1', devices: 3 },
      { code: 'S1', devices: 2 },
    ]);
    const site = await json('/sites/S1');
    expect(site.devices.map(({ code }: { code: string }) => code)).toEqual(['LIFT-4', 'ESC-1']);
  });
});

describe('POST /calls/check', () => {
  const check = async (payload: object) => (await post(process(), '/calls/check', payload)).json();
  it('tells the targets, class and place that a call would get, as logging then gives them', async () => {
    const checked = await check(fault('ESC-1'));
    const reply = (await post(process(), '/calls', fault('ESC-1'))).json();
    const { class: its, position, priority, respond_by, fix_by } = reply;
    expect(checked.problems).toEqual([]);
    expect(checked.standing).toMatchObject({ class: its, position, priority, respond_by, fix_by });
  });
  it('tells every problem at once and writes nothing', async () => {
    const before = (await json('/calls')).calls.length;
    const checked = await check({ device: 'NONE', contact: ' ', description: '' });
    expect(checked.problems.map(({ code }: { code: string }) => code).sort()).toEqual([
      'contact-missing',
      'description-missing',
      'unknown-device',
    ]);
    expect(checked.standing).toBeNull();
    expect((await json('/calls')).calls).toHaveLength(before);
  });
  it('warns of an open call on the device', async () => {
    await logged(process(), 'LIFT-2');
    expect((await check(fault('LIFT-2'))).warnings).toMatchObject([{ code: 'open-call-on-device' }]);
  });
});

describe('compression', () => {
  it('long replies are compressed for whoever takes that, short ones and live events are not', async () => {
    const plain = await get(process(), '/queue?reasons=true');
    const packed = await get(process(), '/queue?reasons=true', { 'accept-encoding': 'gzip, br' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 3);
    const numbers = ({ calls }: { calls: { number: string }[] }) => calls.map(({ number }) => number);
    expect(numbers(JSON.parse(gunzipSync(packed.rawPayload).toString()))).toEqual(numbers(plain.json()));
    expect(
      (await get(process(), '/health', { 'accept-encoding': 'gzip' })).headers['content-encoding'],
    ).toBeUndefined();
  });
});
