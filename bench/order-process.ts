import '../api/compiler.ts';

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { measureSize, type SizeResult, type SizeTask } from './order-size.ts';

/** Measures one size in a process of its own: what other sizes leave in caches and heap is not measured with it. */
export function measureInProcess(task: SizeTask): Promise<SizeResult> {
  return new Promise((resolve, reject) => {
    const child = execFile(
      process.execPath,
      ['--max-old-space-size=8192', fileURLToPath(import.meta.url), JSON.stringify(task)],
      { maxBuffer: 2 ** 26 },
      (error, stdout) => (error === null ? resolve(JSON.parse(stdout)) : reject(error)),
    );
    child.stderr!.pipe(process.stderr, { end: false });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(JSON.stringify(await measureSize(JSON.parse(process.argv[2]!))));
}
