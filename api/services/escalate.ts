import {
  createEscalationClock,
  type EscalationStep,
  escalationSteps,
  forecastStep,
  formatInstant,
  type Instant,
  type ShownMiss,
} from '#engine';
import { findCall, type StoredCall, takeStep } from '../store/index.ts';
import { type Change, change } from './change.ts';
import type { Day } from './desk.ts';
import type { Office } from './office.ts';
import { recordChange } from './record-change.ts';

/** Who escalates, in the journal. */
const WHO = 'escalation';

/**
 * Takes a step for a call, if it is still due: class, journal and what people are told in one transaction. However many
 * processes try, at the same moment or after a restart, the step's key lets one of them do it.
 * @returns whether it was done here
 */
export const escalate = (office: Office, number: string, key: string): Promise<boolean> =>
  inOneChange(office, number, (one, call, day) => {
    const step = stepsOf(day, call).find((each) => each.key === key);
    const at = step === undefined ? null : reachedAt(day, call, step, one.now);
    if (step === undefined || at === null || at > one.now) return null;
    return { step, details: { clock: step.clock, percent: step.at, reached_at: formatInstant(at), rows: step.rows } };
  });

/** Takes the step for a target that the plan shows to be missed, before it is (see `forecastStep`). Once a call and clock. */
export const escalateForecast = (office: Office, miss: ShownMiss): Promise<boolean> =>
  inOneChange(office, miss.call, (one, call, day) => {
    const step = forecastStep(stepsOf(day, call), miss.clock);
    if (step === null || miss.deadline <= one.now) return null;
    const expected = miss.expected === null ? null : formatInstant(miss.expected);
    const details = {
      clock: miss.clock,
      forecast: true,
      deadline: formatInstant(miss.deadline),
      expected,
      rows: step.rows,
    };
    return { step, details };
  });

/** The steps of the call's contract. */
export function stepsOf({ tables }: Day, call: StoredCall | { readonly contract: string }): EscalationStep[] {
  const contract = tables.contracts.get(call.contract);
  return contract === undefined ? [] : escalationSteps(tables.reference, contract);
}

/** See `EscalationClock.reaches`; a duplicate has none of its own: one failure is escalated once. */
function reachedAt({ book }: Day, call: StoredCall, step: EscalationStep, now: Instant): Instant | null {
  if (call.duplicateOf !== null) return null;
  return createEscalationClock(book.terms).reaches(call, null, step.clock, step.at, now);
}

interface Found {
  readonly step: EscalationStep;
  readonly details: Readonly<Record<string, unknown>>;
}

async function inOneChange(
  office: Office,
  number: string,
  look: (one: Change, call: StoredCall, day: Day) => Found | null,
): Promise<boolean> {
  const reply = await change(office, null, async (one) => {
    const call = await findCall(one.em, number, { lock: true });
    const found = call === null ? null : look(one, call, await one.day());
    const done = call !== null && found !== null && (await takeStep(one.em, call, found.step.key, one.now));
    if (done) await writeStep(one, call, found);
    return { status: 200, headers: {}, body: done };
  });
  return reply.body === true;
}

async function writeStep(one: Change, call: StoredCall, { step, details }: Found): Promise<void> {
  const raised = step.raises && call.raisedTo === null;
  await recordChange(one, call, raised ? { ...call, raisedTo: 'high' } : call, {
    kind: 'escalate',
    at: one.now,
    by: { who: WHO, why: null },
    details: { ...details, raised, notify: step.notify },
  });
  one.replan(call.territory);
}
