import type { OrderResult } from './order-bench.ts';
import type { PlanResult } from './plan-bench.ts';
import { PROTOCOL } from './protocol.ts';
import { type Setting, tables } from './report.ts';

/** From here on the page is written by hand and kept as it is. */
const NOTES = '## Where the time goes';

/** The page of results, with the hand-written notes of the page before. */
export function resultsPage(setting: Setting, order: OrderResult, plan: PlanResult, before: string): string {
  const { machine, node, date } = setting;
  const at = before.indexOf(NOTES);
  return [
    '# Results',
    'Written by `npm run bench`.',
    [
      `- Machine: ${machine.processor}, ${machine.cores} cores, ${machine.memory_gb} GB, ${machine.system}.`,
      `- Node ${node}, ${order.threads} threads for ordering, ${plan.threads} for planning. ${date}.`,
      `- Load when the run began: ${machine.load_before} (other processes; over 1 the figures are noisy).`,
    ].join('\n'),
    tables(order, plan),
    '## Protocol',
    PROTOCOL.map((line) => `- ${line}`).join('\n'),
    at < 0 ? NOTES : before.slice(at).trimEnd(),
  ]
    .join('\n\n')
    .concat('\n');
}
