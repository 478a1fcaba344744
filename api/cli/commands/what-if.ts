import { readFile } from 'node:fs/promises';
import { failed, ok, type Problem, statementOfDataset, whatIf } from '#engine';
import { supposeBody } from '../../features/statements/schema.ts';
import { statementDifference } from '../../features/statements/statement-difference.ts';
import { statementView } from '../../features/statements/statement-view.ts';
import { type Suppose, supposition } from '../../features/statements/supposition.ts';
import { Refusal } from '../../problem.ts';
import type { Command } from '../command.ts';
import { loadStatementSubject } from '../load-statement-subject.ts';
import { printJson } from '../output.ts';

const unreadable = (value: string, message: string, field = 'FILE'): Problem => ({
  code: 'bad-flag',
  field,
  value,
  message,
  action:
    'Name a JSON file such as {"terms": {"measures": [...]}, "regimes": {"CODE": {"respond_within": "PT2H"}}, "special_days": {"sites": ["S1"], "days": [{"site": "S1", "from": "2026-06-02", "to": "2026-06-04", "effect": "non-service-affecting"}]}}; each part may be left out.',
});

export const whatIfCommand: Command = {
  usage: 'what-if DATASET FILE --contract C --now INSTANT [--period 2026-10]',
  summary:
    'Prints what the same history would pay under other terms, targets or special days, beside the real statement.',
  shape: {
    positionals: ['DATASET', 'FILE'],
    flags: { contract: 'text', now: 'instant', period: 'text' },
    required: ['contract', 'now'],
  },
  async run(given) {
    const loaded = await loadStatementSubject(given);
    if (!loaded.ok) return loaded;
    const { dataset, subject, now } = loaded.value;
    const file = given.positionals[1]!;
    let source: unknown;
    try {
      source = JSON.parse(await readFile(file, 'utf8'));
    } catch (error) {
      return failed([unreadable(file, `This file can't be read as JSON: ${(error as Error).message}.`)]);
    }
    const body = supposeBody.safeParse(source);
    if (!body.success) {
      return failed(
        body.error.issues.map((issue) =>
          unreadable(file, `${issue.message}.`, issue.path.map(String).join('.') || 'FILE'),
        ),
      );
    }
    try {
      const supposed = supposition(dataset, subject.contract, body.data as Suppose);
      const real = statementView(statementOfDataset(dataset, subject, now, null).statement);
      const other = statementView(whatIf(dataset, subject, now, supposed).statement);
      printJson({ real, supposed: other, difference: statementDifference(real, other) });
      return ok(0);
    } catch (error) {
      if (error instanceof Refusal) return failed(error.items);
      throw error;
    }
  },
};
