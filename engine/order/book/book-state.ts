import { originalOf, standsInOrder, statusAt } from '../../lifecycle/index.ts';
import type { Call, CallStatus } from '../../model/call.ts';
import type { CallPrices } from '../../model/call-price.ts';
import type { Because, OrderedCall } from '../../model/ordered-call.ts';
import type { Instant } from '../../model/units.ts';
import {
  countsAsFailure,
  createReliability,
  explainTargets,
  indexIn,
  type RunningClock,
  raisingHints,
  runningClock,
  type Terms,
} from '../../sla/index.ts';
import { type Explanation, explainSlot } from '../explain.ts';
import { createChanges } from './changes.ts';
import { createKnownCalls, type KnownCalls, longestWindow } from './known-calls.ts';
import { createOpenOrder, type OpenOrder } from './open-order.ts';
import { orderedCall } from './ordered-call.ts';
import { createRaisedCalls } from './raised-calls.ts';
import { nextCallChange, nextDeferralChange } from './time-changes.ts';

/** What a book holds under one set of compiled terms. See `Book` for what each function does. */
export interface BookState {
  readonly terms: Terms;
  readonly now: Instant;
  readonly known: KnownCalls;
  readonly open: OpenOrder;
  /** To a `now` that is later, and not past `terms.freshUntil`. */
  advance(now: Instant): void;
  /** Of a call that was not logged before `terms.from`. */
  put(call: Call): void;
  remove(number: string): void;
  statusOf(call: Call): CallStatus | null;
  openCallsOn(device: string): readonly Call[];
  ordered(number: string): OrderedCall | null;
  slice(from: number, count: number): OrderedCall[];
  position(number: string): number | null;
  clock(number: string): RunningClock | null;
  because(number: string): readonly Because[];
  explain(number: string): Explanation | null;
  readonly notYetLogged: number;
  awaitingApproval(): Call[];
}

