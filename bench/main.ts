import '../api/compiler.ts';

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readArguments, usage } from './arguments.ts';
import { BENCHMARKS } from './benchmarks.ts';
import { progress } from './progress.ts';
import { withSection } from './results-page.ts';
import { describeSetting } from './setting.ts';

const RESULTS = new URL('./RESULTS.md', import.meta.url);

const options = readArguments(
  process.argv.slice(2),
  BENCHMARKS.map(({ name }) => name),
);
if ('wrong' in options) {
  progress(`${options.wrong}.\n\n${usage(BENCHMARKS.map(({ name }) => name))}`);
  process.exitCode = 1;
} else {
  for (const bench of BENCHMARKS) {
    if (options.only !== null && options.only !== bench.name) continue;
    const setting = describeSetting();
    const result = await bench.run(options);
    if (options.json) {
      const object = { bench: bench.name, ...setting, ...result.json, protocol: bench.protocol };
      process.stdout.write(`${JSON.stringify(object, null, 2)}\n`);
    } else process.stdout.write(`${result.markdown.filter((block) => block !== '').join('\n\n')}\n`);
    // Only a whole run for people stands in the results.
    if (options.sizes === null && !options.json) {
      const before = existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8') : '';
      writeFileSync(RESULTS, withSection(before, bench, setting, result));
      progress(`bench/RESULTS.md has the section ${bench.title}`);
    }
  }
}
