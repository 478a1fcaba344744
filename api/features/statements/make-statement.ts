import {
  type Dataset,
  type DatasetStatement,
  type Instant,
  type PlannedTimes,
  type Reference,
  type StatementSubject,
  statementOfDataset,
  statementSubject,
} from '#engine';
import { Refusal, refusal } from '../../problem.ts';
import { callsOfPeriod, type Em, firstLogged, readPlan, timeSpentOn } from '../../store/index.ts';
import type { Figures } from '../performance/figures.ts';
import { checkBudget } from '../resilience/budget.ts';
import { type StatementDocument, statementDocument } from './statement-document.ts';

/** Contract, terms and period of a request. @throws Refusal contract-not-found, bad-payment-period */
export function subjectOf(
  reference: Reference,
  contract: string,
  period: string | null,
  now: Instant,
): StatementSubject {
  const subject = statementSubject(reference, { contract, period, now });
  if (subject.ok) return subject.value;
  if (subject.problems[0]?.code === 'unknown-contract')
    throw new Refusal('contract-not-found', `There is no contract ${contract}.`);
  throw refusal('bad-payment-period', subject.problems);
}

/** The reference with the calls that a statement needs, and no more devices than the contract's. */
export async function datasetFor(
  figures: Figures,
  em: Em,
  reference: Reference,
  { contract, terms, period, from }: StatementSubject,
): Promise<Dataset> {
  await upToDate(figures, em, contract.code);
  const devices = reference.devices.filter((device) => device.contract === contract.code);
  const calls = await callsOfPeriod(em, {
    contract: contract.code,
    territories: territoriesOf(devices, reference.sites),
    period: { start: from, end: period.end },
    temporaryFixes: terms.measures.some(({ rectification }) => rectification.temporaryFix !== null),
  });
  return { ...reference, devices, calls, ...(await knownFrom(em)) };
}

/** Where nothing is known yet, the engine takes it that nothing has been until now. */
async function knownFrom(em: Em): Promise<Pick<Dataset, 'knownFrom'>> {
  const first = await firstLogged(em);
  return first === null ? {} : { knownFrom: first };
}

/** Money waits for the figures that it rests on. */
async function upToDate(figures: Figures, em: Em, contract: string): Promise<void> {
  await figures.catchUp(em);
  if (em.isInTransaction()) return figures.countAllStale(em, contract);
  const transaction = <T>(work: (em: Em) => Promise<T>) => em.fork().transactional((own) => work(own as Em));
  await figures.countStale({ transaction }, contract, () => {
    checkBudget();
    return true;
  });
}

/** When the plans as they stand have the contract's open calls done. */
async function plannedFor(em: Em, { devices, sites }: Dataset): Promise<PlannedTimes> {
  const times = new Map<string, { readonly arrival: Instant; readonly finish: Instant }>();
  for (const territory of territoriesOf(devices, sites)) {
    const { allocations } = await readPlan(em, territory);
    for (const { call, arrival, finish } of allocations) times.set(call, { arrival, finish });
  }
  return times;
}

export interface MadeStatement {
  readonly made: DatasetStatement;
  readonly dataset: Dataset;
}

/** The live statement of a period, with its forecast while it runs if that is wanted. */
export async function makeStatement(
  figures: Figures,
  em: Em,
  reference: Reference,
  subject: StatementSubject,
  now: Instant,
  forecast: boolean,
): Promise<MadeStatement> {
  const dataset = await datasetFor(figures, em, reference, subject);
  const runs = now >= subject.period.start && now < subject.period.end;
  const planned = forecast && runs ? await plannedFor(em, dataset) : null;
  return { dataset, made: statementOfDataset(dataset, subject, now, planned, checkBudget) };
}

/** As it is given out, with the time spent on each call where the calls are listed. */
export async function documentOf(
  em: Em,
  { made, dataset }: MadeStatement,
  options: { readonly calls: boolean; readonly version: number | null },
): Promise<StatementDocument> {
  const numbers = dataset.calls.map(({ number }) => number);
  const hours = options.calls ? await timeSpentOn(em, made.subject.contract.code, numbers) : new Map<string, number>();
  return statementDocument(made, dataset, { ...options, hours });
}

/** Where the devices stand. */
function territoriesOf(devices: Dataset['devices'], sites: Dataset['sites']): string[] {
  const own = new Set(devices.map(({ site }) => site));
  return [...new Set(sites.flatMap(({ code, territory }) => (own.has(code) ? [territory] : [])))];
}
