import { readFile } from 'node:fs/promises';
import { failed, ok, type Problem, statementOfDataset, statementSubject, whatIf } from '#engine';
import { Refusal } from '../../problem.ts';
import { supposeBody } from '../../schemas/statements.ts';
import { statementDifference } from '../../services/statements/statement-difference.ts';
import { statementView } from '../../services/statements/statement-view.ts';
import { type Suppose, supposition } from '../../services/statements/supposition.ts';
import type { Command } from '../command.ts';
import { loadDataset } from '../load-dataset.ts';
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
    const [path, file] = given.positionals as [string, string];
    const loaded = await loadDataset(path);
    if (!loaded.ok) return loaded;
    const now = given.instant('now')!;
    const subject = statementSubject(loaded.value, {
      contract: given.text('contract')!,
      period: given.text('period') ?? null,
      now,
    });
    if (!subject.ok) return subject;
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
      const supposed = supposition(loaded.value, subject.value.contract, body.data as Suppose);
      const real = statementView(statementOfDataset(loaded.value, subject.value, now, null).statement);
      const other = statementView(whatIf(loaded.value, subject.value, now, supposed).statement);
      printJson({ real, supposed: other, difference: statementDifference(real, other) });
      return ok(0);
    } catch (error) {
      if (error instanceof Refusal) return failed(error.items);
      throw error;
    }
  },
};