/** Takes in many calls at once: failures are judged once, everything is ordered once. */
export function createBookState(
  terms: Terms,
  calls: readonly Call[],
  openedAt: Instant,
  prices: CallPrices = new Map(),
): BookState {
  const { reference, rules, codes } = terms;
  const known = createKnownCalls(calls, longestWindow(reference), openedAt);
  const reliability = createReliability(terms);
  const open = createOpenOrder(terms, reliability, openedAt, prices);
  const raised = createRaisedCalls(terms, reliability, open);
  const callChanges = createChanges<string>();
  const deferralChanges = createChanges<number>();
  const future = new Set<string>();
  const awaiting = new Set<string>();
  const awaitingOn = new Map<string, Set<string>>();
  let now = openedAt;

  function statusOf(call: Call): CallStatus | null {
    const device = indexIn(codes.devices, call.device);
    return device < 0 ? null : statusAt(call, reference.contracts[rules.deviceContract[device]!]!, now);
  }

  const original = (call: Call) => originalOf(call, (number) => known.get(number));

  function noteFailure(call: Call, before: Call | undefined): void {
    const counts = call.loggedAt <= now && known.isRecent(call);
    if (before !== undefined && !(counts && sameFailure(before, call))) reliability.removeFailure(call.number);
    if (counts) reliability.addFailure(call);
  }

  /** Sorts a call by its status: into the order, or to those that wait. Returns whether it stands in the order. */
  function file(call: Call): boolean {
    const status = statusOf(call);
    setMember(future, call.number, call.loggedAt > now);
    fileAwaiting(call, status === 'awaiting-approval');
    const change = nextCallChange(call, now);
    if (change !== null) callChanges.plan(call.number, change);
    return standsInOrder(status);
  }

  function fileAwaiting(call: Call, waits: boolean): void {
    if (!waits && !awaiting.has(call.number)) return;
    setMember(awaiting, call.number, waits);
    const onDevice = awaitingOn.get(call.device) ?? new Set();
    setMember(onDevice, call.number, waits);
    if (onDevice.size > 0) awaitingOn.set(call.device, onDevice);
    else awaitingOn.delete(call.device);
  }

  function place(call: Call): void {
    if (file(call)) open.put(call, original(call));
    else open.remove(call.number);
  }

  /** Duplicates show the clocks of their original: they are written again when it changes. */
  function placeDuplicates(number: string): void {
    for (const duplicate of known.duplicatesOf(number)) {
      const call = known.get(duplicate)!;
      if (open.slots.slotOf(duplicate) !== undefined) open.put(call, original(call));
    }
  }

  function planDeferral(site: number): void {
    const change = nextDeferralChange(rules, site, now);
    if (change !== null) deferralChanges.plan(site, change);
  }

  function slotsAtSite(site: number): number[] {
    const slots: number[] = [];
    for (let k = rules.siteDeviceOffset[site]!; k < rules.siteDeviceOffset[site + 1]!; k++) {
      slots.push(...open.slots.onDevice(codes.devices.codes[rules.siteDevices[k]!]!));
    }
    return slots;
  }

  const standing: { readonly call: Call; readonly original: Call | null }[] = [];
  for (const call of known.values()) {
    noteFailure(call, undefined);
    if (file(call)) standing.push({ call, original: original(call) });
  }
  raised.judge(now);
  open.fill(standing);
  for (let site = 0; site < reference.sites.length; site++) planDeferral(site);

  const inOrder = <T>(number: string, read: (slot: number) => T): T | null => {
    const slot = open.slots.slotOf(number);
    return slot === undefined ? null : read(slot);
  };
  const runningClockOf = (slot: number): RunningClock => {
    open.update(slot);
    const { table, targets } = open.view;
    return runningClock(terms, table, open.holds, targets, slot, now);
  };
  const becauseOf = (slot: number): Because[] => {
    const { table, targets } = open.view;
    const kept = open.keptAt(slot);
    return explainTargets(terms, reliability, table, open.holds, targets, slot, open.slots.callAt(slot), now, kept);
  };

  return {
    terms,
    known,
    open,
    get now() {
      return now;
    },
    advance(to) {
      now = to;
      open.advance(to);
      const changed = [...new Set(callChanges.due(to))]
        .map((number) => known.get(number))
        .filter((call) => call !== undefined);
      for (const call of changed) noteFailure(call, call);
      const slots = raised.judge(to);
      for (const call of changed) {
        known.put(call, to);
        place(call);
        placeDuplicates(call.number);
      }
      for (const site of new Set(deferralChanges.due(to))) {
        for (const slot of slotsAtSite(site)) slots.add(slot);
        planDeferral(site);
      }
      open.refresh(slots);
    },
    put(call) {
      const before = known.get(call.number);
      if (before !== undefined && before.device !== call.device) fileAwaiting(before, false);
      noteFailure(call, before);
      const slots = raised.judge(now);
      known.put(call, now);
      place(call);
      placeDuplicates(call.number);
      open.refresh(slots);
    },
    remove(number) {
      const call = known.get(number);
      if (call === undefined) return;
      reliability.removeFailure(number);
      const slots = raised.judge(now);
      future.delete(number);
      fileAwaiting(call, false);
      const duplicates = [...known.duplicatesOf(number)];
      open.remove(number);
      known.delete(number);
      for (const duplicate of duplicates) {
        const other = known.get(duplicate);
        if (other !== undefined) place(other);
      }
      open.refresh(slots);
    },
    statusOf,
    openCallsOn(device) {
      const ordered = [...open.slots.onDevice(device)].map((slot) => open.slots.callAt(slot));
      const waiting = [...(awaitingOn.get(device) ?? [])].map((number) => known.get(number)!);
      return [...ordered, ...waiting];
    },
    ordered: (number) => inOrder(number, (slot) => orderedCall(terms, open, slot, open.sorted.position(slot) + 1)),
    slice: (from, count) =>
      open.sorted.slice(from, count).map((slot, at) => orderedCall(terms, open, slot, Math.max(0, from) + at + 1)),
    position: (number) => inOrder(number, (slot) => open.sorted.position(slot) + 1),
    clock: (number) => inOrder(number, runningClockOf),
    because: (number) => inOrder(number, becauseOf) ?? [],
    explain: (number) =>
      inOrder(number, (slot) => {
        const { table, targets } = open.view;
        const position = open.sorted.position(slot);
        const call = open.slots.callAt(slot);
        return explainSlot({
          order: open.order,
          view: open.view,
          slot,
          position: position + 1,
          above: open.sorted.at(position - 1),
          below: open.sorted.at(position + 1),
          numberOf: (each) => open.slots.callAt(each).number,
          because: becauseOf(slot),
          hints: raisingHints(
            { terms, raised: reliability, table, holds: open.holds, targets, slot, call, now, kept: open.keptAt(slot) },
            reliability,
          ),
        });
      }),
    get notYetLogged() {
      return future.size;
    },
    awaitingApproval: () =>
      [...awaiting]
        .map((number) => known.get(number)!)
        .sort((a, b) => a.loggedAt - b.loggedAt || (a.number < b.number ? -1 : 1)),
  };
}

const sameFailure = (a: Call, b: Call): boolean =>
  a.device === b.device && a.loggedAt === b.loggedAt && countsAsFailure(a) && countsAsFailure(b);

function setMember(set: Set<string>, number: string, belongs: boolean): void {
  if (belongs) set.add(number);
  else set.delete(number);
}
