import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

/** A loop that goes on long enough to be replaced twice while it runs. */
const LOOP = `
  const least = new Function('of', 'let least = Infinity; for (let i = 0; i < of.length; i++) if (of[i] < least) least = of[i]; return least;');
  const numbers = Float64Array.from({ length: 3e6 }, (_, i) => i * 1.5);
  for (let i = 0; i < 10; i++) least(numbers);
`;

/** Compilers that a running loop went over to. */
async function replacing(program: string): Promise<Set<string>> {
  const flags = ['--trace-opt', '--input-type=module', '--eval', program];
  const { stdout } = await promisify(execFile)(process.execPath, flags, { maxBuffer: 2 ** 26 });
  return new Set(Array.from(stdout.matchAll(/completed compiling .*target (\w+)\) OSR/g), ([, target]) => target!));
}

describe('the compiler of a program', () => {
  it('is set by each of our programs, before anything else', async () => {
    const root = join(import.meta.dirname, '../..');
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    const programs = Object.values(scripts).flatMap((script) => [...script.matchAll(/\bnode ([^|]*?\.ts)\b/g)]);
    expect(programs.length).toBeGreaterThan(6);
    for (const [, found] of programs) {
      const words = found!.split(' ');
      const first = (await readFile(join(root, words.at(-1)!), 'utf8')).match(/^import .*$/m)?.[0] ?? '';
      expect([found, words.includes('--no-osr-from-maglev') || first.endsWith("compiler.ts';")]).toEqual([found, true]);
    }
  });

  it('replaces no running loop by a second one, as that may give wrong numbers', async () => {
    const ours = new URL('../../api/compiler.ts', import.meta.url).href;
    expect(await replacing(`await import('${ours}'); ${LOOP}`)).not.toContain('TURBOFAN_JS');
  });
});
