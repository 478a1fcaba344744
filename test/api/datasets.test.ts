import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { instant, MINUTE, zipDataset } from '#engine';
import { recordAbsence } from '../../api/features/people/record-absence.ts';
import { change } from '../../api/platform/change.ts';
import { kysely } from '../../api/store/index.ts';
import { startProcess, type TestProcess, useTestProcesses } from '../support/test-app.ts';
import { testDatabase } from '../support/test-database.ts';
import { get, importTown, logged, NOW, planned, post, TOWN } from './town.ts';

const process = useTestProcesses(1, { now: NOW });
beforeAll(() => importTown(process()));
beforeEach(() => importTown(process()));

const exported = async () => (await get(process(), '/datasets', { accept: 'application/json' })).json().files;

describe('datasets', () => {
  it('a zip comes in and goes out', async () => {
    const zip = Buffer.from(zipDataset(new Map(Object.entries(TOWN))));
    const reply = await process().app.inject({
      ...{ method: 'POST', url: '/datasets?mode=replace', payload: zip },
      headers: { 'content-type': 'application/zip' },
    });
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json()).toMatchObject({ mode: 'replace', rows: { devices: 5, regime_rules: 1 } });
    const out = await get(process(), '/datasets');
    expect(out.headers['content-type']).toBe('application/zip');
    expect(out.rawPayload.subarray(0, 2).toString()).toBe('PK');
  });

  it('who falls ill while a dataset is read in stays ill', async () => {
    const { office } = process().running;
    const waits = async (): Promise<boolean> => {
      const { rows } = await sql`select from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`.execute(
        kysely(office.store.em()),
      );
      return rows.length > 0;
    };
    let imported: Promise<{ statusCode: number }> = Promise.resolve({ statusCode: 0 });
    const wish = { from: NOW, to: instant(NOW + 60 * MINUTE), reason: 'sick', handsOver: false };
    await change(office, null, async (one) => {
      // Read by now, and waiting for this change to write.
      const files = { 'customers.csv': 'code,name\nCITY,City Lifts Ltd\n' };
      imported = post(process(), '/datasets', { files });
      await expect.poll(waits, { timeout: 20_000 }).toBe(true);
      return recordAbsence(one, 'CAT', { who: 'Dee', why: null }, wish, 'sick');
    });
    expect((await imported).statusCode).toBe(200);
    const files = await exported();
    expect(files['customers.csv']).toContain('City Lifts Ltd');
    expect(files['absences.csv']).toContain('sick');
  });

  it('a faulty dataset changes nothing and reports every error with file, row, column, value and action', async () => {
    await logged(process(), 'LIFT-1');
    const before = await exported();
    const files = {
      'devices.csv': 'code,contract,site,model\nX-1,NOPE,N1,L1\nX-2,MAIN,NOPE,L1\n',
      'sites.csv': 'code,customer,name,latitude,longitude,time_zone,territory\nN9,CITY,X,abc,0,UTC,NORTH\n',
    };
    for (const mode of ['merge', 'replace']) {
      const reply = await post(process(), `/datasets?mode=${mode}`, { files });
      expect(reply.statusCode).toBe(422);
      const { code, errors } = reply.json();
      expect(code).toBe('dataset-refused');
      expect(errors.length).toBeGreaterThanOrEqual(3);
      for (const error of errors) expect(error).toMatchObject({ file: expect.any(String), action: expect.any(String) });
      expect(errors.find((error: { value: string }) => error.value === 'NOPE')).toMatchObject({
        row: 2,
        field: 'contract',
      });
    }
    expect(await exported()).toEqual(before);
  });

  it('a replacement by nothing is refused: it would empty everything', async () => {
    for (const files of [{}, { 'policy.json': '{}' }]) {
      const reply = await post(process(), '/datasets?mode=replace', { files });
      expect([reply.statusCode, reply.json().errors[0].code]).toEqual([422, 'dataset-empty']);
    }
    expect((await get(process(), '/territories')).json().territories.length).toBeGreaterThan(0);
  });

  it('calls that would be refused are errors of the dataset', async () => {
    const files = {
      ...TOWN,
      'calls.csv': 'number,device,contact,description,logged_at\nA,LIFT-1,x,y,2019-01-01T00:00:00Z\n',
    };
    const reply = await post(process(), '/datasets?mode=replace', { files });
    expect(reply.statusCode).toBe(422);
    expect(reply.json().errors[0]).toMatchObject({ file: 'calls.csv', row: 2 });
  });

  it('a merged call that would be refused is told by the row that was sent', async () => {
    await logged(process(), 'LIFT-1');
    const files = {
      'calls.csv': 'number,device,contact,description,logged_at\nOLD-1,LIFT-2,x,y,2019-01-01T00:00:00Z\n',
    };
    const reply = await post(process(), '/datasets', { files });
    expect(reply.statusCode).toBe(422);
    expect(reply.json().errors).toMatchObject([{ file: 'calls.csv', row: 2, code: 'contract-not-in-force' }]);
  });

  it('merging keeps calls, journals and numbers; the new rows rule at once', async () => {
    const number = await logged(process(), 'LIFT-1');
    await post(process(), `/calls/${number}/hold`, { who: 'Ann', reason: 'no access' });
    const files = {
      'priority_rules.csv': 'dimension,code,level\nmodel,E1,2\nsite,N1,1\n',
      'calls.csv': 'number,device,contact,description,logged_at\nOLD-1,LIFT-2,x,y,2026-06-01T08:00:00Z\n',
    };
    const reply = await post(process(), '/datasets', { files });
    expect(reply.statusCode, reply.body).toBe(200);
    const read = (await get(process(), `/calls/${number}`)).json();
    expect(read.journal.map((event: { kind: string }) => event.kind)).toEqual(['logged', 'hold']);
    expect(read.order.priority).toBe(1);
    expect((await get(process(), '/calls/OLD-1')).json().journal).toMatchObject([{ kind: 'imported' }]);
    const next = await logged(process(), 'LIFT-3');
    expect(next).not.toBe(number);
  });

  it('merging a site into another territory takes its calls along', async () => {
    const number = await logged(process(), 'LIFT-1');
    const files = {
      'sites.csv':
        'code,customer,name,latitude,longitude,time_zone,territory\nN1,CITY,North Station,51.50,-0.10,UTC,SOUTH\n',
    };
    expect((await post(process(), '/datasets', { files })).statusCode).toBe(200);
    await planned(process(), 'SOUTH', number);
    const read = (await get(process(), `/calls/${number}`)).json();
    expect(read).toMatchObject({ territory: 'SOUTH', status: 'allocated' });
    expect(read.journal.length).toBe(1);
  });

  it('export, then import into an empty database, gives equal plans', async () => {
    for (const device of ['LIFT-1', 'LIFT-2', 'LIFT-3', 'ESC-1', 'LIFT-4']) await logged(process(), device);
    const held = await logged(process(), 'LIFT-1');
    await post(process(), `/calls/${held}/cancel`, { who: 'Ann', why: 'twice' });
    const pinned = await logged(process(), 'LIFT-2');
    const started = (await get(process(), '/queue'))
      .json()
      .calls.find((call: { device: string }) => call.device === 'LIFT-3');
    await planned(process(), 'NORTH', started.number);
    await post(process(), `/calls/${started.number}/allocate`, { who: 'Dee', resource: 'BOB', pin: true });
    process().now = instant(process().now + 10 * MINUTE);
    const last = await logged(process(), 'ESC-1');
    await planned(process(), 'SOUTH', last);
    await planned(process(), 'NORTH', pinned);

    const database = await testDatabase();
    const other = await startProcess(database.url, { now: process().now });
    try {
      await importTown(other, await exported());
      // Both plan the same moment once more.
      await importTown(process(), {}, 'merge');
      for (const each of [process(), other]) {
        await planned(each, 'SOUTH', last);
        await planned(each, 'NORTH', pinned);
      }
      for (const territory of ['NORTH', 'SOUTH']) {
        const plans = await Promise.all([process(), other].map((each) => settledPlan(each, territory)));
        expect(plans[1]).toEqual(plans[0]);
      }
      const queueOf = async (each: TestProcess) => {
        const { calls, ...rest } = (await get(each, '/queue')).json();
        // Versions count the changes of each call, and begin anew with an import.
        return { ...rest, calls: calls.map(({ version: _, ...call }: { version: number }) => call) };
      };
      const queues = await Promise.all([process(), other].map(queueOf));
      expect(queues[1]).toEqual(queues[0]);
    } finally {
      await other.close();
      await database.drop();
    }
  });
});

/** The plan made for the process's present moment. */
async function settledPlan(each: ReturnType<typeof process>, territory: string) {
  const wanted = new Date(each.now).toISOString().replace('.000Z', 'Z');
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { planned_at: _, ...plan } = (await get(each, `/territories/${territory}/plan`)).json();
    if (plan.now === wanted) return plan;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`no plan of ${territory} for ${wanted}`);
}
