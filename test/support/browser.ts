import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

/**
 * What the package advises (one process for all, no web security) is meant for functions in a cloud: a page that ends
 * would take the browser with it. The sandbox needs rights that a test, or root in a container, has not.
 */
const ARGUMENTS = ['--no-sandbox', '--disable-dev-shm-usage', '--font-render-hinting=none'];
const PACKAGE = join(import.meta.dirname, '../../node_modules/@sparticuz/chromium/package.json');

/** A headless browser that comes with the project's packages; whoever launches it closes it. */
export async function launchBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await unpacked(), args: ARGUMENTS, headless: true });
}

/**
 * The browser, unpacked once for each user and version. The package itself unpacks into the temporary folder under a
 * name that all users and versions share, and takes whatever is there, also what another user may not run or what a
 * killed process left half written: so it unpacks into a folder of its own, which gets its name when it is whole.
 */
async function unpacked(): Promise<string> {
  const { version } = JSON.parse(await readFile(PACKAGE, 'utf8'));
  const place = join(tmpdir(), `turnout-chromium-${version}-${process.getuid?.() ?? 'user'}`);
  const program = join(place, 'chromium');
  if (existsSync(program)) return program;
  const unpacking = await mkdtemp(`${place}-`);
  const usual = process.env.TMPDIR;
  process.env.TMPDIR = unpacking;
  try {
    await chromium.executablePath();
  } finally {
    if (usual === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = usual;
  }
  // Where another process was faster, its browser is as good.
  await rename(unpacking, place).catch(() => rm(unpacking, { recursive: true, force: true }));
  return program;
}
