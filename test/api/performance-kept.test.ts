import { beforeAll, describe, expect, it } from 'vitest';
import {
  DAY,
  type Dataset,
  HOUR,
  type Interval,
  instant,
  isInScope,
  MINUTE,
  measureContract,
  type ScopeKind,
} from '#engine';
import { figuresView, shownWeight } from '../../api/features/performance/figure-views.ts';
import { performanceSchema, recountSchema } from '../../api/features/performance/schema.ts';
import { readDataset, updateCall } from '../../api/store/index.ts';
import { useTestProcesses } from '../support/test-app.ts';
import { CITY, lines } from './performance-city.ts';
import { fault, get, importTown, logged, NOW, post } from './town.ts';

/** Monday 1 June, 09:00 UTC; the town's own calls begin now. Two processes on one database. */
const process = useTestProcesses(2, { now: NOW, workers: 0 });
const PERIODS = [
  'period=2026-05',
  'period=2026-Q2',
  'from=2026-05-20&to=2026-06-02',
  'from=2026-05-22T19:17:00Z&to=2026-05-25T04:00:00%2B01:00',
  'from=2026-05-28T00:00:00Z&to=2026-05-28T20:00:00Z',
] as const;
const KINDS: readonly ScopeKind[] = ['contract', 'site', 'zone', 'model', 'group', 'device'];

const json = async (url: string, k = 0) => {
  const reply = await get(process(k), url);
  if (reply.statusCode !== 200) throw new Error(`${url}: ${reply.body}`);
  return reply.json();
};

/** The figures of every scope, from the whole dataset as it stands, against those that are kept up. */
async function expectExact(k = 0): Promise<void> {
  const { dataset } = await readDataset(process(k).store.em());
  for (const contract of ['MAIN', 'NEW']) {
    for (const query of PERIODS) {
      const told = performanceSchema.parse(await json(`/contracts/${contract}/performance?${query}`, k));
      const period: Interval = { start: instant(Date.parse(told.from)), end: instant(Date.parse(told.to)) };
      const measures = measured(dataset, contract, period, k);
      for (const kind of KINDS) {
        const expected = measures.codesOf(kind).map((code) => {
          const members = measures.devices.filter((device) => isInScope(device, { kind, code }));
          return {
            code,
            ...figuresView(measures.figuresOf({ kind, code }, period), shownWeight({ kind, code }, members)),
          };
        });
        const rows =
          kind === 'contract'
            ? [{ code: contract, ...told.figures }]
            : (await json(`/contracts/${contract}/performance?${query}&by=${kind}`, k)).rows.map(
                ({ name: _, ...row }: { name: string | null }) => row,
              );
        expect(rows, `${contract} ${query} by ${kind}`).toEqual(expected);
      }
    }
  }
}

const measured = (dataset: Dataset, contract: string, { start, end }: Interval, k: number) =>
  measureContract(dataset, contract, { now: process(k).now, from: start, until: end })!;

const expectNoDifference = async (): Promise<void> => {
  const reply = await post(process(), '/performance/recount', {});
  expect(recountSchema.parse(reply.json())).toMatchObject({ differences: 0, first: [] });
};

const event = async (number: string, kind: string, body: object = {}, k = 0): Promise<void> => {
  const reply = await post(process(k), `/calls/${number}/${kind}`, { who: 'Tom', ...body });
  if (reply.statusCode >= 300) throw new Error(`${kind} of ${number}: ${reply.body}`);
};

