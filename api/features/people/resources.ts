import {
  type Call,
  type CallStatus,
  DAY,
  type Instant,
  instant,
  localDateAt,
  millis,
  type PlacedShift,
  placedShifts,
  type Resource,
  STARTED_STATUSES,
  shiftsOf,
} from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Day } from '../../platform/desk.ts';
import type { Office } from '../../platform/office.ts';
import { at, siteOf } from '../../platform/views.ts';
import { Refusal } from '../../problem.ts';
import { type Em, readPeopleEvents, readPlan, type StoredAllocation } from '../../store/index.ts';
import { finishedIn } from '../plans/planning/facts.ts';
import { rotaRowView } from './rota.ts';

/** What somebody is doing, as far as the last thing known of them tells. */
export type ResourceState = 'on-site' | 'travelling' | 'available' | 'on-call' | 'break' | 'absent' | 'off';

export interface Whereabouts {
  readonly resource: Resource;
  readonly state: ResourceState;
  readonly position: {
    readonly latitude: number;
    readonly longitude: number;
    /** `site`: of the call that they are at or were at last in the running shift; `home`. */
    readonly at: 'site' | 'home';
    readonly site: string | null;
    /** When they came there, as far as is known. */
    readonly since: Instant | null;
  };
  /** The call that they are on the way to or at. */
  readonly current: { readonly call: Call; readonly status: CallStatus } | null;
  /** The next one in the plan. */
  readonly next: StoredAllocation | null;
  /** The shift that is running, else the next that begins today; null: none. */
  readonly shift: PlacedShift | null;
}

/** Who is where, of one territory or all, in the order of the table. */
export async function whereabouts(day: Day, em: Em, territory: string | null): Promise<Whereabouts[]> {
  const { book, tables } = day;
  const { reference } = tables;
  const { now } = book;
  const resources = reference.resources.filter((each) => territory === null || each.territory === territory);
  const places = [...new Set(territory === null ? tables.territories.keys() : [territory])];
  const plans = await Promise.all(places.map((code) => readPlan(em, code)));
  const finished = (await Promise.all(places.map((code) => finishedIn(em, day, code)))).flat();

  const planned = Map.groupBy(
    plans.flatMap(({ allocations }) => allocations),
    (each) => each.resource,
  );
  const open = book.all().map(({ number }) => book.call(number)!);
  const started = Map.groupBy(
    open.filter((call) => call.resource !== null && STARTED_STATUSES.has(book.status(call) ?? 'logged')),
    ({ resource }) => resource,
  );
  const done = Map.groupBy(finished, ({ resource }) => resource);
  const away = Map.groupBy(
    reference.absences.filter(({ from, to }) => from <= now && now < to),
    ({ resource }) => resource,
  );

  const shifts = placedShifts(reference, now, millis(DAY));
  return resources.map((resource): Whereabouts => {
    const shift = shiftOfToday(day, resource, shifts(resource));
    const doing = (started.get(resource.code) ?? []).map((call) => ({ call, status: book.status(call)! }));
    const current =
      doing.find(({ status }) => status === 'on-site') ?? doing.find(({ status }) => status === 'travelling') ?? null;
    const begin = startOf(shift) ?? now;
    const last = (done.get(resource.code) ?? [])
      .filter(({ fixedAt }) => begin <= now && fixedAt! >= begin)
      .reduce<Call | null>(
        (latest, call) => (latest === null || call.fixedAt! > latest.fixedAt! ? call : latest),
        null,
      );
    const place = current?.status === 'on-site' ? current.call : last;
    const site = place === null ? null : siteOf(tables, place);
    const { latitude, longitude } = site ?? resource;
    return {
      resource,
      state: stateOf(current?.status ?? null, away.has(resource.code), shift, now),
      position: {
        latitude,
        longitude,
        at: site === null ? 'home' : 'site',
        site: site?.code ?? null,
        since: place === null ? null : place === last ? place.fixedAt : place.respondedAt,
      },
      current,
      next:
        (planned.get(resource.code) ?? [])
          .filter(({ call }) => call !== current?.call.number)
          .sort((a, b) => a.start - b.start)[0] ?? null,
      shift,
    };
  });
}

function shiftOfToday({ tables, book }: Day, resource: Resource, [first]: readonly PlacedShift[]): PlacedShift | null {
  const today = localDateAt(book.now, tables.territories.get(resource.territory)!.timeZone);
  return first !== undefined && (first.bands[0]!.start <= book.now || first.date === today) ? first : null;
}

