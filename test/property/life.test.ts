import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  applyEvent,
  CALL_EVENTS,
  type CallEvent,
  callFromJournal,
  changedFields,
  lastKnown,
  possibleTransitions,
  visitsAfter,
  visitsFromJournal,
} from '../../engine/lifecycle/index.ts';
import type { Call } from '../../engine/model/call.ts';
import { OPEN_STATUSES } from '../../engine/model/call.ts';
import { HOUR, instant, MINUTE, millis } from '../../engine/model/units.ts';
import type { Visit } from '../../engine/model/visit.ts';
import { openBook } from '../../engine/order/index.ts';
import { createEscalationClock } from '../../engine/sla/index.ts';
import { randomCalls, randomNow, WORLD } from '../order/random-calls.ts';
import { call as callOf } from '../sla/world.ts';

const wish = fc.record({
  kind: fc.constantFrom(...CALL_EVENTS),
  wait: fc.integer({ min: 0, max: 3 * HOUR }),
  resource: fc.constantFrom('ANN', 'BOB'),
  flag: fc.boolean(),
});

/** An event with all that any kind may need; each kind reads its own. */
const eventOf = ({ kind, resource, flag }: { kind: string; resource: string; flag: boolean }, at: number): CallEvent =>
  ({
    kind,
    at,
    resource,
    plannedStart: instant(at + HOUR),
    pin: flag,
    reason: 'no-access',
    heldIn: null,
    onSite: flag,
    approval: flag,
    estimatedTime: millis(HOUR),
    skills: flag ? [{ skill: 'lift', level: 2 }] : null,
    earliest: null,
    latest: null,
    resolution: 'done',
    excuse: flag ? 'relief-event' : null,
    into: 'C-0',
    rule: 'continue',
  }) as unknown as CallEvent;

test('whatever happens to a call, it is the sum of its journal, and so are its visits', () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 40, size: 'max' }), (wishes) => {
      let call: Call = callOf('C-1', '2026-06-01T08:00:00Z', { status: 'open' });
      const journal = [
        { kind: 'logged', at: call.loggedAt, data: { set: changedFields(null, call) } as Record<string, unknown> },
      ];
      const visits: Visit[] = [];
      let setOff = call.loggedAt;
      for (const each of wishes) {
        const from = call.status ?? 'open';
        const at = instant(lastKnown(call) + each.wait);
        const event = eventOf(each, at);
        const applied = applyEvent(call, from, event);
        if (!possibleTransitions(from).includes(each.kind)) expect(applied.ok).toBe(false);
        if (!applied.ok) continue;
        const { kind: _, at: __, ...data } = event;
        journal.push({ kind: each.kind, at, data: { ...data, from, set: changedFields(call, applied.value) } });
        if (each.kind === 'travel') setOff = at;
        const travelledAt = each.kind === 'arrive' && from === 'travelling' ? setOff : null;
        for (const visit of visitsAfter(visits, event, travelledAt, call.temporaryFixedAt !== null)) {
          visits[visit.visit - 1] = visit;
        }
        call = applied.value;

        expect(call.arrivedAt === null || OPEN_STATUSES.has(call.status!)).toBe(true);
        expect(visits.filter(({ leftAt }) => leftAt === null).length).toBeLessThanOrEqual(1);
        for (const [k, { visit, arrivedAt, leftAt, timeSpent, outcome }] of visits.entries()) {
          expect(visit).toBe(k + 1);
          expect([leftAt === null, timeSpent === null]).toEqual([outcome === null, outcome === null]);
          if (leftAt !== null) expect(leftAt - arrivedAt).toBe(timeSpent);
        }
      }
      expect(callFromJournal(journal)).toEqual(call);
      expect(visitsFromJournal(journal)).toEqual(visits);
    }),
    { numRuns: 300 },
  );
});

test('all of a target is used at its deadline, and less of it earlier', () => {
  fc.assert(
    fc.property(randomCalls, randomNow, fc.integer({ min: 1, max: 99 }), (calls, now, percent) => {
      const book = openBook({ ...WORLD, calls }, now);
      if (!book.ok) throw new Error(JSON.stringify(book.problems));
      const clock = createEscalationClock(book.value.terms);
      for (const ordered of book.value.all()) {
        const call = book.value.call(ordered.number)!;
        if (call.duplicateOf !== null) continue;
        const responded = call.respondedAt !== null && call.respondedAt <= now;
        const all = clock.reaches(call, null, 'fix', 100, now);
        expect(all).toBe(ordered.fixBy);
        if (!responded) expect(clock.reaches(call, null, 'respond', 100, now)).toBe(ordered.respondBy);
        else expect(clock.reaches(call, null, 'respond', 100, now)).toBeNull();
        const part = clock.reaches(call, null, 'fix', percent, now);
        if (all !== null) expect(part! <= all && part! >= call.loggedAt - MINUTE).toBe(true);
      }
    }),
    { numRuns: 100 },
  );
});