describe('figures that are kept up as calls change', () => {
  beforeAll(() => importTown(process(), CITY));

  it('are those of the imported past', async () => {
    await expectExact();
    await expectNoDifference();
  });

  it('show a change of a call as soon as it is made, in every process', async () => {
    const june = '/contracts/MAIN/performance?from=2026-06-01&to=2026-06-30&site=N1';
    const before = await json(june);
    const number = await logged(process(), 'LIFT-1');
    process(0).now = process(1).now = instant(NOW + 3 * HOUR);
    // Nothing is written when a deadline passes: by now nobody has come within two hours.
    const late = await json(june, 1);
    expect(late.figures.respond.missed).toBe(before.figures.respond.missed + 1);
    expect(late.figures.fix.open).toBe(before.figures.fix.open + 1);
    await event(number, 'allocate', { resource: 'ANN' });
    await event(number, 'arrive');
    await event(number, 'fix', {}, 1);
    const after = await json(june);
    expect(after.figures.fix.met).toBe(before.figures.fix.met + 1);
    expect(after.figures.availability.downtime).toBe('PT6H'); // three hours, weight 2
    await expectExact(0);
    await expectExact(1);
    await expectNoDifference();
  });

  it('stay right through any life of calls', async () => {
    let seed = 7;
    const next = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const open: string[] = ['P-6'];
    const fixed: string[] = [];
    const devices = ['LIFT-1', 'LIFT-2', 'LIFT-4', 'ESC-1', 'LIFT-3'];
    for (let step = 0; step < 60; step += 1) {
      process(0).now = process(1).now = instant(process().now + (30 + next(300)) * MINUTE);
      const k = next(2);
      const at = () => ({ at: new Date(process().now - next(20) * MINUTE).toISOString() });
      const pick = (list: string[]) => list.splice(next(list.length), 1)[0]!;
      const what = next(10);
      if (what < 4 || (open.length === 0 && fixed.length === 0)) {
        const occurred = new Date(process().now - next(2000) * MINUTE).toISOString();
        const body = {
          ...fault(devices[next(devices.length)]!),
          occurred_at: occurred,
          service_affecting: next(4) > 0,
        };
        const reply = await post(process(k), '/calls', body);
        if (reply.statusCode !== 201) throw new Error(reply.body);
        // A report of a failure that is known already rides with the first one.
        if (reply.json().duplicate_of === null) open.push(reply.json().number);
      } else if (what < 8 && open.length > 0) {
        const number = pick(open);
        const { status, territory } = await json(`/calls/${number}`);
        if (status !== 'on-site') {
          await event(number, 'allocate', { resource: territory === 'NORTH' ? 'ANN' : 'CAT' }, k);
          await event(number, 'arrive', {}, k);
        }
        if (next(3) === 0) {
          await event(number, 'hold', { reason: 'no access' });
          process(0).now = process(1).now = instant(process().now + 90 * MINUTE);
        } else process(0).now = process(1).now = instant(process().now + 45 * MINUTE);
        await event(number, 'fix', at(), k);
        fixed.push(number);
      } else if (fixed.length > 0) {
        const number = pick(fixed);
        const { status, contract } = await json(`/calls/${number}`);
        if (status !== 'fixed') continue;
        const fate = next(4);
        if (fate === 0) await event(number, 'excuse', { excuse: 'planned-maintenance', why: 'agreed' }, k);
        else if (fate === 1) await event(number, 'close', {}, k);
        else {
          await event(number, 'reopen', { why: 'not fixed' }, k);
          if (contract === 'MAIN') open.push(number);
        }
      }
      if (step % 20 === 19) await expectExact(k);
    }
    await expectNoDifference();
  });

  it('count a stretch once that two failures share, whoever ends them, and at the same moment', async () => {
    process(0).now = process(1).now = instant(process().now + DAY);
    const at = process().now;
    // Eight failures on the devices of one zone, overlapping one another, that end at once at two processes.
    const rows = Array.from({ length: 8 }, (_, k) => {
      const device = ['LIFT-1', 'LIFT-2'][k % 2];
      const from = (hours: number) => new Date(at - hours * HOUR).toISOString();
      return `X-${k},${device},Ann,stuck,${from(12 - k)},on-site,${from(11 - k)}`;
    });
    // And one that has lasted for forty days, through all of each period that is asked for.
    const long = new Date(at - 40 * DAY).toISOString();
    rows.push(`X-8,ESC-1,Ann,stuck,${long},on-site,${long}`);
    const columns = 'number,device,contact,description,logged_at,status,responded_at';
    await importTown(process(), { 'calls.csv': lines(columns, ...rows) }, 'merge');
    const heard: string[] = [];
    const leave = process().running.office.live.subscribe((each) => {
      if ('event' in each && each.event.kind === 'performance') heard.push(each.event.contract);
    });
    const ends = rows.map((_, k) => post(process(k % 2), `/calls/X-${k}/fix`, { who: 'Tom' }));
    expect((await Promise.all(ends)).map(({ statusCode }) => statusCode)).toEqual(rows.map(() => 200));
    await expect.poll(() => heard, { timeout: 20_000 }).toContain('MAIN');
    leave();
    await expectExact();
    await expectNoDifference();
  });

  it('take in corrections of the past, and nothing else changes', async () => {
    const may = '/contracts/MAIN/performance?period=2026-05&step=day';
    const before = await json(may);
    const calls = 'number,device,contact,description,logged_at,responded_at,fixed_at,status';
    // P-2 was fixed two days later than told: it now takes the night of the 24th, too.
    const row = 'P-2,LIFT-2,Ann,stuck,2026-05-23T02:00:00Z,2026-05-23T05:00:00Z,2026-05-24T08:00:00Z,closed';
    await importTown(process(), { 'calls.csv': lines(calls, row) }, 'merge');
    await expectExact();
    await expectNoDifference();
    const after = await json(may);
    const changed = after.series.flatMap((day: object, k: number) =>
      JSON.stringify(day) === JSON.stringify(before.series[k]) ? [] : [k + 1],
    );
    expect(changed).toEqual([23, 24]);
  });

  it('take in changes of the reference tables: devices, special days, calendars, contracts', async () => {
    const changes: Record<string, string>[] = [
      { 'special_days.csv': lines('site,from,to,effect', 'S1,2026-05-25,2026-05-25,non-service-affecting') },
      { 'calendars.csv': lines('code,hours', 'ALWAYS,Mo-Fr 06:00-20:00') },
      {
        'contracts.csv': lines(
          'code,customer,currency,time_zone,starts_on,ends_on,base_fee,clock_stopping_holds,reopen',
          'MAIN,CITY,GBP,Asia/Tokyo,2026-04-25,2026-06-20,1000.00,no access,continue',
        ),
      },
      {
        'devices.csv': lines('code,contract,site,model,zone,groups,weight', 'LIFT-3,MAIN,N1,L1,HALL,B,3'),
        'zones.csv': lines('code,name,required_available', 'HALL,Hall,3'),
      },
    ];
    for (const files of changes) {
      await importTown(process(), files, 'merge');
      await expectExact(1);
      await expectNoDifference();
    }
  });

  it('are made anew where the tables were written past them, and a recount finds and mends what is wrong', async () => {
    const { em } = { em: process().store.em() };
    const { sql } = await import('kysely');
    const { kysely } = await import('../../api/store/index.ts');
    await sql`update performance_tallies set fix_met = fix_met + 1 where kind = 'contract' and code = 'MAIN'`.execute(
      kysely(em),
    );
    const wrong = (await post(process(), '/performance/recount', {})).json();
    expect(wrong.differences).toBeGreaterThan(0);
    expect(wrong.first[0]).toMatchObject({ figure: 'tally', key: expect.arrayContaining(['MAIN', 'contract']) });
    expect((await post(process(), '/performance/recount', { repair: true })).json().repaired).toBe(true);
    await expectNoDifference();
    // As after an upgrade: figures were never made.
    await sql`delete from settings where key = 'figures_version'`.execute(kysely(em));
    await sql`delete from performance_marks`.execute(kysely(em));
    await sql`delete from performance_tallies`.execute(kysely(em));
    // A call that is fixed meanwhile is in them, too.
    const reply = await post(process(), '/calls', fault('ESC-1'));
    const { number, duplicate_of } = reply.json();
    process(0).now = process(1).now = instant(process().now + HOUR);
    const original = duplicate_of ?? number;
    await event(original, 'allocate', { resource: 'CAT' });
    await event(original, 'arrive');
    await event(original, 'fix');
    await expectExact();
    await expectNoDifference();
  });

  it('a recount goes by the journals: a row that was changed past its journal is told', async () => {
    const { dataset } = await readDataset(process().store.em());
    const one = dataset.calls.find((call) => call.number === 'P-4')!;
    const { rows } = await import('kysely').then(async ({ sql }) => {
      const { kysely } = await import('../../api/store/index.ts');
      return sql<{ territory: string; contract: string; site: string; model: string; zone: string | null }>`
        select territory, contract, site, model, zone from calls where number = 'P-4'`.execute(
        kysely(process().store.em()),
      );
    });
    const moved = { ...one, ...rows[0]!, fixedAt: instant(one.fixedAt! + DAY) };
    await process().store.transaction(async (em) => {
      const stored = await updateCall(em, moved);
      await process().running.office.figures.settle(em, [{ before: one, after: stored }]);
    });
    const told = (await post(process(), '/performance/recount', {})).json();
    expect(told.first).toEqual(
      expect.arrayContaining([expect.objectContaining({ figure: 'facts', key: ['SOUTH', 'P-4'] })]),
    );
    await process().store.transaction(async (em) => {
      const stored = await updateCall(em, { ...moved, fixedAt: one.fixedAt });
      await process().running.office.figures.settle(em, [{ before: moved, after: stored }]);
    });
    await expectNoDifference();
  });
});
