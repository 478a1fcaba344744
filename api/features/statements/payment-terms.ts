import {
  type Contract,
  type Finding,
  lintPasses,
  lintPaymentTerms,
  type PaymentTerms,
  parsePaymentTerms,
  paymentCodesOf,
  paymentTermsJsonSchema,
  paymentTermsOf,
  type Reference,
} from '#engine';
import type { Change, Reply } from '../../platform/change.ts';
import { etagOf, requireMatch } from '../../platform/etag.ts';
import type { Office } from '../../platform/office.ts';
import { characterProblems, Refusal } from '../../problem.ts';
import { claimReference, writePaymentTerms } from '../../store/index.ts';
import { findingView } from './lint-view.ts';

const reply = (body: unknown, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status: 200,
  headers,
  body,
});

export const paymentTermsSchemaReply = (): Reply => reply(paymentTermsJsonSchema());

/** Terms of a contract as they were written, and what the linter finds in them. */
export async function readContractTerms(office: Office, contract: string): Promise<Reply> {
  const { reference } = (await office.desk.upToDate(office.store.em(), office.clock())).tables;
  const found = contractOf(reference, contract);
  const read = paymentTermsOf(reference).get(contract);
  const terms = read === undefined ? null : reference.paymentTerms![contract];
  const view = lintView(read === undefined ? [] : lintOf(reference, found, read));
  return reply({ contract, terms, version: etagOf(terms), ...view }, { etag: etagOf(terms) });
}

/** What the linter finds in terms that are not saved. */
export async function lintContractTerms(office: Office, contract: string, source: unknown): Promise<Reply> {
  const { reference } = (await office.desk.upToDate(office.store.em(), office.clock())).tables;
  const found = contractOf(reference, contract);
  return reply({ contract, ...lintView(lintOf(reference, found, checkedTerms(reference, found, source))) });
}

/** Puts terms in the place of a contract's (null: takes them away). Faulty ones are refused; what the linter finds is told. */
export async function putContractTerms(
  change: Change,
  contract: string,
  source: unknown,
  ifMatch: string | null,
): Promise<Reply> {
  await claimReference(change.em);
  const { reference } = (await change.day()).tables;
  const found = contractOf(reference, contract);
  const former = reference.paymentTerms?.[contract] ?? null;
  requireMatch(ifMatch, etagOf(former), `The payment terms of ${contract}`);
  const terms = source === null ? null : checkedTerms(reference, found, source);
  const others = Object.fromEntries(Object.entries(reference.paymentTerms ?? {}).filter(([code]) => code !== contract));
  change.provisional();
  await writePaymentTerms(change.em, source === null ? others : { ...others, [contract]: source });
  change.tell({ kind: 'dataset' });
  const view = lintView(terms === null ? [] : lintOf(reference, found, terms));
  return reply({ contract, terms: source, version: etagOf(source), ...view }, { etag: etagOf(source) });
}

/** Findings in all terms of a dataset, but for notes. */
export const lintDataset = (reference: Reference): Finding[] => {
  const terms = paymentTermsOf(reference);
  return reference.contracts.flatMap((contract) => {
    const own = terms.get(contract.code);
    return own === undefined ? [] : lintOf(reference, contract, own).filter(({ severity }) => severity !== 'note');
  });
};

/** Terms that came in a request. @throws Refusal payment-terms-refused with every problem */
export function checkedTerms(reference: Reference, { code, currency }: Contract, source: unknown): PaymentTerms {
  const unstorable = characterProblems(source, 'terms');
  const read = parsePaymentTerms(source, code, currency, paymentCodesOf(reference));
  if (read.ok && unstorable.length === 0) return read.value;
  const problems = [
    ...unstorable,
    ...(read.ok ? [] : read.problems).map(({ file: _, field, ...problem }) => ({
      ...problem,
      ...(field === undefined
        ? {}
        : { field: field.startsWith(`${code}.`) ? `terms${field.slice(code.length)}` : field }),
    })),
  ];
  throw new Refusal('payment-terms-refused', 'The payment terms are not valid; nothing was saved.', problems);
}

function contractOf({ contracts }: Reference, code: string): Contract {
  const found = contracts.find((contract) => contract.code === code);
  if (found === undefined) throw new Refusal('contract-not-found', `There is no contract ${code.slice(0, 100)}.`);
  return found;
}

const lintOf = ({ devices }: Reference, contract: Contract, terms: PaymentTerms): Finding[] =>
  lintPaymentTerms(terms, contract, devices);

const lintView = (findings: readonly Finding[]) => ({
  passes: lintPasses(findings),
  findings: findings.map(findingView),
});
