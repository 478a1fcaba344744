import type { CallType } from '../../model/call.ts';
import type { CallTerms } from '../../model/call-terms.ts';
import type { Problem } from '../../model/problem.ts';
import { type Instant, instant } from '../../model/units.ts';
import { formatInstant, localDateAt } from '../../time/index.ts';
import { regimeAt } from '../regime/regime.ts';
import type { Terms } from '../rules.ts';

/** What the checks look at, of a call to be logged or one of a dataset. */
export interface Candidate {
  /** Index of the device; -1: not known, and what depends on it goes unchecked. */
  readonly device: number;
  readonly type: CallType;
  readonly contact: string;
  readonly description: string;
  readonly loggedAt: Instant;
  readonly occurredAt: Instant | null;
  readonly earliest: Instant | null;
  readonly latest: Instant | null;
  readonly emergency: string | null;
  /** Of a call that was logged before: what it was entitled to then. */
  readonly keptTerms: CallTerms | null;
}

/** What the checks of the device look at. */
type OnDevice = Pick<Candidate, 'device' | 'type' | 'loggedAt' | 'keptTerms'>;

/** One rule: null where it holds. */
type Check<Of> = (terms: Terms, call: Of) => Problem | null;

const DEVICE_CHECKS: readonly Check<OnDevice>[] = [
  checkInstalled,
  checkNotRetired,
  checkContractInForce,
  checkRegimeApplies,
];
const CALL_CHECKS: readonly Check<Candidate>[] = [
  checkContact,
  checkDescription,
  checkOccurredBeforeLogged,
  checkAppointment,
  checkEmergencyReason,
];

/** Runs every check (domain, section 4) and returns all problems. */
export function checkCall(terms: Terms, call: Candidate): Problem[] {
  const problems = checkDevice(terms, call);
  run(CALL_CHECKS, terms, call, problems);
  return problems;
}

/** Runs the checks that depend on the device alone. */
export function checkDevice(terms: Terms, call: OnDevice): Problem[] {
  const problems: Problem[] = [];
  if (call.device >= 0) run(DEVICE_CHECKS, terms, call, problems);
  return problems;
}

function run<Of>(checks: readonly Check<Of>[], terms: Terms, call: Of, problems: Problem[]): void {
  for (const check of checks) {
    const problem = check(terms, call);
    if (problem !== null) problems.push(problem);
  }
}

/** A device that is to be installed is not there yet: only such a call may name it (decision 24). */
function checkInstalled(terms: Terms, { device, type, loggedAt }: OnDevice): Problem | null {
  if (type === 'installation' || loggedAt >= terms.rules.deviceFrom[device]!) return null;
  const { code, installedOn } = terms.reference.devices[device]!;
  return {
    code: 'device-not-installed-yet',
    field: 'device',
    value: code,
    message: `Device ${code} is installed on ${installedOn}; on ${dateAtSite(terms, device, loggedAt)} it was not yet there.`,
    action: 'Name the device that is there, or correct installed_on in its record.',
  };
}

function checkNotRetired(terms: Terms, { device, loggedAt }: OnDevice): Problem | null {
  if (loggedAt < terms.rules.deviceTo[device]!) return null;
  const { code, retiredOn } = terms.reference.devices[device]!;
  return {
    code: 'device-retired',
    field: 'device',
    value: code,
    message: `Device ${code} was retired on ${retiredOn}, before ${dateAtSite(terms, device, loggedAt)}.`,
    action: 'Name the device that took its place, or correct retired_on in its record.',
  };
}

function checkContractInForce(terms: Terms, { device, loggedAt }: OnDevice): Problem | null {
  const index = terms.rules.deviceContract[device]!;
  const early = loggedAt < terms.rules.contractFrom[index]!;
  if (!early && loggedAt < terms.rules.contractTo[index]!) return null;
  const { code, startsOn, endsOn, timeZone } = terms.reference.contracts[index]!;
  const on = localDateAt(loggedAt, timeZone);
  return {
    code: 'contract-not-in-force',
    field: 'device',
    value: terms.reference.devices[device]!.code,
    message: early
      ? `Contract ${code} of this device begins on ${startsOn}, after ${on}.`
      : `Contract ${code} of this device ended on ${endsOn} and does not renew itself; the call is of ${on}.`,
    action: 'Renew the contract or put the device under one that is in force, then log the call.',
  };
}

function checkRegimeApplies(terms: Terms, { device, loggedAt, keptTerms }: OnDevice): Problem | null {
  if (keptTerms !== null) return null;
  // Before the terms begin nothing is known of hours: a rule that has some can't be said not to apply.
  if (loggedAt < terms.from || regimeAt(terms, device, loggedAt) >= 0) return null;
  const { code, contract, site, model, zone } = terms.reference.devices[device]!;
  const scope = `contract ${contract}, site ${site}, ${zone === null ? 'no zone' : `zone ${zone}`}, model ${model}`;
  return {
    code: 'no-regime',
    field: 'device',
    value: code,
    message: `No regime rule applies to device ${code} (${scope}) at ${formatInstant(loggedAt)}.`,
    action: 'Add a regime rule for its contract or customer that covers this date and time of the week.',
  };
}

function checkContact(_: Terms, { contact }: Candidate): Problem | null {
  if (contact.trim() !== '') return null;
  return {
    code: 'contact-missing',
    field: 'contact',
    message: 'The call has no contact.',
    action: 'Say who reports the call and how to reach them.',
  };
}

function checkDescription(_: Terms, { description }: Candidate): Problem | null {
  if (description.trim() !== '') return null;
  return {
    code: 'description-missing',
    field: 'description',
    message: 'The call has no description.',
    action: 'Say what is wrong or needs doing.',
  };
}

function checkOccurredBeforeLogged(_: Terms, { occurredAt, loggedAt }: Candidate): Problem | null {
  if (occurredAt === null || occurredAt <= loggedAt) return null;
  return {
    code: 'occurred-after-logged',
    field: 'occurred_at',
    value: formatInstant(occurredAt),
    message: `The failure is said to have begun at ${formatInstant(occurredAt)}, after it was logged at ${formatInstant(loggedAt)}.`,
    action: 'Give the instant at which the failure began, or leave occurred_at out.',
  };
}

function checkAppointment(_: Terms, { earliest, latest }: Candidate): Problem | null {
  if (earliest === null || latest === null || earliest <= latest) return null;
  return {
    code: 'latest-before-earliest',
    field: 'latest',
    value: formatInstant(latest),
    message: `The appointment ends at ${formatInstant(latest)}, before it begins at ${formatInstant(earliest)}.`,
    action: 'Give a latest start that is not before the earliest, or leave one of them out.',
  };
}

function checkEmergencyReason(_: Terms, { emergency }: Candidate): Problem | null {
  if (emergency === null || emergency.trim() !== '') return null;
  return {
    code: 'emergency-reason-missing',
    field: 'emergency',
    message: 'An emergency is declared without a reason.',
    action: 'Say why it is an emergency, or leave emergency out.',
  };
}

function dateAtSite(terms: Terms, device: number, at: number): string {
  return localDateAt(instant(at), terms.reference.sites[terms.rules.deviceSite[device]!]!.timeZone);
}
