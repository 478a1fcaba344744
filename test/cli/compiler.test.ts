import { execFile } from 'node:child_process';
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
  it('replaces no running loop by a second one, as that may give wrong numbers', async () => {
    const ours = new URL('../../api/compiler.ts', import.meta.url).href;
    expect(await replacing(`await import('${ours}'); ${LOOP}`)).not.toContain('TURBOFAN_JS');
  });
});
