import type { Call, Device, Regime } from '#engine';
import { openStretches, type PlainStretch } from './plain-hours.ts';
import { plainRegimeRule, plainSpecialDay, specialDayStretch } from './plain-rules.ts';
import type { PlainTables } from './plain-tables.ts';

/** A target that is not reached within so long has no deadline (decision 10). */
const LONGEST_REACH = 20 * 365.25 * 86_400_000;

/** The clocks of a call as they stand at `now`; null: no target, or never reached. */
export interface PlainClocks {
  readonly regime: string;
  readonly respondBy: number | null;
  readonly fixBy: number | null;
  /** Next deadline still running; null: none. */
  readonly due: number | null;
}

/** What the clocks of a call run by. */
interface PlainTargets extends Pick<Regime, 'respondWithin' | 'fixWithin' | 'clock'> {
  readonly regime: string;
  /** Calendar of the base regime, whose coverage special days replace. */
  readonly calendar: string;
}

/** Regime, targets and base coverage of a call: those that it keeps, else what rules at `logged_at`; null: none. */
function targetsOf(tables: PlainTables, call: Call, device: Device): PlainTargets | null {
  if (call.keptTerms !== null) return call.keptTerms;
  const rule = plainRegimeRule(tables, device, call.loggedAt);
  const special = plainSpecialDay(tables, device.site, call.loggedAt);
  const overruling = special?.effect === 'service-affecting' ? special.regime : null;
  const code = overruling ?? rule?.regime;
  if (code === undefined) return null;
  // Where no rule applies, the special day's own regime has the calendar (decision 8).
  const { calendar } = tables.regimes.get(rule?.regime ?? code)!;
  return { ...tables.regimes.get(code)!, regime: code, calendar };
}

/** Both clocks of a call (domain, sections 5 to 7). `call` is the original where it is asked for a duplicate. */
export function plainClocks(tables: PlainTables, call: Call, device: Device, now: number): PlainClocks {
  const targets = targetsOf(tables, call, device);
  if (targets === null) return { regime: '', respondBy: null, fixBy: null, due: null };

  const holds = stoppingHolds(tables, call, device, now);
  const counted = (stops: readonly PlainStretch[]) =>
    without(countedStretches(tables, device.site, targets, call.loggedAt), stops);

  const responded = call.respondedAt !== null && call.respondedAt <= now;
  const respondHolds = holds
    .filter(({ start }) => !responded || start < call.respondedAt!)
    .map(({ start, end }) => ({ start, end: responded ? Math.min(end, call.respondedAt!) : end }));
  // A hold whose end is not known is shown as if it ended now (decision 5).
  const known = (list: readonly PlainStretch[]) =>
    list.map(({ start, end }) => ({ start, end: end === Infinity ? now : end }));
  const respondBy = reachedAt(counted(known(respondHolds)), call.loggedAt, targets.respondWithin);
  const fixBy = reachedAt(counted(known(holds)), call.loggedAt, targets.fixWithin);

  const stopped = holds.some(({ end }) => end > now);
  const fixed = call.fixedAt !== null && call.fixedAt <= now;
  const running = !responded && respondBy !== null ? respondBy : fixBy;
  return { regime: targets.regime, respondBy, fixBy, due: stopped || fixed ? null : running };
}

/** Holds that have begun by `now` and stop the contract's clocks, up to the fix; Infinity: no end known. */
function stoppingHolds(tables: PlainTables, call: Call, device: Device, now: number): PlainStretch[] {
  const reasons = tables.contracts.get(device.contract)!.clockStoppingHolds;
  const end = call.fixedAt !== null && call.fixedAt <= now ? call.fixedAt : Infinity;
  return call.holds
    .filter(({ from, reason }) => from <= now && reasons.includes(reason))
    .map(({ from, to }) => ({ start: Math.max(from, call.loggedAt), end: Math.min(to ?? Infinity, end) }))
    .filter((hold) => hold.start < hold.end);
}

/** The time that a clock counts from an instant on: a site's coverage, each special day's stretch replaced (section 7). */
function* countedStretches(
  tables: PlainTables,
  site: string,
  targets: PlainTargets,
  from: number,
): Generator<PlainStretch> {
  const zone = tables.sites.get(site)!.timeZone;
  const last = from + LONGEST_REACH;
  const days = tables.specialDays.get(site) ?? [];
  const changes = days
    .flatMap((day) => Object.values(specialDayStretch(day, zone)))
    .filter((at) => at > from && at < last)
    .sort((a, b) => a - b);
  let start = from;
  for (const end of [...changes, last]) {
    if (end === start) continue;
    const special = plainSpecialDay(tables, site, start);
    if (special?.effect !== 'non-service-affecting') {
      const whole = targets.clock === 'elapsed' || (special !== null && special.regime === null);
      if (whole) yield { start, end };
      else {
        const calendar = special === null ? targets.calendar : tables.regimes.get(special.regime!)!.calendar;
        yield* openStretches(tables.calendars.get(calendar)!, zone, start, end);
      }
    }
    start = end;
  }
}

/** Stretches with some others cut out. */
function* without(stretches: Iterable<PlainStretch>, cuts: readonly PlainStretch[]): Generator<PlainStretch> {
  for (const stretch of stretches) {
    let pieces = [stretch];
    for (const cut of cuts) {
      pieces = pieces
        .flatMap(({ start, end }) => [
          { start, end: Math.min(end, cut.start) },
          { start: Math.max(start, cut.end), end },
        ])
        .filter(({ start, end }) => start < end);
    }
    yield* pieces;
  }
}

/** The first instant at which the counted time reaches the target; null: no target, or not within reach. */
function reachedAt(stretches: Iterable<PlainStretch>, from: number, target: number | null): number | null {
  if (target === null) return null;
  if (target === 0) return from;
  let left = target;
  for (const { start, end } of stretches) {
    if (left <= end - start) return start + left;
    left -= end - start;
  }
  return null;
}
