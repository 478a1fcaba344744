import { heldAt, standsInOrder, statusAt } from '../lifecycle/state.ts';
import { type Call, clocksFrom, clockTerms } from '../model/call.ts';
import type { Instant } from '../model/units.ts';
import {
  type CallTable,
  clearCall,
  FLAG_DUPLICATE,
  FLAG_EMERGENCY,
  FLAG_FIXED,
  FLAG_HELD,
  FLAG_LIVE,
  FLAG_PLANNED,
  FLAG_RAISED,
  FLAG_STOPPED,
  type HoldStore,
  writeHolds,
} from './call-table.ts';
import { stoppingHolds } from './clocks/clocks.ts';
import { indexIn } from './codes.ts';
import { writeKeptTerms } from './regime/kept-terms.ts';
import type { Terms } from './rules.ts';

/**
 * Writes a call as it stands at `now` into a slot, over what was there. `original` is the call that it is a duplicate
 * of (`originalOf`), null where it stands for itself. Live only where the call stands in the order: open and not
 * awaiting approval; others may be written too, to have their targets worked out. `travelTimeOf` tells the least travel
 * time of anyone to a device, for `slack`; 0 without it. `numberRank` is left as it is. A call on a device that the terms don't know
 * frees the slot.
 */
export function writeCall(
  terms: Terms,
  table: CallTable,
  holds: HoldStore,
  slot: number,
  call: Call,
  original: Call | null,
  now: Instant,
  travelTimeOf: (device: string) => number = () => 0,
): void {
  const device = indexIn(terms.codes.devices, call.device);
  const clockCall = original ?? call;
  const clockDevice = indexIn(terms.codes.devices, clockCall.device);
  if (device < 0 || clockDevice < 0) {
    clearCall(table, slot);
    return;
  }
  const contract = contractOf(terms, device);
  const clockContract = contractOf(terms, clockDevice);
  const stopping = stoppingHolds(clockCall, clockContract, now);

  let flags = 0;
  if (standsInOrder(statusAt(call, contract, now))) flags |= FLAG_LIVE;
  if (call.emergency !== null) flags |= FLAG_EMERGENCY;
  if (call.raisedTo !== null) flags |= FLAG_RAISED;
  if (call.type === 'maintenance' || call.type === 'installation') flags |= FLAG_PLANNED;
  if (heldAt(call, now)) flags |= FLAG_HELD;
  if (stopping.some(([, to]) => to > now)) flags |= FLAG_STOPPED;
  if (original !== null) flags |= FLAG_DUPLICATE;
  if (clockCall.fixedAt !== null && clockCall.fixedAt <= now) flags |= FLAG_FIXED;
  table.flags[slot] = flags;
  table.device[slot] = device;
  table.clockDevice[slot] = clockDevice;
  table.loggedAt[slot] = call.loggedAt;
  table.clockFrom[slot] = clocksFrom(clockCall);
  writeKeptTerms(terms, table, slot, clockTerms(clockCall));
  table.respondedAt[slot] = clockCall.respondedAt ?? Number.NaN;
  table.workTime[slot] = workTimeOf(terms, call);
  table.travelTime[slot] = travelTimeOf(call.device);
  writeHolds(table, holds, slot, stopping);
}

/** Expected working time: the call's own estimate, else what its model needs for work of its type. */
export function workTimeOf(terms: Terms, call: Call): number {
  if (call.estimatedTime !== null) return call.estimatedTime;
  const device = terms.reference.devices[indexIn(terms.codes.devices, call.device)];
  const model = terms.reference.models[indexIn(terms.codes.models, device?.model ?? null)];
  if (model === undefined) return 0;
  return call.type === 'maintenance' ? (model.maintenanceTime ?? model.repairTime) : model.repairTime;
}

function contractOf(terms: Terms, device: number) {
  return terms.reference.contracts[terms.rules.deviceContract[device]!]!;
}
