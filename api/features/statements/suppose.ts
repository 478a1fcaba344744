import { statementOfDataset, whatIf } from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { readStatement } from '../../store/index.ts';
import { datasetFor, documentOf, subjectOf } from './make-statement.ts';
import { statementDifference } from './statement-difference.ts';
import { type Suppose, supposition } from './supposition.ts';

/** The live statement of a period, and beside it what the same history would give under other rules. Changes nothing. */
export async function suppose(office: Office, contract: string, period: string | null, given: Suppose): Promise<Reply> {
  const em = office.store.em();
  const now = office.clock();
  const { reference } = (await office.desk.upToDate(em, now)).tables;
  const subject = subjectOf(reference, contract, period, now);
  const supposed = supposition(reference, subject.contract, given);
  const dataset = await datasetFor(office.figures, em, reference, subject);
  const options = { calls: false, version: null };
  const real = await documentOf(em, { dataset, made: statementOfDataset(dataset, subject, now, null) }, options);
  const other = await documentOf(em, { dataset, made: whatIf(dataset, subject, now, supposed) }, options);
  const closed = await readStatement(em, contract, subject.period.code, null);
  const body = {
    real,
    closed_version: closed?.revision ?? null,
    supposed: other,
    difference: statementDifference(real, other),
  };
  return { status: 200, headers: {}, body };
}
