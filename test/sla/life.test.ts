import { describe, expect, it } from 'vitest';
import type { CallEvent } from '../../engine/lifecycle/life.ts';
import { applyEvent, CALL_EVENTS, possibleTransitions, reopenedCall } from '../../engine/lifecycle/life.ts';
import type { Call, CallStatus } from '../../engine/model/call.ts';
import { CALL_STATUSES, OPEN_STATUSES } from '../../engine/model/call.ts';
import { instant } from '../../engine/model/units.ts';

const base: Call = {
  row: 0,
  number: 'C-1',
  device: 'D',
  contact: 'Ann',
  description: 'stuck',
  type: 'fault',
  loggedAt: instant(1000),
  occurredAt: null,
  serviceAffecting: true,
  estimatedTime: null,
  earliest: null,
  latest: null,
  status: 'open',
  resource: null,
  pinned: false,
  respondedAt: null,
  fixedAt: null,
  closedAt: null,
  holds: [],
  restored: [],
  earlierReport: null,
  duplicateOf: null,
  excuse: null,
  emergency: null,
  raisedTo: null,
  plannedStart: null,
  inUse: null,
  temporaryFixedAt: null,
  arrivedAt: null,
  visitSkills: null,
  resolution: null,
  keptTerms: null,
};
const place = { resource: 'R1', plannedStart: instant(5000) };

function step(call: Call, event: CallEvent, status: CallStatus = call.status ?? 'open'): Call {
  const result = applyEvent(call, status, event);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join(' '));
  return result.value;
}

describe('life of a call (section 12)', () => {
  it('goes from open to closed, each step stopping its clock', () => {
    let call = step(base, { kind: 'accept', at: instant(2000), ...place }, 'allocated');
    expect(call).toMatchObject({ status: 'accepted', ...place, respondedAt: null });
    call = step(call, { kind: 'travel', at: instant(3000), ...place });
    call = step(call, { kind: 'arrive', at: instant(4000), ...place });
    expect(call).toMatchObject({ status: 'on-site', respondedAt: 4000 });
    call = step(call, { kind: 'fix', resolution: null, at: instant(6000) });
    expect(call).toMatchObject({ status: 'fixed', fixedAt: 6000 });
    call = step(call, { kind: 'close', at: instant(7000) });
    expect(call).toMatchObject({ status: 'closed', closedAt: 7000 });
  });

  it('hold and cancel are possible from every open status', () => {
    for (const status of OPEN_STATUSES) {
      expect(possibleTransitions(status)).toContain('cancel');
      if (status !== 'on-hold') expect(possibleTransitions(status)).toContain('hold');
    }
    expect(possibleTransitions('cancelled')).toEqual([]);
    expect(possibleTransitions('closed')).toEqual(['reopen', 'excuse']);
  });

  it('a second arrival keeps the first response', () => {
    const back = { ...base, respondedAt: instant(1500), status: 'accepted' as const };
    expect(step(back, { kind: 'arrive', at: instant(9000), ...place }).respondedAt).toBe(1500);
  });

  it('a hold that ends as it begins leaves nothing: a dataset has no interval for it', () => {
    const held = step(base, { kind: 'hold', at: instant(3000), reason: 'parts' });
    const resumed = step(held, { kind: 'resume', at: instant(3000), heldIn: 'open', onSite: false });
    expect(resumed.holds).toEqual([]);
  });

  it('going from held straight to fixed ends the hold at the fix', () => {
    const held = step(
      { ...base, status: 'on-site', respondedAt: instant(2000) },
      { kind: 'hold', at: instant(3000), reason: 'parts' },
    );
    expect(held.holds).toEqual([{ from: 3000, to: null, reason: 'parts' }]);
    expect(step(held, { kind: 'fix', resolution: null, at: instant(8000) }).holds).toEqual([
      { from: 3000, to: 8000, reason: 'parts' },
    ]);
  });

  it('resume goes back to approval where the call was waiting for it, on site where the technician stayed, else is planned again', () => {
    const held: Call = {
      ...base,
      status: 'on-hold',
      resource: 'R1',
      respondedAt: instant(1500),
      holds: [{ from: instant(2000), to: null, reason: 'no access' }],
    };
    const at = instant(4000);
    expect(step(held, { kind: 'resume', at, heldIn: 'awaiting-approval', onSite: false }).status).toBe(
      'awaiting-approval',
    );
    expect(step(held, { kind: 'resume', at, heldIn: 'on-site', onSite: true })).toMatchObject({
      status: 'on-site',
      resource: 'R1',
    });
    expect(step(held, { kind: 'resume', at, heldIn: 'on-site', onSite: false })).toMatchObject({
      status: 'open',
      resource: null,
    });
    const unseen = applyEvent({ ...held, respondedAt: null }, 'on-hold', {
      kind: 'resume',
      at,
      heldIn: null,
      onSite: true,
    });
    expect(unseen.ok ? null : unseen.problems[0]?.code).toBe('resume-not-on-site');
  });

  it('a wrong transition names what is possible', () => {
    const result = applyEvent(base, 'open', { kind: 'close', at: instant(2000) });
    expect(result.ok).toBe(false);
    if (result.ok) return;
    expect(result.problems[0]).toMatchObject({ code: 'transition-not-possible', value: 'open' });
    expect(result.problems[0]?.action).toContain('allocate');
  });

  it('an event before what is already known is refused', () => {
    const result = applyEvent(base, 'open', { kind: 'cancel', at: instant(999) });
    expect(result.ok ? [] : result.problems.map((problem) => problem.code)).toEqual(['event-before-history']);
    expect(applyEvent(base, 'open', { kind: 'cancel', at: instant(1000) }).ok).toBe(true);
  });

  it('reopen continues the old clock, or asks for a call of its own', () => {
    const fixed: Call = {
      ...base,
      status: 'fixed',
      respondedAt: instant(2000),
      fixedAt: instant(3000),
      resource: 'R1',
      pinned: true,
    };
    const again = step(fixed, { kind: 'reopen', at: instant(5000), rule: 'continue' });
    expect(again).toMatchObject({
      status: 'reopened',
      fixedAt: null,
      respondedAt: 2000,
      loggedAt: 1000,
      resource: null,
      pinned: false,
    });
    const anew = applyEvent(fixed, 'fixed', { kind: 'reopen', at: instant(5000), rule: 'new' });
    expect(anew.ok ? null : anew.problems[0]?.code).toBe('reopen-is-a-new-call');
    expect(reopenedCall(fixed, 'new', 'C-2', 'again', instant(5000))).toMatchObject({
      type: 'return',
      loggedAt: 5000,
      fixedAt: null,
    });
    expect(reopenedCall(fixed, 'repeat', 'C-2', 'again', instant(5000))).toMatchObject({
      type: 'fault',
      status: 'open',
    });
  });

  it('every event is possible from some status, and none from a status unknown to the table', () => {
    const possible = new Set(CALL_STATUSES.flatMap((status) => possibleTransitions(status)));
    expect([...possible].sort()).toEqual([...CALL_EVENTS].sort());
  });

  it('pinning a call that only the plan had placed allocates it there; a started one keeps its status', () => {
    expect(step(base, { kind: 'pin', at: instant(2000), ...place }, 'allocated')).toMatchObject({
      status: 'allocated',
      pinned: true,
      ...place,
    });
    expect(step({ ...base, status: 'travelling' }, { kind: 'pin', at: instant(2000), ...place }).status).toBe(
      'travelling',
    );
  });
});
