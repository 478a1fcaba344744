import { needsApproval } from '../../lifecycle/approval.ts';
import { type Call, type CallOnDevice, type CallType, NOTHING_HAPPENED } from '../../model/call.ts';
import type { Contract } from '../../model/contract.ts';
import type { Reference } from '../../model/dataset.ts';
import type { Device } from '../../model/device.ts';
import type { Model } from '../../model/model.ts';
import { failed, ok, type Problem, type Result } from '../../model/problem.ts';
import type { Site } from '../../model/site.ts';
import type { Instant, Millis } from '../../model/units.ts';
import { formatInstant } from '../../time/index.ts';
import { indexIn } from '../codes.ts';
import { termsAt } from '../regime/logged-terms.ts';
import type { Terms } from '../rules.ts';
import { type Candidate, checkCall, checkDevice } from './entitlement-checks.ts';
import {
  approvalWarning,
  noticeWarning,
  openCallWarnings,
  originalAmong,
  warrantyNote,
} from './entitlement-warnings.ts';
import { resolveDevice } from './resolve-device.ts';

/** A call as it is reported. Texts may be blank, which counts as not given. */
export interface CallRequest {
  readonly device?: string | null;
  readonly site?: string | null;
  readonly model?: string | null;
  readonly contact: string;
  readonly description: string;
  /** `fault` where not given. */
  readonly type?: CallType | null;
  /** `now` where not given. */
  readonly loggedAt?: Instant | null;
  readonly occurredAt?: Instant | null;
  /** A fault is, another type is not, where not given. */
  readonly serviceAffecting?: boolean | null;
  /** Whether the device stays in use all the same. */
  readonly inUse?: boolean | null;
  readonly estimatedTime?: Millis | null;
  readonly earliest?: Instant | null;
  readonly latest?: Instant | null;
  /** Reason with which a person declares an emergency. */
  readonly emergency?: string | null;
}

export interface EntitlementContext {
  readonly now: Instant;
  /** Calls open at `now` on a device. */
  readonly openCallsOn: (device: string) => readonly Call[];
}

/** A call that may be logged: it lacks its number alone. */
export interface Admission {
  readonly call: Omit<Call, 'number' | 'row'>;
  /** Worth knowing, but no reason to refuse. */
  readonly warnings: readonly Problem[];
  /** The repair can be claimed. */
  readonly underWarranty: boolean;
  readonly device: Device;
  readonly model: Model;
  readonly site: Site;
  readonly contract: Contract;
}

/**
 * Is this call valid? (Domain, section 4.) Every check runs and every problem is reported at once, with its field, the
 * offending value and what mends it. The terms must have been compiled from this reference, with `from` not after
 * the call's `logged_at`.
 */
export function checkEntitlement(
  terms: Terms,
  reference: Reference,
  request: CallRequest,
  context: EntitlementContext,
): Result<Admission> {
  const { now } = context;
  const loggedAt = request.loggedAt ?? now;
  const named = resolveDevice(terms, reference, request, loggedAt);
  const type = request.type ?? 'fault';
  const candidate: Candidate = {
    device: named.device,
    type,
    contact: request.contact,
    description: request.description,
    loggedAt,
    occurredAt: request.occurredAt ?? null,
    earliest: request.earliest ?? null,
    latest: request.latest ?? null,
    emergency: request.emergency ?? null,
    keptTerms: null,
  };
  const problems = [...named.problems, ...checkCall(terms, candidate), ...checkNow(candidate, now)];
  if (problems.length > 0 || named.device < 0) return failed(problems);

  const device = reference.devices[named.device]!;
  const contract = reference.contracts[terms.rules.deviceContract[named.device]!]!;
  const site = reference.sites[terms.rules.deviceSite[named.device]!]!;
  const model = reference.models[indexIn(terms.codes.models, device.model)]!;
  const estimatedTime = request.estimatedTime ?? null;
  const open = context.openCallsOn(device.code);
  const original = originalAmong(open, type, loggedAt);
  const warranty = warrantyNote(device, site, loggedAt);
  const warnings = [
    ...openCallWarnings(open, original, device),
    noticeWarning(contract, loggedAt),
    approvalWarning(contract, estimatedTime),
    warranty,
  ].filter((warning) => warning !== null);
  const call: Admission['call'] = {
    device: device.code,
    contact: request.contact.trim(),
    description: request.description.trim(),
    type,
    loggedAt,
    occurredAt: candidate.occurredAt,
    serviceAffecting: request.serviceAffecting ?? type === 'fault',
    estimatedTime,
    earliest: candidate.earliest,
    latest: candidate.latest,
    status: needsApproval(estimatedTime, contract) ? 'awaiting-approval' : 'open',
    ...NOTHING_HAPPENED,
    duplicateOf: original?.number ?? null,
    emergency: candidate.emergency?.trim() ?? null,
    inUse: request.inUse ?? null,
    keptTerms: termsAt(terms, named.device, loggedAt),
  };
  return ok({ call, warnings, underWarranty: warranty !== null, device, model, site, contract });
}

/**
 * The same for calls of a dataset (decision 18), as problems of `calls.csv`. What can't be asked of the past is left
 * out: a call logged after `now` is not known yet, and duplicates are as the dataset says.
 */
export function checkDatasetCalls(terms: Terms, reference: Reference, calls: readonly Call[]): Problem[] {
  const problems: Problem[] = [];
  for (const call of calls) {
    const device = indexIn(terms.codes.devices, call.device);
    if (device < 0) {
      const named = resolveDevice(terms, reference, { device: call.device }, call.loggedAt);
      problems.push(...named.problems.map((problem) => inRow(problem, call.row)));
      continue;
    }
    for (const problem of checkCall(terms, candidateOf(call, device))) problems.push(inRow(problem, call.row));
  }
  return problems;
}

const candidateOf = (call: Call, device: number): Candidate => ({
  device,
  type: call.type,
  contact: call.contact,
  description: call.description,
  loggedAt: call.loggedAt,
  occurredAt: call.occurredAt,
  earliest: call.earliest,
  latest: call.latest,
  emergency: call.emergency,
  keptTerms: call.keptTerms,
});

/** The same for calls of which no more is known for certain than their device, as in a dataset that has other problems. */
export function checkDevices(terms: Terms, calls: readonly CallOnDevice[]): Problem[] {
  return calls.flatMap((call) => {
    const device = indexIn(terms.codes.devices, call.device);
    return checkDevice(terms, { ...call, device }).map((problem) => inRow(problem, call.row));
  });
}

const inRow = (problem: Problem, row: number | null): Problem => ({
  file: 'calls.csv',
  ...(row === null ? {} : { row }),
  ...problem,
});

function checkNow({ loggedAt, latest }: Candidate, now: Instant): Problem[] {
  const problems: Problem[] = [];
  if (loggedAt > now) {
    problems.push({
      code: 'logged-in-future',
      field: 'logged_at',
      value: formatInstant(loggedAt),
      message: `The call says that it was logged at ${formatInstant(loggedAt)}, which is still to come.`,
      action: 'Leave logged_at out for now, or give the instant at which the call came in.',
    });
  }
  if (latest !== null && latest < loggedAt) {
    problems.push({
      code: 'appointment-in-past',
      field: 'latest',
      value: formatInstant(latest),
      message: `The appointment ended at ${formatInstant(latest)}, before the call was logged at ${formatInstant(loggedAt)}.`,
      action: 'Give a latest start that is still to come, or leave latest out.',
    });
  }
  return problems;
}
