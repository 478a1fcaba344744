import type { Call } from '../model/call.ts';
import type { Instant } from '../model/units.ts';
import { measuresOf } from '../performance/index.ts';
import { add, type Fraction, subtract } from './fraction.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type Measured, measureIn } from './measured.ts';
import type { MeasuredPeriod, PeriodLine } from './period-lines.ts';
import { reckon } from './reckon.ts';
import type { ScopeItem } from './scope-items.ts';

/** What a period would come to if one call were another: the calls of its device alone are measured again. */
export interface Variants {
  /** Total of the period in whole minor units as it is. */
  readonly total: Fraction;
  /** Total with a call in the place of the one of its number, its device seen as of `at`. */
  totalWith(call: Call, at: Instant): Fraction;
}

export function variantsOf(measured: MeasuredPeriod): Variants {
  const { ledger, terms, money, period } = measured;
  const { measures } = ledger;
  const { contract, yardstick, devices } = measures;
  const { reference } = yardstick.terms;
  const callsOn = Map.groupBy(measures.calls.values(), ({ device }) => device);
  const judgedAsOne = new Set(reference.zones.flatMap((zone) => (zone.requiredAvailable === null ? [] : [zone.code])));
  const asTheyAre = new Map<string, Ledger>();

  /** Devices that are measured together, and what of the reference that asks: a zone that is judged as one, else one by itself. */
  function companions(code: string) {
    const device = ledger.device(code);
    const zones = reference.zones.filter((zone) => zone.code === device.zone);
    const known = { ...reference, zones };
    if (device.zone === null || !judgedAsOne.has(device.zone)) return { key: code, group: [device], known };
    return { key: `zone ${device.zone}`, group: devices.filter(({ zone }) => zone === device.zone), known };
  }

  const totalOf = (lines: readonly PeriodLine[]): Fraction => {
    const { drafts, deduplicated } = measured.draft(lines);
    return reckon(terms, drafts, money, deduplicated).total;
  };

  return {
    total: totalOf(measured.lines),
    totalWith(call, at) {
      const { key, group, known } = companions(call.device);
      const own = group.flatMap(({ code }) => callsOn.get(code) ?? []);
      let before = asTheyAre.get(key);
      if (before === undefined) {
        before = openLedger(measuresOf(known, contract, group, own, yardstick, ledger.now, measures.knownFrom));
        asTheyAre.set(key, before);
      }
      const changed = own.map((each) => (each.number === call.number ? call : each));
      const after = openLedger(measuresOf(known, contract, group, changed, yardstick, at, measures.knownFrom));
      const lines = measured.lines.map((line): PeriodLine => {
        const { measure, item } = line;
        const inside = group.filter(({ code }) => item.codes.has(code));
        if (inside.length === 0 || measure.metric === 'points') return line;
        if (item.performance?.kind === 'zone' && judgedAsOne.has(item.performance.code)) {
          return { ...line, measured: measureIn(after, measure, item, period) };
        }
        const part: ScopeItem = { ...item, devices: inside, codes: new Set(inside.map(({ code }) => code)) };
        const [from, to] = [measureIn(before, measure, part, period), measureIn(after, measure, part, period)];
        return { ...line, measured: exchanged(line.measured, from, to, part.codes) };
      });
      return totalOf(lines);
    },
  };
}

/** Sums with the part of some devices taken out and another put in. */
function exchanged(all: Measured, from: Measured, to: Measured, devices: ReadonlySet<string>): Measured {
  const events = [...all.events.filter(({ device }) => !devices.has(device.code)), ...to.events];
  const count = (key: 'met' | 'missed' | 'open' | 'countedTime' | 'stopped' | 'downPeriods' | 'failures') =>
    all[key] - from[key] + to[key];
  const exact = (key: 'service' | 'down' | 'downTime') => add(subtract(all[key], from[key]), to[key]);
  return {
    ...all,
    ...{ met: count('met'), missed: count('missed'), open: count('open') },
    ...{ countedTime: count('countedTime'), stopped: count('stopped') },
    ...{ downPeriods: count('downPeriods'), failures: count('failures') },
    ...{ service: exact('service'), down: exact('down'), downTime: exact('downTime') },
    events: events.sort((a, b) => a.at - b.at || (a.calls[0]! < b.calls[0]! ? -1 : 1)),
  };
}
