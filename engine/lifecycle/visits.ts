import { type Instant, type Millis, millis } from '../model/units.ts';
import type { Visit, VisitOutcome } from '../model/visit.ts';
import type { JournalEntry } from './history.ts';
import type { CallEvent } from './life.ts';

/** How an event ends a visit that is under way. */
const OUTCOMES: Partial<Record<CallEvent['kind'], VisitOutcome>> = {
  fix: 'fixed',
  'follow-up': 'follow-up',
  hold: 'held',
  release: 'taken-over',
  cancel: 'cancelled',
};

/**
 * What an event makes of a call's visits (domain, section 12: time spent is recorded per visit): those that are new or
 * have changed. An arrival begins a visit, and ends that of somebody else who was there; handing the work over, a fix, a hold, a follow-up, a
 * cancellation, or an estimate that has to be approved ends it. A hold after which the technician "is still there" was
 * no end: the visit goes on, its wait included.
 * @param temporarilyFixed whether the call has a temporary fix already: a follow-up then ends a visit that did something
 */
export function visitsAfter(
  visits: readonly Visit[],
  event: CallEvent,
  travelledAt: Instant | null,
  temporarilyFixed: boolean,
): Visit[] {
  const last = visits.at(-1);
  const present = last !== undefined && last.leftAt === null ? last : null;
  switch (event.kind) {
    case 'arrive': {
      if (present?.resource === event.resource) return [];
      const { resource, at: arrivedAt } = event;
      const begun = {
        visit: visits.length + 1,
        resource,
        travelledAt,
        arrivedAt,
        leftAt: null,
        timeSpent: null,
        outcome: null,
      };
      return [...(present === null ? [] : [ended(present, event.at, 'taken-over')]), begun];
    }
    case 'resume':
      if (!event.onSite || last?.outcome !== 'held') return [];
      return [{ ...last, leftAt: null, timeSpent: null, outcome: null }];
    case 'estimate':
      return present !== null && event.approval ? [ended(present, event.at, 'awaiting-approval')] : [];
    default: {
      const outcome = OUTCOMES[event.kind];
      if (present === null || outcome === undefined) return [];
      return [ended(present, event.at, outcome === 'follow-up' && temporarilyFixed ? 'temporary-fix' : outcome)];
    }
  }
}

/** A call's visits as its journal tells them, oldest entry first. */
export function visitsFromJournal(entries: readonly (JournalEntry & { readonly at: Instant })[]): Visit[] {
  const visits: Visit[] = [];
  let setOff: Instant | null = null;
  let temporarilyFixed = false;
  for (const { kind, at, data } of entries) {
    if (kind === 'time-spent') {
      const found = visits[(data.visit as number) - 1];
      if (found !== undefined) visits[found.visit - 1] = { ...found, timeSpent: data.time_spent as Millis };
      continue;
    }
    if (kind === 'travel') setOff = at;
    const event = { ...data, kind, at } as unknown as CallEvent;
    const travelledAt = kind === 'arrive' && data.from === 'travelling' ? setOff : null;
    for (const visit of visitsAfter(visits, event, travelledAt, temporarilyFixed)) visits[visit.visit - 1] = visit;
    if (kind === 'temporary-fix') temporarilyFixed = true;
    if (kind === 'reopen') temporarilyFixed = false;
  }
  return visits;
}

const ended = (visit: Visit, at: Instant, outcome: VisitOutcome): Visit => ({
  ...visit,
  leftAt: at,
  timeSpent: between(visit.arrivedAt, at),
  outcome,
});

const between = (from: Instant, to: Instant): Millis => millis(Math.max(0, to - from));
