import {
  type Call,
  createEscalationClock,
  type EscalationClock,
  type EscalationStep,
  type Instant,
  type Terms,
} from '#engine';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import { deviceOf } from '../../platform/views.ts';
import { stepsTaken } from '../../store/index.ts';
import { escalate, stepsOf } from './escalate.ts';

/** Looks for the steps of escalation that are due. One a process; what it remembers only saves work. */
export interface EscalationWatch {
  /** Takes all steps that are due now. @returns how many were taken here */
  look(): Promise<number>;
}

/** A call with its steps that are still to come, as they were worked out when it last changed. */
interface Watched {
  readonly call: Call;
  steps: { readonly key: string; at: Instant }[];
}

export function createEscalationWatch(office: Office): EscalationWatch {
  let terms: Terms | null = null;
  let clock: EscalationClock | null = null;
  let taken = new Map<string, Set<string>>();
  let watched = new Map<string, Watched>();
  let steps = new Map<string, readonly EscalationStep[]>();

  /** Other rules, timelines or calls: everything is worked out anew. */
  const renew = async (day: Day): Promise<void> => {
    taken = await stepsTaken(office.store.em());
    terms = day.book.terms;
    clock = createEscalationClock(terms);
    watched = new Map();
    steps = new Map([...day.tables.contracts.keys()].map((contract) => [contract, stepsOf(day, { contract })]));
  };

  const stepsFor = (day: Day, call: Call): readonly EscalationStep[] =>
    steps.get(deviceOf(day.tables, call).contract) ?? [];

  /** Instants of the steps that are still to be taken; calls whose contract has none cost nothing. */
  const watch = (day: Day, call: Call, now: Instant): Watched => {
    const known = watched.get(call.number);
    if (known !== undefined && known.call === call) return known;
    const gone = taken.get(call.number);
    const found: Watched = { call, steps: [] };
    if (call.duplicateOf === null) {
      for (const { key, clock: of, at: percent } of stepsFor(day, call)) {
        const at = gone?.has(key) ? null : clock!.reaches(call, null, of, percent, now);
        if (at !== null) found.steps.push({ key, at });
      }
    }
    watched.set(call.number, found);
    return found;
  };

  const note = (number: string, key: string): void => {
    const keys = taken.get(number) ?? new Set();
    taken.set(number, keys.add(key));
    watched.delete(number);
  };

  return {
    async look() {
      const em = office.store.em();
      const now = office.clock();
      const day = await office.desk.upToDate(em, now);
      if (day.tables.reference.escalations.length === 0) return 0;
      if (terms !== day.book.terms) await renew(day);
      const due: { readonly call: Call; readonly key: string }[] = [];
      const numbers = new Set([...day.book.openNumbers, ...day.book.awaitingApproval().map(({ number }) => number)]);
      for (const number of watched.keys()) if (!numbers.has(number)) watched.delete(number);
      for (const number of numbers) {
        const call = day.book.call(number);
        if (call === null) continue;
        for (const { key, at } of watch(day, call, now).steps) if (at <= now) due.push({ call, key });
      }
      const ready = due.filter(({ call, key }) => {
        const step = stepsFor(day, call).find((each) => each.key === key);
        // A hold that stops the clock moves the instant on: it is looked at again when the call changes, or then.
        const at = step === undefined ? null : clock!.reaches(call, null, step.clock, step.at, now);
        if (at !== null && at <= now) return true;
        const found = watched.get(call.number);
        if (found !== undefined && at !== null) for (const each of found.steps) if (each.key === key) each.at = at;
        if (at === null) watched.delete(call.number);
        return false;
      });
      const steps = ready.map(({ call, key }) => ({ call: call.number, key }));
      const done = await escalate(office, steps);
      for (const { call, key } of done) note(call, key);
      // Another process has taken it, or the call has changed since it was read (a hold) and it is due later.
      const open = steps.filter((step) => !done.includes(step)).map(({ call }) => call);
      const gone = open.length === 0 ? taken : await stepsTaken(em, open);
      for (const call of open) {
        for (const key of gone.get(call) ?? []) note(call, key);
        watched.delete(call);
      }
      return done.length;
    },
  };
}
