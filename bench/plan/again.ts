import {
  type Call,
  checkPlan,
  createPool,
  differenceOfPlans,
  instant,
  type Millis,
  millis,
  type Plan,
  type Pool,
  planInPool,
  presentPlan,
  type Reference,
  type TerritoryInput,
} from '#engine';
import { inputOf, type RunningDay, runningDay } from './running-day.ts';

const HOUR = 3_600_000;
/** Looked at so long after the morning's plan. */
const HOURS_LATER = 2.5;
const STEPS = 40_000;
/** Steps that a plan made again may take at most; it takes as many as what has changed is worth. */
const STEPS_AGAIN = 20_000;
const CHANGES = 250;
const WARM_UPS = 20;

export const KINDS = ['call logged', 'call cancelled', 'call held', 'somebody ill', 'work overruns'] as const;
export type ChangeKind = (typeof KINDS)[number];

/** The day's calls, of which about a thousand are still open then, and people for them: enough, and too few. */
const STAFFS: readonly (readonly [staff: string, calls: number, technicians: number])[] = [
  ['enough people', 1500, 150],
  ['too few people', 1250, 80],
];

/** Planning a territory of a thousand open calls again, in the middle of a day. */
export interface AgainRow {
  readonly staff: string;
  readonly kind: ChangeKind | 'all';
  readonly open: number;
  readonly changes: number;
  /** From the changed book to the checked plan, milliseconds. */
  readonly median_ms: number;
  readonly p95_ms: number;
  /** Of which the planner, in a thread: compiling, searching, reading, reasons. */
  readonly planner_p95_ms: number;
  /** Other calls that go to somebody else: median, and most. */
  readonly moved_median: number;
  readonly moved_most: number;
}

export interface AgainResult {
  readonly rows: readonly AgainRow[];
  readonly p95_ms: number;
  readonly moved_by_one_call_more: number;
  /** Calls that changed place or time although nothing had changed. */
  readonly moved_by_nothing: number;
}

interface Sample {
  readonly kind: ChangeKind;
  readonly ms: number;
  readonly planner: number;
  readonly moved: number;
}

export async function againResult(): Promise<AgainResult> {
  const pool = createPool({ threads: 1 });
  try {
    const rows: AgainRow[] = [];
    let byNothing = 0;
    for (const [staff, calls, technicians] of STAFFS) {
      const day = runningDay(calls, technicians, HOURS_LATER, STEPS);
      const { samples, open, movedByNothing } = await changesOf(pool, day);
      byNothing += movedByNothing;
      for (const kind of ['all', ...KINDS] as const) {
        const own = kind === 'all' ? samples : samples.filter((sample) => sample.kind === kind);
        const at = (share: number, value: (sample: Sample) => number): number => {
          const sorted = own.map(value).sort((a, b) => a - b);
          return Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!);
        };
        rows.push({
          ...{ staff, kind, open, changes: own.length },
          ...{ median_ms: at(0.5, ({ ms }) => ms), p95_ms: at(0.95, ({ ms }) => ms) },
          planner_p95_ms: at(0.95, ({ planner }) => planner),
          ...{ moved_median: at(0.5, ({ moved }) => moved), moved_most: at(1, ({ moved }) => moved) },
        });
      }
    }
    const all = (kind: AgainRow['kind']) => rows.filter((row) => row.kind === kind);
    return {
      rows,
      p95_ms: Math.max(...all('all').map(({ p95_ms }) => p95_ms)),
      moved_by_one_call_more: Math.max(...all('call logged').map(({ moved_median }) => moved_median)),
      moved_by_nothing: byNothing,
    };
  } finally {
    await pool.close();
  }
}

async function changesOf(
  pool: Pool,
  { book, reference, now, finished, plan: morning, toCome }: RunningDay,
): Promise<{ readonly samples: readonly Sample[]; readonly open: number; readonly movedByNothing: number }> {
  const planned = async (input: TerritoryInput): Promise<Plan> => {
    const made = await planInPool(pool, input, { seed: 1, iterations: STEPS_AGAIN, milliseconds: null });
    if (!made.ok) throw new Error(made.problems[0]?.message);
    return made.value;
  };
  const asItIs = inputOf(book, reference, finished, now);
  const first = await planned({ ...asItIs, ...presentPlan(asItIs, morning, null) });
  const again = await planned({ ...asItIs, ...presentPlan(asItIs, first, asItIs) });
  const same = differenceOfPlans(first, again, 'UTC');
  const movedByNothing = same.moved.length + same.retimed.length + same.added.length + same.dropped.length;

  const free = first.allocations.filter(({ fixed }) => !fixed);
  const onSite = asItIs.calls.filter(({ status }) => status === 'on-site');
  const changeOf = (kind: ChangeKind, k: number): { readonly call: Call | null; readonly reference: Reference } => {
    const planned = free[(k * 37) % free.length]!;
    const call = book.call(planned.call)!;
    if (kind === 'call logged') {
      const extra = toCome[Math.floor(k / KINDS.length) % toCome.length]!;
      return { call: { ...extra, loggedAt: instant(now - 60_000) }, reference };
    }
    if (kind === 'call cancelled') return { call: { ...call, status: 'cancelled' }, reference };
    if (kind === 'call held') {
      const holds = [{ from: instant(now - 1), to: null, reason: 'no access' }];
      return { call: { ...call, status: 'on-hold', holds }, reference };
    }
    if (kind === 'somebody ill') {
      const absence = { row: 0, resource: planned.resource, from: now, to: instant(now + 12 * HOUR), reason: 'ill' };
      return { call: null, reference: { ...reference, absences: [...reference.absences, absence] } };
    }
    const working = book.call(onSite[k % onSite.length]!.number)!;
    return { call: { ...working, estimatedTime: longer(working.estimatedTime) }, reference };
  };

  const samples: Sample[] = [];
  for (let k = -WARM_UPS; k < CHANGES; k++) {
    const kind = KINDS[(k + WARM_UPS) % KINDS.length]!;
    const change = changeOf(kind, k + WARM_UPS);
    const before = change.call === null ? null : book.call(change.call.number);
    const began = performance.now();
    if (change.call !== null) book.put(change.call);
    const facts = inputOf(book, change.reference, finished, now);
    const input = { ...facts, ...presentPlan(facts, first, asItIs) };
    const beforePlanner = performance.now();
    const after = await planned(input);
    const planner = performance.now() - beforePlanner;
    check(book, change.reference, finished, input, after);
    const ms = performance.now() - began;
    if (before !== null) book.put(before);
    else if (change.call !== null) book.remove(change.call.number);
    if (k >= 0) samples.push({ kind, ms, planner, moved: differenceOfPlans(first, after, 'UTC').moved.length });
  }
  return { samples, open: asItIs.calls.length, movedByNothing };
}

const longer = (time: Millis | null): Millis => millis((time ?? 0) + 2 * HOUR);

function check(
  book: RunningDay['book'],
  reference: Reference,
  finished: readonly Call[],
  input: TerritoryInput,
  plan: Plan,
): void {
  const asked = new Map(input.calls.map((call) => [call.number, call]));
  const calls = [...input.calls.map(({ number }) => book.call(number)!), ...finished];
  const found = checkPlan(reference, calls, plan, input.now, (call) => asked.get(call)?.class ?? null, {
    orderedOf: (call) => asked.get(call) ?? null,
    present: input.present!,
  });
  const defect = found.find(({ fixed }) => !fixed);
  if (defect !== undefined) throw new Error(`A plan of the benchmark breaks a rule: ${defect.text}`);
}
