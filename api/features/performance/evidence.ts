import {
  type CallFacts,
  type ClockResult,
  clockResults,
  countsForMoney,
  type Device,
  downtimeWithin,
  type Failure,
  factsAt,
  formatDuration,
  formatInstant,
  type Interval,
  lengthOf,
  measureZone,
  type PerformanceScope,
  withCalls,
} from '#engine';
import type { Reply } from '../../platform/change.ts';
import type { Office } from '../../platform/office.ts';
import { csv, linkToNext } from '../../platform/views.ts';
import { type ClockCursor, devicesDown, type Em, endedClocks, factsDown } from '../../store/index.ts';
import { badCursor } from '../calls/list-calls.ts';
import { clockView } from './figure-views.ts';
import type { LiveFigures } from './live-figures.ts';
import { type PerformanceQuery, withFigures } from './read-performance.ts';
import { placeOf } from './settle.ts';

export interface ClocksQuery extends PerformanceQuery {
  readonly clock?: 'respond' | 'fix' | undefined;
  readonly outcome?: 'met' | 'missed' | 'open' | 'excused' | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const CLOCK_COLUMNS = [
  ...[
    'call',
    'device',
    'clock',
    'outcome',
    'logged_at',
    'target',
    'deadline',
    'event',
    'late',
    'late_counted',
    'excuse',
  ],
];

/** The clocks behind respond % and fix %: those whose deadlines are in the period, in order of deadline. */
export async function clocks(
  office: Office,
  code: string,
  url: string,
  query: ClocksQuery,
  asCsv: boolean,
): Promise<Reply> {
  const after = query.cursor === undefined ? null : readCursor(query.cursor);
  return withFigures(office, code, query, async (figures, scope, within, em) => {
    const { clock = null, outcome = null, limit } = query;
    const { contract, territories, yardstick, now } = figures;
    const devices = scope.kind === 'contract' ? null : figures.devicesIn(scope).map((device) => device.code);
    const asked = { contract: contract.code, territories, devices, within, clock, after, limit: limit + 1 };
    const ended = outcome === 'open' ? [] : await endedClocks(em, { ...asked, outcome });
    const settled = ended.flatMap((each) => {
      const result = clockResults(yardstick, each.call, END_OF_TIME).find((one) => one.clock === each.clock);
      return result === undefined ? [] : [result];
    });
    const known = devices === null ? null : new Set(devices);
    const running = figures.open
      .filter((call) => call.duplicateOf === null && (known === null || known.has(call.device)))
      .flatMap((call) => clockResults(yardstick, call, now))
      .filter((each) => each.deadline >= within.start && each.deadline < within.end)
      .filter((each) => clock === null || each.clock === clock)
      .filter((each) => outcome === null || seen(each) === outcome)
      .filter((each) => after === null || compare(cursorOf(each), after) > 0);
    const all = [...settled, ...running].sort((a, b) => compare(cursorOf(a), cursorOf(b)));
    const shown = all.slice(0, limit);
    const next = all.length > limit ? cursorText(cursorOf(shown.at(-1)!)) : null;
    const rows = shown.map((each) => ({ ...clockView(each), outcome: seen(each) }));
    return {
      status: 200,
      headers: linkToNext(url, next),
      body: asCsv ? csv(CLOCK_COLUMNS, rows) : { clocks: rows, next },
    };
  });
}

/** Calls that have ended are known to their end, whatever the clock of this machine shows. */
const END_OF_TIME = 4e15 as Parameters<typeof clockResults>[2];

const seen = (result: ClockResult) => (countsForMoney(result.excuse) ? result.outcome : 'excused');
const cursorOf = ({ deadline, call, clock }: ClockResult): ClockCursor => ({ deadline, number: call, clock });
const compare = (a: ClockCursor, b: ClockCursor): number =>
  a.deadline - b.deadline || byText(a.number, b.number) || byText(a.clock, b.clock);
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const cursorText = ({ deadline, number, clock }: ClockCursor): string =>
  Buffer.from(JSON.stringify([deadline, number, clock])).toString('base64url');

function readCursor(text: string): ClockCursor {
  try {
    const [deadline, number, clock, ...rest] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    const sound = Number.isSafeInteger(deadline) && typeof number === 'string' && !number.includes('\0');
    if (rest.length === 0 && sound && (clock === 'respond' || clock === 'fix'))
      return { deadline: deadline as ClockCursor['deadline'], number, clock };
  } catch {
    // Not one of ours, as below.
  }
  throw badCursor();
}

export interface DowntimeQuery extends PerformanceQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** The intervals behind availability: for each device that was down, by code, when, and by which calls. */
export async function downtime(
  office: Office,
  code: string,
  url: string,
  query: DowntimeQuery,
  asCsv: boolean,
): Promise<Reply> {
  return withFigures(office, code, query, async (figures, scope, period, em) => {
    const { contract, territories, now, yardstick } = figures;
    const running = figures.open
      .flatMap((call) => factsAt(yardstick, call, now) ?? [])
      .filter((facts) => facts.downFrom !== null);
    const ended = await devicesDown(em, contract.code, territories, period);
    const down = new Set([...ended, ...running.map(({ device }) => device)]);
    const members = figures.devicesIn(scope);
    const zone = scope.kind === 'zone' ? yardstick.zoneOf(yardstick.deviceAt(members[0]!.code)) : null;
    if (zone !== null) {
      const failures = await failuresOn(figures, em, members, period, running);
      const entry = zoneEntry(figures, scope, members, failures, period);
      return listed(url, entry.intervals.length === 0 ? [] : [entry], null, asCsv);
    }
    const after = query.cursor === undefined ? '' : deviceCursor(query.cursor);
    const wanted = members
      .filter((device) => down.has(device.code) && device.code > after)
      .sort((a, b) => byText(a.code, b.code));
    const shown = wanted.slice(0, query.limit);
    const failures = await failuresOn(figures, em, shown, period, running);
    const entries = shown
      .map((device) => deviceEntry(figures, device, failures.get(device.code) ?? [], period))
      .filter(({ intervals }) => intervals.length > 0);
    const more = wanted.length > shown.length;
    return listed(url, entries, more ? Buffer.from(shown.at(-1)!.code).toString('base64url') : null, asCsv);
  });
}

interface Entry {
  readonly kind: 'device' | 'zone';
  readonly code: string;
  readonly weight: number;
  readonly service_time: string;
  readonly downtime: string;
  readonly intervals: readonly { readonly from: string; readonly to: string; readonly calls: readonly string[] }[];
}

function listed(url: string, entries: readonly Entry[], next: string | null, asCsv: boolean): Reply {
  const headers = linkToNext(url, next);
  if (!asCsv) return { status: 200, headers, body: { down: entries, next } };
  const rows = entries.flatMap(({ kind, code, intervals }) =>
    intervals.map(({ from, to, calls }) => ({ kind, code, from, to, calls: calls.join(';') })),
  );
  return { status: 200, headers, body: csv(['kind', 'code', 'from', 'to', 'calls'], rows) };
}

/** Failures by device, of calls that have ended and of those that run. */
async function failuresOn(
  { yardstick }: LiveFigures,
  em: Em,
  devices: readonly Device[],
  period: Interval,
  running: readonly CallFacts[],
): Promise<Map<string, Failure[]>> {
  const places = devices.map(({ code }) => ({ code, territory: placeOf(yardstick, code).territory }));
  const ended = await factsDown(em, places, period);
  const failure = (facts: CallFacts, runs: boolean): Failure => ({
    call: facts.number,
    device: facts.device,
    start: facts.downFrom!,
    end: facts.downTo!,
    restored: facts.restored,
    running: runs,
    excuse: null,
  });
  const all = [...ended.map((facts) => failure(facts, false)), ...running.map((facts) => failure(facts, true))];
  return Map.groupBy(all, ({ device }) => device);
}

function deviceEntry({ yardstick }: LiveFigures, device: Device, failures: Failure[], period: Interval): Entry {
  const at = yardstick.deviceAt(device.code);
  const down = downtimeWithin(yardstick, at, failures, period);
  return {
    kind: 'device',
    code: device.code,
    weight: device.weight,
    service_time: formatDuration(yardstick.serviceTime(at, period)),
    downtime: formatDuration(lengthOf(down)),
    intervals: intervalsView(withCalls(down, failures)),
  };
}

function zoneEntry(
  { yardstick }: LiveFigures,
  scope: PerformanceScope,
  members: readonly Device[],
  failures: ReadonlyMap<string, Failure[]>,
  period: Interval,
): Entry {
  const devices = members.map(({ code }) => ({
    at: yardstick.deviceAt(code),
    failures: failures.get(code) ?? [],
  }));
  const { required } = yardstick.zoneOf(devices[0]!.at)!;
  const { service, down } = measureZone(yardstick, devices, required, period);
  return {
    kind: 'zone',
    code: scope.code,
    weight: 1,
    service_time: formatDuration(service),
    downtime: formatDuration(lengthOf(down)),
    intervals: intervalsView(withCalls(down, [...failures.values()].flat())),
  };
}

const intervalsView = (intervals: ReturnType<typeof withCalls>) =>
  intervals.map(({ start, end, calls }) => ({ from: formatInstant(start), to: formatInstant(end), calls }));

function deviceCursor(text: string): string {
  const code = Buffer.from(text, 'base64url').toString();
  if (code === '' || code.includes('\0')) throw badCursor();
  return code;
}
