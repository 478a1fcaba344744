import {
  createEscalationClock,
  type EscalationStep,
  escalationSteps,
  forecastStep,
  formatInstant,
  type Instant,
  type ShownMiss,
} from '#engine';
import { change } from '../../platform/change.ts';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import { lockCalls, type StoredCall, takeSteps } from '../../store/index.ts';
import { type RecordedChange, recordChanges } from '../calls/record-change.ts';

/** Who escalates, in the journal. */
const WHO = 'escalation';

/** A step that seems due. */
export interface DueStep {
  readonly call: string;
  readonly key: string;
}

/**
 * Takes steps for calls, those that are still due: class, journal and what people are told in one transaction for many.
 * However many processes try, at the same moment or after a restart, a step's key lets one of them do it.
 * @returns those that were taken here
 */
export const escalate = (office: Office, due: readonly DueStep[]): Promise<DueStep[]> =>
  inFewChanges(office, due, ({ key }, now, call, day) => {
    const step = stepsOf(day, call).find((each) => each.key === key);
    const at = step === undefined ? null : reachedAt(day, call, step, now);
    if (step === undefined || at === null || at > now) return null;
    return { step, details: { clock: step.clock, percent: step.at, reached_at: formatInstant(at), rows: step.rows } };
  });

/** Takes the steps for targets that a plan shows to be missed, before they are (see `forecastStep`). Once a call and clock. */
export const escalateForecasts = (office: Office, misses: readonly ShownMiss[]): Promise<ShownMiss[]> =>
  inFewChanges(office, misses, ({ clock, deadline, expected }, now, call, day) => {
    const step = forecastStep(stepsOf(day, call), clock);
    if (step === null || deadline <= now) return null;
    // Since the plan was made it may have been fixed or cancelled: nothing is missed any more.
    if (day.book.ordered(call.number) === null || reachedAt(day, call, step, now) === null) return null;
    const details = {
      clock,
      forecast: true,
      deadline: formatInstant(deadline),
      expected: expected === null ? null : formatInstant(expected),
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

/** Whether a call's step is due by what is known once the call is locked. */
type Look<W> = (wanted: W, now: Instant, call: StoredCall, day: Day) => Found | null;

/** Calls in one transaction at most: others wait for those that it has locked. */
const TOGETHER = 50;

async function inFewChanges<W extends { readonly call: string }>(
  office: Office,
  wanted: readonly W[],
  look: Look<W>,
): Promise<W[]> {
  const taken: W[] = [];
  const failures: unknown[] = [];
  for (const batch of inBatches(wanted)) {
    // What is left is due still: the next process takes it.
    if (office.stopping()) break;
    try {
      taken.push(...(await inOneChange(office, batch, look)));
    } catch {
      // One that can't be done keeps no other from it.
      for (const each of batch) {
        if (office.stopping()) break;
        const alone = inOneChange(office, [each], look);
        await alone.then((done) => taken.push(...done)).catch((error: unknown) => failures.push(error));
      }
    }
  }
  if (failures.length > 0) throw failures[0];
  return taken;
}

/** No call is twice in a batch: its second step is judged by what the first has made of it. */
function inBatches<W extends { readonly call: string }>(wanted: readonly W[]): W[][] {
  const batches: W[][] = [];
  let open: W[] = [];
  let calls = new Set<string>();
  for (const each of wanted) {
    if (open.length === TOGETHER || calls.has(each.call)) {
      batches.push(open);
      [open, calls] = [[], new Set()];
    }
    open.push(each);
    calls.add(each.call);
  }
  return open.length === 0 ? batches : [...batches, open];
}

async function inOneChange<W extends { readonly call: string }>(
  office: Office,
  wanted: readonly W[],
  look: Look<W>,
): Promise<W[]> {
  let taken: W[] = [];
  await change(office, null, async (one) => {
    const numbers = wanted.map(({ call }) => call);
    const calls = new Map((await lockCalls(one.em, numbers)).map((call) => [call.number, call]));
    const day = await one.day();
    const due = wanted.flatMap((each) => {
      const call = calls.get(each.call);
      const found = call === undefined ? null : look(each, one.now, call, day);
      return call === undefined || found === null ? [] : [{ wanted: each, call, ...found }];
    });
    const mine = await takeSteps(
      one.em,
      due.map(({ call, step }) => ({ call, key: step.key })),
      one.now,
    );
    const steps = due.filter(({ call }) => mine.has(call.number));
    await recordChanges(one, steps.map(changeOf(one.now)));
    for (const { call } of steps) one.replan(call.territory);
    // Of this attempt alone: one that crosses another change is made again.
    taken = steps.map((each) => each.wanted);
    return { status: 200, headers: {}, body: null };
  });
  return taken;
}

const changeOf =
  (now: Instant) =>
  ({ call, step, details }: Found & { readonly call: StoredCall }): RecordedChange => {
    const raised = step.raises && call.raisedTo === null;
    return {
      before: call,
      after: raised ? { ...call, raisedTo: 'high' } : call,
      entry: {
        kind: 'escalate',
        at: now,
        by: { who: WHO, why: null },
        details: { ...details, raised, notify: step.notify },
      },
    };
  };
