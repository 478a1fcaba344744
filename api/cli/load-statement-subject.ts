import { type Dataset, type Instant, ok, type Result, type StatementSubject, statementSubject } from '#engine';
import type { Arguments } from './arguments.ts';
import { loadDataset } from './load-dataset.ts';

/** What a command about a statement is asked of. */
interface Asked {
  readonly dataset: Dataset;
  readonly subject: StatementSubject;
  readonly now: Instant;
}

/** The dataset of the first word, and the contract and period of `--contract`, `--period` and `--now`. */
export async function loadStatementSubject(given: Arguments): Promise<Result<Asked>> {
  const loaded = await loadDataset(given.positionals[0]!);
  if (!loaded.ok) return loaded;
  const dataset = loaded.value;
  const now = given.instant('now')!;
  const question = { contract: given.text('contract')!, period: given.text('period') ?? null, now };
  const subject = statementSubject(dataset, question);
  return subject.ok ? ok({ dataset, subject: subject.value, now }) : subject;
}
