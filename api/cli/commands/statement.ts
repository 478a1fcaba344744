import {
  createPool,
  type Dataset,
  failed,
  type Instant,
  ok,
  type PlannedTimes,
  planDataset,
  plannedTimes,
  type Result,
  statementOfDataset,
} from '#engine';
import { statementCsv } from '../../features/statements/statement-csv.ts';
import { statementDocument } from '../../features/statements/statement-document.ts';
import { statementHtml } from '../../features/statements/statement-html.ts';
import { pdfOf } from '../../features/statements/statement-pdf.ts';
import type { Command } from '../command.ts';
import { loadStatementSubject } from '../load-statement-subject.ts';
import { printJson, progress } from '../output.ts';

const FORMATS = ['json', 'csv', 'html', 'pdf'] as const;

export const statementCommand: Command = {
  usage:
    'statement DATASET --contract C --now INSTANT [--period 2026-10] [--format json|csv|html|pdf] [--calls] [--no-forecast]',
  summary:
    'Prints what a contract pays for a period and why; of a running period how it will end by the plan, and the open calls that can still change it.',
  shape: {
    positionals: ['DATASET'],
    flags: {
      contract: 'text',
      now: 'instant',
      period: 'text',
      format: 'text',
      calls: 'switch',
      'no-forecast': 'switch',
    },
    required: ['contract', 'now'],
  },
  async run(given) {
    const format = FORMATS.find((each) => each === (given.text('format') ?? 'json'));
    if (format === undefined) {
      return failed([
        {
          code: 'bad-flag',
          field: '--format',
          value: given.text('format') ?? '',
          message: 'There is no such format.',
          action: `Use one of ${FORMATS.join(', ')}.`,
        },
      ]);
    }
    const loaded = await loadStatementSubject(given);
    if (!loaded.ok) return loaded;
    const { dataset, subject, now } = loaded.value;
    const runs = now >= subject.period.start && now < subject.period.end;
    const planned = runs && !given.has('no-forecast') ? await planOf(dataset, now) : ok(null);
    if (!planned.ok) return planned;
    const made = statementOfDataset(dataset, subject, now, planned.value);
    const document = statementDocument(made, dataset, { calls: given.has('calls'), version: null });
    if (format === 'json') printJson(document);
    else if (format === 'pdf') process.stdout.write(await pdfOf(document));
    else process.stdout.write(format === 'csv' ? statementCsv(document) : statementHtml(document));
    return ok(0);
  },
};

/** The plan that a forecast follows: calls inserted in order, as the server's first plan. */
async function planOf(dataset: Dataset, now: Instant): Promise<Result<PlannedTimes>> {
  const pool = createPool({});
  try {
    const options = { now, seed: 1, iterations: 0, milliseconds: null, pool, onProgress: progress };
    const planned = await planDataset(dataset, options);
    return planned.ok ? ok(plannedTimes(planned.value.plan)) : planned;
  } finally {
    await pool.close();
  }
}
