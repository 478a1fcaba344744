import type { Call } from '../../model/call.ts';

/** Which call stands in which slot of the tables. A slot that is given back is the next one given out. */
export interface CallSlots {
  readonly size: number;
  /** Slots ever in use: every slot in use is below it. */
  readonly top: number;
  slotOf(number: string): number | undefined;
  /** The call in a slot that is in use. */
  callAt(slot: number): Call;
  /** Slot of a call that has none yet. */
  take(call: Call): number;
  /** A newer version of the call in a slot: same number, perhaps another device. */
  replace(slot: number, call: Call): void;
  release(slot: number): void;
  /** Slots of the calls on a device, in no particular order. */
  onDevice(device: string): Iterable<number>;
  numbers(): Iterable<string>;
  slots(): Iterable<number>;
}

export function createCallSlots(): CallSlots {
  const slotByNumber = new Map<string, number>();
  const byDevice = new Map<string, number[]>();
  const calls: (Call | undefined)[] = [];
  const free: number[] = [];

  function join(slot: number, call: Call): void {
    calls[slot] = call;
    const there = byDevice.get(call.device);
    if (there === undefined) byDevice.set(call.device, [slot]);
    else there.push(slot);
  }

  function leave(slot: number): void {
    const { device } = calls[slot]!;
    const there = byDevice.get(device)!;
    if (there.length === 1) byDevice.delete(device);
    else there.splice(there.indexOf(slot), 1);
  }

  return {
    get size() {
      return slotByNumber.size;
    },
    get top() {
      return calls.length;
    },
    slotOf: (number) => slotByNumber.get(number),
    callAt: (slot) => calls[slot]!,
    take(call) {
      const slot = free.pop() ?? calls.length;
      slotByNumber.set(call.number, slot);
      join(slot, call);
      return slot;
    },
    replace(slot, call) {
      if (calls[slot]!.device !== call.device) {
        leave(slot);
        join(slot, call);
      } else calls[slot] = call;
    },
    release(slot) {
      leave(slot);
      slotByNumber.delete(calls[slot]!.number);
      calls[slot] = undefined;
      free.push(slot);
    },
    onDevice: (device) => byDevice.get(device) ?? [],
    numbers: () => slotByNumber.keys(),
    slots: () => slotByNumber.values(),
  };
}