function stateOf(status: CallStatus | null, absent: boolean, shift: PlacedShift | null, now: Instant): ResourceState {
  if (status === 'on-site' || status === 'travelling') return status;
  if (absent) return 'absent';
  if (shift === null || now < shift.bands[0]!.start) return 'off';
  if (!shift.bands.some(({ start, end }) => start <= now && now < end)) return 'break';
  return shift.onCallUpTo === null ? 'available' : 'on-call';
}

export const whereaboutsView = ({ resource, state, position, current, next, shift }: Whereabouts) => ({
  code: resource.code,
  name: resource.name,
  territory: resource.territory,
  state,
  position: { ...position, since: at(position.since) },
  current: current === null ? null : { call: current.call.number, status: current.status, device: current.call.device },
  next:
    next === null
      ? null
      : { call: next.call, travel_start: at(next.travelStart), start: at(next.start), finish: at(next.finish) },
  shift: shift === null ? null : shiftView(shift),
});

export const shiftView = (shift: PlacedShift) => ({
  date: shift.date,
  territory: shift.territory,
  on_call_up_to: shift.onCallUpTo,
  bands: shift.bands.map(({ start, end }) => ({ start: at(start), end: at(end) })),
});

/** Everybody, with what they are doing. */
export async function resourceList(office: Office, territory: string | null, ahead = false): Promise<Reply> {
  const em = office.store.em();
  const day = await office.desk.upToDate(em, office.clock());
  if (territory !== null && !day.tables.territories.has(territory)) {
    throw new Refusal('territory-not-found', `There is no territory ${territory}.`);
  }
  const found = await whereabouts(day, em, territory);
  const duty = ahead ? dutyAhead(day) : null;
  const resources = found.map((each) => ({
    ...whereaboutsView(each),
    ...(duty === null ? {} : { ahead: duty(each.resource) }),
  }));
  return { status: 200, headers: {}, body: { now: at(day.book.now), resources } };
}

/** Shifts, turns on call and absences of somebody from now up to the policy's horizon. */
function dutyAhead({ tables: { reference }, book: { now } }: Day) {
  const shifts = placedShifts(reference, now, reference.policy.horizon);
  const end = now + reference.policy.horizon;
  const away = Map.groupBy(
    reference.absences.filter(({ from, to }) => to > now && from < end),
    ({ resource }) => resource,
  );
  return (resource: Resource) => ({
    shifts: shifts(resource).map(shiftView),
    absences: (away.get(resource.code) ?? []).map(({ from, to, reason }) => ({ from: at(from), to: at(to), reason })),
  });
}

/** Journal entries shown with a rota. */
const JOURNAL = 50;

/** Somebody's working time: all rows of the rota that are not over, and the shifts that come of them. */
export async function rotaOf(office: Office, code: string): Promise<Reply> {
  const em = office.store.em();
  const { tables, book } = await office.desk.upToDate(em, office.clock());
  const { reference } = tables;
  const resource = tables.resources.get(code);
  if (resource === undefined) throw new Refusal('resource-not-found', `There is no resource ${code}.`);
  const { timeZone } = tables.territories.get(resource.territory)!;
  const today = localDateAt(book.now, timeZone);
  const own = <R extends { readonly resource: string }>(rows: readonly R[], lasts: (row: R) => boolean) =>
    rows.filter((row) => row.resource === code && lasts(row)).map(rotaRowView);
  const events = await readPeopleEvents(em, { subject: 'resource', code }, JOURNAL);
  const body = {
    resource: code,
    name: resource.name,
    territory: resource.territory,
    time_zone: timeZone,
    calendar: resource.calendar,
    absences: own(reference.absences, ({ to }) => to > book.now),
    loans: own(reference.loans, ({ on }) => on >= today),
    shift_changes: own(reference.shiftChanges, ({ on }) => on >= today),
    breaks: own(reference.breaks, ({ validTo }) => validTo === null || validTo >= today),
    on_call: own(reference.onCall, ({ to }) => to > book.now),
    shifts: shiftsOf(reference, resource, book.now, reference.policy.horizon).map(shiftView),
    journal: events.map((event) => ({
      id: String(event.id),
      kind: event.kind,
      at: at(instant(event.at)),
      who: event.who,
      why: event.why,
      details: event.data,
    })),
  };
  return { status: 200, headers: {}, body };
}

const startOf = (shift: PlacedShift | null): Instant | null => shift?.bands[0]?.start ?? null;
