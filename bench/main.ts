import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { readArguments, USAGE } from './arguments.ts';
import { describeMachine } from './machine.ts';
import { benchOrder } from './order-bench.ts';
import { benchPlan } from './plan-bench.ts';
import { progress } from './progress.ts';
import { orderJson, planJson, type Setting, tables } from './report.ts';
import { resultsPage } from './results-page.ts';

const RESULTS = new URL('./RESULTS.md', import.meta.url);

const options = readArguments(process.argv.slice(2));
if ('wrong' in options) {
  progress(`${options.wrong}.\n\n${USAGE}`);
  process.exitCode = 1;
} else {
  const setting: Setting = {
    machine: describeMachine(),
    node: process.version.slice(1),
    date: new Date().toISOString().slice(0, 10),
  };
  const order = options.only === 'plan' ? null : await benchOrder(options);
  const plan = options.only === 'order' ? null : await benchPlan(options);
  if (options.json) {
    const result = order !== null ? orderJson(setting, options, order) : planJson(setting, options, plan!);
    process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
  } else process.stdout.write(`${tables(order, plan)}\n`);
  // Only a whole run stands in the results.
  if (order !== null && plan !== null && options.sizes === null) {
    const before = existsSync(RESULTS) ? readFileSync(RESULTS, 'utf8') : '';
    writeFileSync(RESULTS, resultsPage(setting, order, plan, before));
    progress('bench/RESULTS.md is written');
  }
}
