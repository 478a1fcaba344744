import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join, relative } from 'node:path';

const SOURCES = import.meta.dirname;
const LOCK = join(SOURCES, '../../package-lock.json');
/** Made anew by each build; not part of the sources. */
const OUTPUT = 'dist';
const BUILDER = join(SOURCES, 'run-build.ts');

/**
 * The folder of the built board. It is built by Vite where there is none yet for the sources as they are: seconds, the
 * first time. Processes that start at once do no harm: a build gets its name when it is whole.
 * @throws Error where the sources have a fault, or nothing can be written anywhere.
 */
export async function builtBoard(): Promise<string> {
  const name = await nameOfSources();
  const places = [join(SOURCES, OUTPUT), join(tmpdir(), `turnout-board-${userInfo().uid}`)];
  for (const place of places) if (existsSync(join(place, name, 'index.html'))) return join(place, name);
  for (const place of places) {
    const unfinished = await writable(place);
    if (unfinished === null) continue;
    try {
      await buildInto(unfinished);
      // Made for this process alone; a server of another user may read it too.
      await chmod(unfinished, 0o755);
      // Where another process was faster, its build is as good.
      await rename(unfinished, join(place, name)).catch(() => {});
      await forgetOthers(place, name);
      return join(place, name);
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  throw new Error(`The board cannot be built: neither ${places.join(' nor ')} can be written to.`);
}

/** Changes with any source of the board, and with the versions of what it is built from. */
async function nameOfSources(): Promise<string> {
  const hash = createHash('sha256');
  const files = (await readdir(SOURCES, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/\.(png|md)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !relative(SOURCES, path).startsWith(OUTPUT))
    .sort();
  for (const file of [...files, LOCK]) {
    if (!existsSync(file)) continue;
    hash.update(`${relative(SOURCES, file)}\0`).update(await readFile(file));
  }
  return hash.digest('hex').slice(0, 16);
}

async function writable(place: string): Promise<string | null> {
  try {
    await mkdir(place, { recursive: true });
    return await mkdtemp(join(place, 'building-'));
  } catch {
    return null;
  }
}

/**
 * Builds the board in a process of its own: the tools take some hundred megabytes, which a server would keep for good.
 * @throws Error with what the tools said
 */
export async function buildInto(outDir: string): Promise<void> {
  const child = spawn(process.execPath, [BUILDER, outDir], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text;
  });
  const [code, signal] = await once(child, 'close');
  if (code !== 0) throw new Error(`The board could not be built (${signal ?? `code ${code}`}): ${said.trim()}`);
}

/** Builds of other sources, but for what somebody is building right now. */
async function forgetOthers(place: string, name: string): Promise<void> {
  for (const entry of await readdir(place)) {
    if (entry !== name && !entry.startsWith('building-'))
      await rm(join(place, entry), { recursive: true, force: true });
  }
}
