import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

it('the board is built in a process of its own: nothing of its tools stays behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'turnout-board-'));
  const build = new URL('../../api/board/build.ts', import.meta.url).href;
  const program = `const { buildInto } = await import('${build}');
    await buildInto(${JSON.stringify(folder)});
    console.log(JSON.stringify(process.report.getReport().sharedObjects.filter((file) => file.endsWith('.node'))));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program]);
  expect(JSON.parse(stdout)).toEqual([]);
  expect(existsSync(join(folder, 'index.html'))).toBe(true);
  await rm(folder, { recursive: true, force: true });
}, 120_000);

it('a build that fails says why', async () => {
  const { buildInto } = await import('../../api/board/build.ts');
  await expect(buildInto('/dev/null/board')).rejects.toThrow(/The board could not be built \(code 1\): .*\/dev\/null/s);
}, 120_000);
