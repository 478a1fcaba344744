import type { OrderedCall } from '../../model/ordered-call.ts';
import { CALL_CLASSES } from '../../model/priority.ts';
import { type Instant, instant } from '../../model/units.ts';
import { FLAG_STOPPED, type Terms } from '../../sla/index.ts';
import type { OpenOrder } from './open-order.ts';

/** A slot as an object for answers. `position`: 1 is first. */
export function orderedCall(terms: Terms, open: OpenOrder, slot: number, position: number): OrderedCall {
  // Of a held call the shown deadlines move with `now`, though its place does not (decision 5).
  if ((open.view.table.flags[slot]! & FLAG_STOPPED) !== 0) open.update(slot);
  const { table, targets } = open.view;
  const { rules, reference, codes } = terms;
  const device = table.device[slot]!;
  const level = (dimension: number) => targets.levels[slot * 4 + dimension]!;
  return {
    number: open.slots.callAt(slot).number,
    contract: codes.contracts.codes[rules.deviceContract[device]!]!,
    territory: reference.sites[rules.deviceSite[device]!]!.territory,
    regime: open.keptAt(slot)?.regime ?? codes.regimes.codes[targets.regime[slot]!] ?? '',
    respondBy: orNull(targets.respondBy[slot]!),
    fixBy: orNull(targets.fixBy[slot]!),
    due: orNull(targets.due[slot]!),
    class: CALL_CLASSES[targets.class[slot]!]!,
    priority: targets.priority[slot]!,
    levels: { contract: level(0), site: level(1), zone: level(2), model: level(3) },
    position,
  };
}

const orNull = (at: number): Instant | null => (Number.isFinite(at) ? instant(at) : null);
