import { formatMoney, minor, parseMoney, type Reference, type StatementSubject } from '#engine';
import type { By } from '../../platform/by.ts';
import type { Change, Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { at } from '../../platform/views.ts';
import { Refusal } from '../../problem.ts';
import {
  insertStatement,
  lockStatements,
  readStatement,
  type StoredStatement,
  statementVersions,
} from '../../store/index.ts';
import { documentOf, makeStatement, subjectOf } from './make-statement.ts';
import { statementDifference } from './statement-difference.ts';
import { type StatementDocument, statementDocument } from './statement-document.ts';
import { summary } from './statement-summary.ts';

export interface StatementWish {
  readonly contract: string;
  /** null: the period that runs now. */
  readonly period: string | null;
  readonly calls: boolean;
  /** A version of a closed period; null: the latest, or the live one where there is none. */
  readonly version: number | null;
  /** The live one, though the period is closed. */
  readonly live: boolean;
  readonly forecast: boolean;
  /** false: amounts alone, from kept figures where the terms ask for no more. */
  readonly evidence: boolean;
}

/** A statement as it stands: frozen where its period is closed, else as of now. */
export async function statement(office: Office, wish: StatementWish): Promise<StatementDocument> {
  const em = office.store.em();
  const now = office.clock();
  const { reference } = (await office.desk.upToDate(em, now)).tables;
  // What was closed stays readable, though the contract's dates were changed since.
  const code = wish.period ?? subjectOf(reference, wish.contract, null, now).period.code;
  const stored = wish.live ? null : await readStatement(em, wish.contract, code, wish.version);
  if (stored !== null) {
    const document = stored.document as StatementDocument;
    return wish.calls ? document : { ...document, calls: null };
  }
  const subject = subjectOf(reference, wish.contract, wish.period, now);
  if (wish.version !== null)
    throw new Refusal('statement-not-found', `Statement ${subject.period.code} has no version ${wish.version}.`);
  const brief = wish.evidence || wish.calls ? null : await summary(office, reference, subject, now);
  if (brief !== null) {
    const made = { subject, statement: brief, measures: null, outlook: null };
    return statementDocument(made, reference, { calls: false, version: null });
  }
  const made = await makeStatement(office.figures, em, reference, subject, now, wish.forecast && wish.evidence);
  return documentOf(em, made, { calls: wish.calls, version: null });
}

/** All versions of closed periods, and which period runs now. */
export async function statementList(office: Office, contract: string): Promise<Reply> {
  const em = office.store.em();
  const now = office.clock();
  const { reference } = (await office.desk.upToDate(em, now)).tables;
  const subject = subjectOf(reference, contract, null, now);
  const versions = await statementVersions(em, contract);
  const statements = versions.map(({ period, revision, madeAt, who, why, total, currency }) => ({
    ...{ period, version: revision, made_at: at(madeAt), who, why, currency },
    total: formatMoney(total, currency),
  }));
  return { status: 200, headers: {}, body: { contract, running: subject.period.code, statements } };
}

/** Closes a period that has ended: its statement is frozen as version 1. */
export async function closePeriod(
  office: Office,
  change: Change,
  contract: string,
  period: string,
  by: Pick<By, 'who' | 'why'>,
): Promise<Reply> {
  const claimed = await claimPeriod(change, contract, period);
  const { end } = claimed.subject.period;
  if (change.now < end)
    throw new Refusal('period-not-ended', `Period ${period} of contract ${contract} runs until ${at(end)}.`);
  if (claimed.stored !== null)
    throw new Refusal(
      'period-closed',
      `Period ${period} of contract ${contract} is closed, as version ${claimed.stored.revision}.`,
    );
  const document = await frozen(office, change, claimed, 1);
  await keep(change, claimed, document, by);
  return { status: 201, headers: {}, body: { statement: document, difference: null } };
}

/** Makes a closed period's statement anew from what is known now: a new version, with what differs from the last. */
export async function correctStatement(
  office: Office,
  change: Change,
  contract: string,
  period: string,
  by: Pick<By, 'who' | 'why'>,
): Promise<Reply> {
  const claimed = await claimPeriod(change, contract, period);
  const { stored } = claimed;
  if (stored === null)
    throw new Refusal('period-not-closed', `Period ${period} of contract ${contract} is not closed.`);
  const document = await frozen(office, change, claimed, stored.revision + 1);
  const difference = statementDifference(stored.document as StatementDocument, document);
  if (difference.lines.length === 0)
    throw new Refusal(
      'statement-unchanged',
      `Statement ${period} of contract ${contract} would be the same as version ${stored.revision}.`,
    );
  await keep(change, claimed, document, by);
  return { status: 201, headers: {}, body: { statement: document, difference } };
}

/** What differs from one version of a closed period to another, or from the latest to the live statement. */
export async function differenceOf(
  office: Office,
  contract: string,
  period: string,
  from: number | null,
  to: number | null,
): Promise<Reply> {
  const wish = { contract, period, calls: false, live: false, forecast: false, evidence: true };
  const after =
    to === null
      ? await statement(office, { ...wish, version: null, live: true })
      : await statement(office, { ...wish, version: to });
  const stored = await readStatement(office.store.em(), contract, after.period, from);
  if (stored === null)
    throw new Refusal('statement-not-found', `Period ${period} of contract ${contract} has no such version.`);
  const difference = statementDifference(stored.document as StatementDocument, after);
  const body = { contract, period: after.period, from: stored.revision, to: to ?? 'live', ...difference };
  return { status: 200, headers: {}, body };
}

/** A period that nobody else closes or corrects until the transaction ends. */
interface ClaimedPeriod {
  readonly reference: Reference;
  readonly subject: StatementSubject;
  /** Its latest version; null: not closed. */
  readonly stored: StoredStatement | null;
}

async function claimPeriod(change: Change, contract: string, period: string): Promise<ClaimedPeriod> {
  const { reference } = (await change.day()).tables;
  const subject = subjectOf(reference, contract, period, change.now);
  await lockStatements(change.em, contract);
  return { reference, subject, stored: await readStatement(change.em, contract, period, null) };
}

async function frozen(
  office: Office,
  change: Change,
  { reference, subject }: ClaimedPeriod,
  version: number,
): Promise<StatementDocument> {
  const made = await makeStatement(office.figures, change.em, reference, subject, change.now, false);
  return documentOf(change.em, made, { calls: true, version });
}

async function keep(
  change: Change,
  { reference }: ClaimedPeriod,
  document: StatementDocument,
  by: Pick<By, 'who' | 'why'>,
): Promise<void> {
  const { contract, period, currency, total } = document;
  const stored: StoredStatement = {
    ...{ contract, period, revision: document.version!, madeAt: change.now, ...by, currency, document },
    total: parseMoney(total, currency) ?? minor(0),
    terms: reference.paymentTerms?.[contract] ?? null,
  };
  await insertStatement(change.em, stored);
}
